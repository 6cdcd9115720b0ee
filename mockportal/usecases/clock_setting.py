"""An election's clock in a tester's hand: read, set, moved forward."""

from dataclasses import dataclass
from typing import Literal

from mockportal import clock
from mockportal.clock import Clock
from mockportal.domain.instants import Millis
from mockportal.domain.operator_refusals import (
    ClockAtItsEnd,
    ClockBackwards,
    DateOutOfRange,
)
from mockportal.usecases.operator_records import OperatorRecords

FIRST: Millis = 946_684_800_000
BEYOND: Millis = 4_102_444_800_000
"""2000-01-01 and 2100-01-01, UTC: a clock shows what lies between (assumed)."""

Landmark = Literal[
    "activation", "candidates", "opening", "closing", "closing_grace", "count", "results"
]
"""An instant of the calendar, by name and in order."""

_LANDMARKS: tuple[Landmark, ...] = (
    "activation",
    "candidates",
    "opening",
    "closing",
    "closing_grace",
    "count",
    "results",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows, how it runs, and where the calendar stands."""

    at: Millis
    speed: float
    frozen: bool
    phase: str


def read_clock(tx: OperatorRecords, now: Millis) -> Reading:
    """Read the clock."""
    return _reading(tx, tx.state.clock, now)


def set_clock(
    tx: OperatorRecords,
    now: Millis,
    *,
    real: Millis,
    to: Millis | None,
    speed: float | None,
    frozen: bool | None,
) -> Reading:
    """Set the clock; what is None stays as it is. Refuses: ClockBackwards."""
    return _move(tx, tx.hold_clock(), real, to=to, speed=speed, frozen=frozen)


def advance(
    tx: OperatorRecords, now: Millis, *, real: Millis, by: Millis, to: Landmark | None
) -> Reading:
    """Move the clock forward, by a span or to an instant of the calendar.

    Refuses: ClockBackwards, ClockAtItsEnd.
    """
    held = tx.hold_clock()
    target = held.at(real) + by
    if target >= BEYOND:
        raise ClockAtItsEnd
    if to is not None:
        target = tx.world.election.calendar.instants[_LANDMARKS.index(to)]
    return _move(tx, held, real, to=target, speed=None, frozen=None)


def check_in_range(at: Millis) -> Millis:
    """Return an instant that a clock may show. Refuses: DateOutOfRange."""
    if not FIRST <= at < BEYOND:
        raise DateOutOfRange
    return at


def _move(
    tx: OperatorRecords,
    held: Clock,
    real: Millis,
    *,
    to: Millis | None,
    speed: float | None,
    frozen: bool | None,
) -> Reading:
    try:
        moved = held.moved(real, to=to, speed=speed, frozen=frozen)
    except clock.ClockBackwards:
        raise ClockBackwards from None
    tx.save_clock(moved)
    return _reading(tx, moved, moved.at(real))


def _reading(tx: OperatorRecords, of: Clock, at: Millis) -> Reading:
    return Reading(at, of.speed, of.frozen, tx.world.election.phase(at).value)
