"""The storage port of testers' use cases over any SQL connection."""

from mockportal.clock import Clock
from mockportal.domain.instants import Millis
from mockportal.storage import operating_queries as queries
from mockportal.storage.connection import Connection
from mockportal.usecases.operator_records import Entry


class SqlSettings(Connection):
    """The election's own row: clock, faults, head of the journal."""

    __slots__ = ()

    def hold_clock(self) -> Clock:
        """Return the clock as it is now, and let nobody else change it before the commit."""
        set_at, shown, speed, frozen = self.run(queries.HOLD_CLOCK).fetchone()
        return Clock(set_at, shown, speed, bool(frozen))

    def save_clock(self, clock: Clock) -> None:
        """Write the clock."""
        self.run(
            queries.SAVE_CLOCK,
            set_at=clock.set_at,
            shown=clock.shown,
            speed=clock.speed,
            frozen=int(clock.frozen),
        )

    def hold_faults(self) -> tuple[str, Millis | None]:
        """Return switched faults (JSON) and seal, and let nobody else change them meanwhile."""
        faults, sealed_at = self.run(queries.HOLD_FAULTS).fetchone()
        return faults, sealed_at

    def save_faults(self, faults: str) -> None:
        """Write the switched faults (JSON)."""
        self.run(queries.SAVE_FAULTS, faults=faults)

    def note_fault(self, fault: str, since: Millis, rank: int, now: Millis, *, most: int) -> bool:
        """Note that a voter met a spell of a fault, unless so many did; tell whether it is new."""
        values = {"fault": fault, "since": since, "rank": rank, "at": now, "most": most}
        return self.run(queries.NOTE_FAULT, **values).rowcount == 1

    def copied_from(self) -> str | None:
        """Return the name of the election this one is a copy of."""
        name: str | None = self.run(queries.COPIED_FROM).fetchone()[0]
        return name

    def head(self) -> tuple[int, str]:
        """Return number and hash of the journal's last entry."""
        seq, digest = self.run(queries.HEAD).fetchone()
        return seq, digest

    def entries(self, after: int, limit: int) -> list[Entry]:
        """Return entries of the journal after one of them, in order."""
        rows = self.run(queries.ENTRIES, after=after, limit=limit).fetchall()
        return [Entry(*row) for row in rows]

    def counters(self) -> dict[str, int]:
        """Return the ballots of each scrutin that has any."""
        return dict(self.run(queries.COUNTERS).fetchall())


class SqlClaims(Connection):
    """Voters handed out."""

    __slots__ = ()

    def hold_place(self, wanted: str) -> int:
        """Return how far claims of one kind have come; others of that kind wait for the commit."""
        return int(self.run(queries.HOLD_PLACE, wanted=wanted).fetchone()[0])

    def save_place(self, wanted: str, place: int) -> None:
        """Write how far claims of one kind have come."""
        self.run(queries.SAVE_PLACE, wanted=wanted, place=place)

    def claim(self, rank: int, *, unvoted: bool = False, inactive: bool = False) -> bool:
        """Hand out a voter; tell whether nobody had them and the conditions hold."""
        values = {"rank": rank, "unvoted": int(unvoted), "inactive": int(inactive)}
        return self.run(queries.CLAIM, **values).rowcount == 1

    def voted_after(self, rank: int) -> int | None:
        """Return the next voter, by rank, who voted and was not handed out."""
        row = self.run(queries.VOTED_AFTER, after=rank).fetchone()
        return None if row is None else row[0]

    def activated_after(self, rank: int) -> int | None:
        """Return the next voter, by rank, who activated, did not vote and was not handed out."""
        row = self.run(queries.ACTIVATED_AFTER, after=rank).fetchone()
        return None if row is None else row[0]

    def voters_after(self, rank: int, limit: int) -> list[int]:
        """Return the next ranks that voted."""
        rows = self.run(queries.VOTERS_AFTER, after=rank, limit=limit).fetchall()
        return [row[0] for row in rows]


class SqlOperating(SqlSettings, SqlClaims):
    """What testers' use cases ask of one election."""

    __slots__ = ()
