"""The storage port of testers' use cases: what they may ask beyond the voters' path."""

from dataclasses import dataclass
from typing import Protocol

from mockportal.clock import Clock
from mockportal.domain.instants import Millis
from mockportal.usecases.records import Records


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal."""

    seq: int
    at: Millis
    kind: str
    detail: str
    hash: str


class SettingRecords(Protocol):
    """The election's own row: clock, faults, head of the journal."""

    def hold_clock(self) -> Clock:
        """Return the clock as it is now, and let nobody else change it before the commit."""

    def save_clock(self, clock: Clock) -> None:
        """Write the clock."""

    def hold_faults(self) -> tuple[str, Millis | None]:
        """Return switched faults (JSON) and seal, and let nobody else change them meanwhile."""

    def save_faults(self, faults: str) -> None:
        """Write the switched faults (JSON)."""

    def copied_from(self) -> str | None:
        """Return the name of the election this one is a copy of."""

    def head(self) -> tuple[int, str]:
        """Return number and hash of the journal's last entry."""

    def entries(self, after: int, limit: int) -> list[Entry]:
        """Return entries of the journal after one of them, in order."""

    def counters(self) -> dict[str, int]:
        """Return the ballots of each scrutin that has any."""


class ClaimRecords(Protocol):
    """Voters handed out."""

    def hold_place(self, wanted: str) -> int:
        """Return how far claims of one kind have come; others of that kind wait for the commit."""

    def save_place(self, wanted: str, place: int) -> None:
        """Write how far claims of one kind have come."""

    def claim(self, rank: int, *, unvoted: bool = False, inactive: bool = False) -> bool:
        """Hand out a voter; tell whether nobody had them and the conditions hold."""

    def voted_after(self, rank: int) -> int | None:
        """Return the next voter, by rank, who voted and was not handed out."""

    def activated_after(self, rank: int) -> int | None:
        """Return the next voter, by rank, who activated, did not vote and was not handed out."""

    def voters_after(self, rank: int, limit: int) -> list[int]:
        """Return the next ranks that voted."""


class OperatorRecords(Records, SettingRecords, ClaimRecords, Protocol):
    """One open transaction on one election, as a tester sees it."""
