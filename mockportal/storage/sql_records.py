"""The storage port over any SQL connection: rows in, values out."""

from mockportal.storage.franceconnect_records import SqlFranceConnect
from mockportal.storage.sql_accounts import SqlAccounts
from mockportal.storage.sql_ballots import SqlBallots, SqlClosing
from mockportal.storage.sql_classes import SqlClasses
from mockportal.storage.sql_messages import SqlMessages
from mockportal.storage.sql_operating import SqlOperating
from mockportal.storage.sql_trips import SqlTrips
from mockportal.storage.sql_visits import SqlVisits


class SqlRecords(
    SqlVisits,
    SqlAccounts,
    SqlBallots,
    SqlClosing,
    SqlMessages,
    SqlOperating,
    SqlFranceConnect,
    SqlTrips,
    SqlClasses,
):
    """One open transaction on one election."""

    __slots__ = ()
