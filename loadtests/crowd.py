"""The crowd of one process: a fixed pool of greenlets that take arrivals as they fall due.

Imported in the process that Locust has patched, and nowhere else.
"""

import heapq
import time
from collections.abc import Callable, Iterator
from itertools import count

import gevent
from gevent.event import Event
from gevent.queue import SimpleQueue

from loadtests.figures import Figures
from loadtests.visit import Keyboard, Visit


class RunClock:
    """Seconds since the first arrival was due, on this machine."""

    def __init__(self, delay: float) -> None:
        self._zero = time.perf_counter() + delay

    def now(self) -> float:
        """Return the present instant of the run."""
        return time.perf_counter() - self._zero

    def sleep_until(self, instant: float) -> None:
        """Let others work until an instant of the run."""
        while (left := instant - self.now()) > 0:
            gevent.sleep(left)


class Crowd:
    """Voters who are due, and the pool that plays them."""

    def __init__(
        self,
        clock: RunClock,
        visits: Iterator[Visit],
        sit_down: Callable[[Visit], Keyboard],
        figures: Figures,
        until: float,
        seats: int,
    ) -> None:
        """Take visits in the order of their arrivals; play none after the instant ``until``.

        ``seats`` is how many greenlets attend.
        """
        self._clock, self._visits, self._sit_down = clock, visits, sit_down
        self.figures, self._until, self._seats = figures, until, seats
        self._due: list[tuple[float, int, Visit]] = []
        self._ticket = count()
        self._door: SimpleQueue[tuple[float, Visit] | None] = SimpleQueue()
        self._news = Event()
        self._arriving = True
        self.playing = 0
        self.over = Event()

    def attend(self) -> None:
        """Play one visit after another until the run is over: what each of the pool does."""
        while (taken := self._door.get()) is not None:
            due, visit = taken
            self.playing += 1
            try:
                self._play(visit, due)
            finally:
                self.playing -= 1
                self._news.set()
        self._door.put(None)

    def _play(self, visit: Visit, due: float) -> None:
        later = visit.come(self._sit_down(visit), due)
        if later is not None and later < self._until:
            self._push(later, visit)
        elif later is not None:
            visit.give_up()

    @property
    def waiting(self) -> int:
        """Return how many voters are due while all of the pool are busy."""
        return int(self._door.qsize())

    def open_doors(self) -> None:
        """Let voters in when they are due, until all have left or time is up."""
        self._next()
        while self._clock.now() < self._until and not self._everyone_left():
            self._news.clear()
            wait = self._until - self._clock.now()
            if self._due:
                wait = min(wait, self._due[0][0] - self._clock.now())
            if wait > 0:
                self._news.wait(wait)
            self._let_in()
        self.stop()

    def stop(self) -> None:
        """Let nobody in any more."""
        self._due.clear()
        self._door.put(None)
        self.over.set()

    def _everyone_left(self) -> bool:
        return not (self._arriving or self._due or self.playing or self._door.qsize())

    def _let_in(self) -> None:
        while self._due and self._due[0][0] <= self._clock.now():
            due, _, visit = heapq.heappop(self._due)
            if self.playing + self.waiting >= self._seats:
                self.figures.count("generator\tcrowded", due)
            self._door.put((due, visit))
            if not visit.came:
                self._next()

    def _next(self) -> None:
        visit = next(self._visits, None)
        if visit is None:
            self._arriving = False
        else:
            self._push(visit.arrival.instant, visit)

    def _push(self, due: float, visit: Visit) -> None:
        heapq.heappush(self._due, (due, next(self._ticket), visit))


def feel_lag(clock: RunClock, figures: Figures, over: Event, every: float = 0.05) -> None:
    """Note how late this process wakes up: what its own load adds to every latency."""
    while not over.is_set():
        due = clock.now() + every
        gevent.sleep(every)
        figures.latency("generator\tlag", due, max(clock.now() - due, 0.0))
