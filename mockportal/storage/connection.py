"""One open transaction on one election: the words that every set of records is written in."""

from collections.abc import Callable
from typing import Any, Protocol

from mockportal.domain.instants import Millis
from mockportal.storage.handover import Handover
from mockportal.usecases.message_records import Outgoing
from mockportal.usecases.records import State, World


class UnknownElection(Exception):
    """No election of that name lives here, or not any more."""


class Cursor(Protocol):
    """What a statement leaves, on either engine."""

    @property
    def rowcount(self) -> int:
        """Return how many rows were touched."""

    def fetchone(self) -> Any:
        """Return the next row, as a tuple."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """Return the next rows, as tuples."""

    def fetchall(self) -> list[Any]:
        """Return all rows, as tuples."""


Execute = Callable[[str, dict[str, Any]], Cursor]


class Connection:
    """One open transaction on one election: every statement gets its world."""

    __slots__ = ("_execute", "handed", "handover", "met", "now", "posted", "state", "world")

    def __init__(self, execute: Execute, world: World, state: State, now: Millis) -> None:
        self._execute = execute
        self.world = world
        self.state = state
        self.now = now
        self.posted = False  # whether a letter was written that nobody has in hand
        self.handover: Handover | None = None
        self.handed: list[tuple[Outgoing, Millis]] = []  # with their leases, after the commit
        self.met: tuple[tuple[str, Millis, int], ...] = ()

    def meet(self, fault: str, since: Millis, rank: int) -> None:
        """Say that a fault had an effect; it is written down after this transaction."""
        self.met = (*self.met, (fault, since, rank))

    def run(self, statement: str, **values: Any) -> Cursor:
        """Run one statement in this election's world."""
        values["world"] = self.world.key
        return self._execute(statement, values)
