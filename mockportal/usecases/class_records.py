"""The storage port of classes: who sits where, whatever becomes of the election."""

from dataclasses import dataclass
from typing import Protocol

from mockportal.domain.instants import Millis
from mockportal.usecases.operator_records import OperatorRecords


@dataclass(frozen=True, slots=True)
class Classroom:
    """A class, around one election; with ``own``, each pupil has a copy of it.

    ``wanted`` is the state of the voters handed out; empty: whatever comes next on the roll.
    """

    election: str
    code: str
    own: bool
    joinable: bool
    seats: int
    wanted: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A seat taken: which voter of which election; ``token`` is a digest of the browser's."""

    classroom: str
    seat: int
    token: str
    election: str
    rank: int
    joined_at: Millis
    """Of the real clock."""


class ClassRecords(OperatorRecords, Protocol):
    """One open transaction on one election, with the class around it."""

    def classroom(self) -> Classroom | None:
        """Return the class around this election."""

    def hold_classroom(self) -> Classroom | None:
        """Return the class; nobody else takes a seat before the commit."""

    def add_classroom(self, room: Classroom) -> bool:
        """Open a class; tell whether neither the election nor the code had one."""

    def set_joinable(self, *, joinable: bool) -> None:
        """Let pupils join, or not any more."""

    def drop_classroom(self) -> None:
        """Forget the class and its pupils."""

    def pupils(self) -> list[Pupil]:
        """Return the pupils of the class by seat."""

    def add_pupil(self, pupil: Pupil) -> None:
        """Write a seat taken."""

    def drop_pupil(self, seat: int) -> bool:
        """Free a seat; tell whether it was taken."""
