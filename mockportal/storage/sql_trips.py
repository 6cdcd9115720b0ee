"""The portal's trips to FranceConnect, over any SQL connection."""

from mockportal.domain.instants import Millis
from mockportal.storage.connection import Connection
from mockportal.usecases.trips import Trip

ADD_TRIP = """
    INSERT INTO trip (world, state, visit, rank, nonce, issued_at, hint)
    VALUES (:world, :state, :visit, :rank, :nonce, :issued_at, '')
"""
_TRIP = "SELECT state, visit, rank, nonce, issued_at, used_at, done_at, hint FROM trip"
TRIP = f"{_TRIP} WHERE world = :world AND state = :state"
LAST_TRIP = f"""{_TRIP}
    WHERE world = :world AND rank = :rank AND issued_at >= :since AND done_at IS NOT NULL
    ORDER BY done_at DESC LIMIT 1
"""
USE_TRIP = """
    UPDATE trip SET used_at = :now WHERE world = :world AND state = :state AND used_at IS NULL
"""
END_TRIP = """
    UPDATE trip SET done_at = :now, hint = :hint WHERE world = :world AND state = :state
"""
FORGET_TRIPS = "DELETE FROM trip WHERE world = :world AND issued_at < :before"
RANK_OF_SUBJECT = "SELECT rank FROM account WHERE world = :world AND sub = :sub"


class SqlTrips(Connection):
    """Voters sent to FranceConnect."""

    __slots__ = ()

    def add_trip(self, trip: Trip) -> None:
        """Write a new trip."""
        self.run(
            ADD_TRIP,
            state=trip.state,
            visit=trip.visit,
            rank=trip.rank,
            nonce=trip.nonce,
            issued_at=trip.issued_at,
        )

    def trip(self, state: str) -> Trip | None:
        """Return the trip of a fingerprint."""
        row = self.run(TRIP, state=state).fetchone()
        return None if row is None else Trip(*row)

    def last_trip(self, rank: int, since: Millis) -> Trip | None:
        """Return a voter's last trip that ended well, begun since an instant."""
        row = self.run(LAST_TRIP, rank=rank, since=since).fetchone()
        return None if row is None else Trip(*row)

    def use_trip(self, state: str) -> bool:
        """Use a trip; tell whether this call was the one that did."""
        return self.run(USE_TRIP, state=state, now=self.now).rowcount == 1

    def end_trip(self, state: str, hint: str) -> None:
        """Note that a trip ended well; the hint is for a logout later."""
        self.run(END_TRIP, state=state, now=self.now, hint=hint)

    def forget_trips(self, before: Millis) -> None:
        """Drop the trips begun before an instant."""
        self.run(FORGET_TRIPS, before=before)

    def rank_of_subject(self, subject: str) -> int | None:
        """Return the voter an (issuer, sub) is tied to."""
        row = self.run(RANK_OF_SUBJECT, sub=subject).fetchone()
        return None if row is None else row[0]
