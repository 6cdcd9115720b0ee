"""The election's clock, told to open pages as it changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from mockportal.domain.instants import Millis
from mockportal.storage.store import Store, UnknownElection
from mockportal.usecases.records import Records

POLL_SECONDS = 0.25
HEARTBEAT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as pages follow it: what it shows, how it runs, since which setting."""

    now: Millis
    speed: float
    frozen: bool
    setting: tuple[int, Millis, Millis]

    def json(self) -> str:
        """Return what a page's script reads."""
        return json.dumps({"now": self.now, "speed": self.speed, "frozen": self.frozen})


def read_clock(tx: Records, now: Millis) -> Reading:
    """Return the election's clock."""
    clock = tx.state.clock
    setting = (tx.world.key, clock.set_at, clock.shown)
    return Reading(now, clock.speed, clock.frozen, setting)


@dataclass(slots=True)
class Feed:
    """Everybody who follows one election's clock."""

    followers: set[asyncio.Queue[Reading | None]] = field(default_factory=set)
    task: asyncio.Task[None] | None = None
    latest: Reading | None = None


class Feeds:
    """One reader per election with followers, however many pages are open.

    It asks the store four times a second, so that a clock moved by another process is seen too.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._feeds: dict[str, Feed] = {}

    @asynccontextmanager
    async def follow(self, election: str) -> AsyncIterator[asyncio.Queue[Reading | None]]:
        """Give a queue that gets each new setting of the clock; None when the election is gone."""
        feed = self._feeds.setdefault(election, Feed())
        mine: asyncio.Queue[Reading | None] = asyncio.Queue()
        feed.followers.add(mine)
        if feed.latest is not None:  # who comes late has missed what moved since the page was built
            mine.put_nowait(feed.latest)
        if feed.task is None:
            feed.task = asyncio.create_task(self._read(election, feed))
        try:
            yield mine
        finally:
            feed.followers.discard(mine)
            if not feed.followers and feed.task is not None:
                feed.task.cancel()
                self._feeds.pop(election, None)

    def close(self) -> None:
        """Stop reading."""
        for feed in self._feeds.values():
            if feed.task is not None:
                feed.task.cancel()

    async def _read(self, election: str, feed: Feed) -> None:
        last: object = None
        while True:
            try:
                reading = await self._store.ask(election, read_clock)
            except UnknownElection:
                reading = None
            if reading is None or (reading.setting, reading.speed, reading.frozen) != last:
                for queue in feed.followers:
                    queue.put_nowait(reading)
            if reading is None:
                return
            feed.latest = reading
            last = (reading.setting, reading.speed, reading.frozen)
            await asyncio.sleep(POLL_SECONDS)
