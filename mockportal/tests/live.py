"""A whole mockportal in a thread of the test's process, and its store at hand."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from aiohttp import web

from mockportal import edge
from mockportal.clock import Clock, RealTime
from mockportal.election import Election, load, revised
from mockportal.portal.keys import Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.storage.engine import Engine
from mockportal.storage.store import Store

T = TypeVar("T")

EIGHT_FORTY_SEVEN = 1_669_880_820_000
"""2022-12-01T08:47:00+01:00: the vote has been open for 47 minutes, as in the tutorial."""


class Loop:
    """An event loop in a thread: the tests themselves are not async."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="mockportal-tests", daemon=True
        )
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run something there and return what it returned."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class StoreAtHand:
    """A store whose calls wait; threads may call it side by side."""

    def __init__(self, store: Store, loop: Loop) -> None:
        self.behind, self.loop = store, loop

    def ask(self, election: str, usecase: Callable[..., T], /, **values: Any) -> T:
        """Answer a question."""
        return self.loop.run(self.behind.ask(election, usecase, **values))

    def perform(self, election: str, usecase: Callable[..., T], /, **values: Any) -> T:
        """Do one thing."""
        return self.loop.run(self.behind.perform(election, usecase, **values))

    def elections(self) -> list[str]:
        """Return the names of all elections."""
        return self.loop.run(self.behind.elections())

    def create(
        self,
        name: str = "formation",
        *,
        at: int = EIGHT_FORTY_SEVEN,
        speed: float = 1.0,
        frozen: bool = True,
        **changes: Any,
    ) -> Election:
        """Write a fresh election under a random id, with CAPTCHAs that all read 1234."""
        election_id = changes.pop("id", f"{name[:20]}-{secrets.token_hex(5)}")
        settings = {"captcha": {"fixed_answer": "1234"}, **changes, "id": election_id}
        election = revised(load(name), settings)
        clock = Clock(self.behind.real.now(), at, speed, frozen)
        self.loop.run(self.behind.create(election, clock))
        return election

    def close(self) -> None:
        """Let go of the database."""
        self.loop.run(self.behind.close())


class LiveServer:
    """A portal on a free port of this machine, and the store behind it."""

    def __init__(self, store: StoreAtHand, portal: str) -> None:
        self.store, self.portal = store, portal

    def address(self, election: str, path: str = "accueil") -> str:
        """Return the address of a page."""
        return f"{self.portal}/{election}/portail/{path}"


@contextmanager
def live(engine: Engine) -> Iterator[LiveServer]:
    """Serve from an engine until left."""
    loop = Loop()
    store = StoreAtHand(Store(engine, RealTime()), loop)
    runners: list[web.AppRunner] = []
    try:
        app = build_portal(store.behind, Address("formation"))
        portal = loop.run(_listen(edge.runner(app, bare), runners))
        yield LiveServer(store, portal)
    finally:
        for runner in runners:
            loop.run(runner.cleanup())
        store.close()
        loop.close()


async def _listen(runner: web.AppRunner, runners: list[web.AppRunner]) -> str:
    """Serve on a free port; return the address."""
    runners.append(runner)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    return f"http://{host}:{port}"
