"""How much is in hand, and whether newcomers must wait for their turn."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager

LOOKS_EVERY = 0.05  # seconds
EARLY, LATE = 0.15, 0.6
"""Seconds an event comes late: from the first on some newcomers wait, from the second on all."""

MANY = 50
"""Requests between two looks that make a crowd; late without them, a process is merely starved."""

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

    def turns_away(self) -> bool:
        """Tell whether a newcomer must wait: the later all is, the more of them."""
        if self.inside > self._most:
            return True
        return random.uniform(EARLY, LATE) < self.late

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
