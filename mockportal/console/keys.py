"""What the console's application holds, typed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from mockportal.storage.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """How the listeners are reached, and the token that opens the console."""

    token: str
    portal: str
    console: str
    franceconnect: str = ""


@dataclass(slots=True)
class Patience:
    """Answers that take their time: they end when the listener does, not after it."""

    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let this answer be cut short at the end."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            yield
        finally:
            self.tasks.discard(task)

    def end(self) -> None:
        """Cut short every answer that is still waiting."""
        for task in self.tasks:
            task.cancel()


PATIENCE: web.AppKey[Patience] = web.AppKey("patience", Patience)
STORE: web.AppKey[Store] = web.AppKey("store", Store)
PLACE: web.AppKey[Place] = web.AppKey("place", Place)
