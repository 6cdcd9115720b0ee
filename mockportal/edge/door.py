"""Who is let in: so many connections at once, in all and from one address."""

import asyncio
import sys
from collections import Counter
from typing import cast

from mockportal.edge.limits import Limits

if sys.platform != "win32":
    import resource


SHORT = 7 / 8
"""Share of the room; the rest is kept for those inside, who may have to connect again."""


class Door:
    """Counts the connections of one listener."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._most = min(limits.connections, _descriptors() // 2)
        self._inside = 0
        self._by_address: Counter[str] = Counter()
        self.outside = 0

    def enter(self, address: str) -> bool:
        """Let a connection in, or say that there is no room."""
        if self._inside >= self._most:
            return False
        if self._by_address[address] >= self._limits.per_address:
            return False
        self._inside += 1
        self._by_address[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Make room again."""
        self._inside -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def short_for(self, address: str) -> bool:
        """Tell whether the rest of the room, in all or for an address, is for who is inside."""
        inside, of_address = self._inside, self._by_address[address]
        return inside >= self._most * SHORT or of_address >= self._limits.per_address * SHORT

    @property
    def crowded(self) -> bool:
        """Tell whether so many are being turned away that an answer is too much."""
        return self.outside >= self._limits.turned_away


def _descriptors() -> int:
    """Return how many files this process may open: one that is short of them accepts nobody."""
    if sys.platform == "win32":
        return sys.maxsize
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if soft != resource.RLIM_INFINITY else sys.maxsize


class TurnedAway(asyncio.Protocol):
    """A connection for which there is no room: one answer, then its end."""

    def __init__(self, door: Door, answer: bytes, seconds: float) -> None:
        self._door = door
        self._answer = answer
        self._seconds = seconds
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answer, then wait a moment for the client to have read it."""
        stream = cast(asyncio.Transport, transport)
        self._door.outside += 1
        stream.write(self._answer)
        if stream.can_write_eof():
            stream.write_eof()
        self._end = asyncio.get_running_loop().call_later(self._seconds, stream.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._door.outside -= 1
        if self._end is not None:
            self._end.cancel()
