"""Word that something happened in an election, for whoever waits in this process.

Other processes hear nothing: who waits asks the store again from time to time as well.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Ear:
    """One listener: what rang since it last heard is not missed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._names: set[str] = set()

    def tell(self, election: str) -> None:
        """Note that it rang for an election."""
        self._names.add(election)
        self._rung.set()

    async def hear(self, seconds: float) -> set[str]:
        """Wait until it rings; return the elections it rang for, none when the time is over."""
        if not self._rung.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._rung.wait()
        names, self._names = self._names, set()
        self._rung.clear()
        return names


class Bell:
    """Rings for one election at a time; to be used on one event loop."""

    def __init__(self) -> None:
        self._ears: dict[Ear, str | None] = {}

    def ring(self, election: str) -> None:
        """Tell those who listen for this election, or for all."""
        for ear, wanted in self._ears.items():
            if wanted is None or wanted == election:
                ear.tell(election)

    @contextmanager
    def listen(self, election: str | None = None) -> Iterator[Ear]:
        """Give an ear for one election, or for all: take it before asking the store."""
        ear = Ear()
        self._ears[ear] = election
        try:
            yield ear
        finally:
            del self._ears[ear]
