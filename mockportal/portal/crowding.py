"""How much is in hand, and whether newcomers must wait for their turn."""

import asyncio
import math
import random
from collections.abc import Iterator
from contextlib import contextmanager

LOOKS_EVERY = 0.05  # seconds
EARLY, LATE = 0.15, 0.6
"""Seconds an event comes late: from the first on some newcomers wait, from the second on all."""

MANY = 50
"""Requests between two looks that make a crowd; late without them, a process is merely starved."""

WAITS = (5, 20)
"""After how many seconds a waiting page reloads, drawn each time: not all come back at once."""

RETURNS, LONGEST = 100, 300
"""So many are to come back in a second, first who came first; and the most seconds one is to wait.

To turn somebody away costs nearly as much as a page: a crowd that came back every few seconds
would take from voters inside what it waits for.
"""

_WEIGHT = 0.3  # of the newest look: one slow collection of garbage is no crowd


class Crowd:
    """The requests in hand, the pages that follow the clock, and how late everything is.

    Most of a request is work of the event loop itself; what waits for it is counted nowhere, but
    is felt: whatever the loop was to do comes late.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.inside = 0
        self.followers = 0
        self.late = 0.0
        self._begun = 0
        self._last_return = 0.0

    def turns_away(self) -> bool:
        """Tell whether a newcomer must wait: the later all is, the more of them."""
        if self.inside > self._most:
            return True
        return random.uniform(EARLY, LATE) < self.late

    def come_back_in(self, now: float) -> int:
        """Return how many seconds one more newcomer is to wait; ``now`` is the loop's time."""
        self._last_return = max(self._last_return, now) + 1 / RETURNS
        before = math.floor(self._last_return - now)
        return min(random.randint(*WAITS) + before, LONGEST)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a request for as long as it is answered."""
        self.inside += 1
        self._begun += 1
        try:
            yield
        finally:
            self.inside -= 1

    @contextmanager
    def one_more_follower(self) -> Iterator[None]:
        """Count a page that follows the clock, which is no work, instead of its request."""
        self.inside -= 1
        self.followers += 1
        try:
            yield
        finally:
            self.followers -= 1
            self.inside += 1

    async def feel(self) -> None:
        """Look again and again how late the event loop is."""
        loop = asyncio.get_running_loop()
        while True:
            due, before = loop.time() + LOOKS_EVERY, self._begun
            await asyncio.sleep(LOOKS_EVERY)
            late = loop.time() - due if self._begun - before >= MANY else 0.0
            self.late += _WEIGHT * (late - self.late)
