"""The only reader of real time, and the clock that each election derives from it."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mockportal.domain.instants import Millis


class RealTime:
    """Real milliseconds that never go back: the host's clock once, then a monotonic count.

    ``floor`` is the highest reading a store has seen before: a host whose clock was set back
    while the portal was down continues from there.
    """

    def __init__(self, floor: Millis = 0) -> None:
        self._wall = max(time.time_ns() // 1_000_000, floor)
        self._mark = time.monotonic_ns()

    def now(self) -> Millis:
        """Return the present real instant."""
        return self._wall + (time.monotonic_ns() - self._mark) // 1_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """An election's clock: ``shown`` when real time was ``set_at``, then speed × real time."""

    set_at: Millis
    shown: Millis
    speed: float = 1.0
    frozen: bool = False

    def at(self, real: Millis) -> Millis:
        """Return the instant this clock shows."""
        if self.frozen:
            return self.shown
        return self.shown + int(max(real - self.set_at, 0) * self.speed)

    def moved(
        self,
        real: Millis,
        *,
        to: Millis | None = None,
        speed: float | None = None,
        frozen: bool | None = None,
    ) -> "Clock":
        """Return this clock with new settings from now on. Refuses: ClockBackwards."""
        here = self.at(real)
        if to is not None and to < here:
            raise ClockBackwards
        return replace(
            self,
            set_at=real,
            shown=here if to is None else to,
            speed=self.speed if speed is None else speed,
            frozen=self.frozen if frozen is None else frozen,
        )


class ClockBackwards(Exception):
    """An election's clock only moves forward."""


def wall_clock() -> datetime:
    """Return the host's instant, for stamps that outside clients check on their own clock."""
    return datetime.now(UTC)  # noqa: TID251 - this module is the one reader of real time
