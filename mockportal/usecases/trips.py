"""A voter sent to FranceConnect, and what the store keeps of it until the return."""

from dataclasses import dataclass
from typing import Protocol

from mockportal.domain.instants import Millis
from mockportal.usecases.records import Records


@dataclass(frozen=True, slots=True)
class Trip:
    """One departure; ``state`` is a fingerprint, ``visit`` the browser that must come back."""

    state: str
    visit: str
    rank: int
    nonce: str
    issued_at: Millis
    used_at: Millis | None = None
    done_at: Millis | None = None
    hint: str = ""


class TripRecords(Records, Protocol):
    """One open transaction on one election, with the trips to FranceConnect."""

    def add_trip(self, trip: Trip) -> None:
        """Write a new trip."""

    def trip(self, state: str) -> Trip | None:
        """Return the trip of a fingerprint."""

    def last_trip(self, rank: int, since: Millis) -> Trip | None:
        """Return a voter's last trip that ended well, begun since an instant."""

    def use_trip(self, state: str) -> bool:
        """Use a trip; tell whether this call was the one that did."""

    def end_trip(self, state: str, hint: str) -> None:
        """Note that a trip ended well; the hint is for a logout later."""

    def forget_trips(self, before: Millis) -> None:
        """Drop the trips begun before an instant."""

    def rank_of_subject(self, subject: str) -> int | None:
        """Return the voter an (issuer, sub) is tied to."""
