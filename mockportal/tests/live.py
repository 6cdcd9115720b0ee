"""A whole mockportal in a thread of the test's process, and its store at hand."""

import asyncio
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from mockportal import edge, trainer
from mockportal.client import Control
from mockportal.clock import Clock, RealTime
from mockportal.console import Place, answering, build_console
from mockportal.election import Election, load, revised
from mockportal.portal.keys import Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.sinks.dispatcher import Routes, dispatching
from mockportal.sinks.mail_route import MailRoute
from mockportal.sinks.receiving import Receiver
from mockportal.sinks.routes import routes
from mockportal.sinks.sms_route import SmsRoute
from mockportal.sinks.smtp import listening
from mockportal.storage.engine import Engine
from mockportal.storage.store import Store

T = TypeVar("T")

EIGHT_FORTY_SEVEN = 1_669_880_820_000
"""2022-12-01T08:47:00+01:00: the vote has been open for 47 minutes, as in the tutorial."""


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run something on a thread and a loop of its own: a browser's driver keeps this thread's."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result(60)


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

    def start(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start something there and return what will be its outcome."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

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


@dataclass(frozen=True)
class LiveServer:
    """Portal, console and sinks on free ports of this machine, and the store behind them."""

    store: StoreAtHand
    portal: str
    console: str
    token: str
    smtp: int

    def address(self, election: str, path: str = "accueil") -> str:
        """Return the address of a page."""
        return f"{self.portal}/{election}/portail/{path}"

    def control(self) -> Control:
        """Return the control API."""
        return Control(self.console, self.token)


@contextmanager
def live(engine: Engine) -> Iterator[LiveServer]:
    """Serve from an engine until left."""
    loop = Loop()
    store = StoreAtHand(Store(engine, RealTime()), loop)
    ready, stop = Future[LiveServer](), asyncio.Event()
    serving = loop.start(_serve(store, ready, stop))
    try:
        yield ready.result(30)
    finally:
        loop.run(_set(stop))
        serving.result(30)
        store.close()
        loop.close()


async def _serve(store: StoreAtHand, ready: Future[LiveServer], stop: asyncio.Event) -> None:
    """Serve in one task from beginning to end, as task groups ask for."""
    try:
        async with _listening(store) as server:
            ready.set_result(server)
            await stop.wait()
    except BaseException as failure:
        if not ready.done():
            ready.set_exception(failure)
        raise


@asynccontextmanager
async def _listening(store: StoreAtHand) -> AsyncIterator[LiveServer]:
    token, behind = secrets.token_hex(24), store.behind
    async with AsyncExitStack() as stack:
        portal_at, console_at, smtp_at = (_bound(stack) for _ in range(3))
        place = Place(token, portal=_url(portal_at), console=_url(console_at))
        receiver = Receiver(behind)
        voters = build_portal(behind, Address("formation"), trainer.pupil_routes())
        pages = [*routes(receiver), *trainer.routes()]
        levers = build_console(behind, place, pages, trainer.OPERATIONS)
        trainer.join(levers, voters, behind)
        portal, console = (
            edge.runner(voters, bare),
            edge.runner(levers, answering(trainer.OPERATIONS)),
        )
        for runner, at in ((portal, portal_at), (console, console_at)):
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await edge.EdgeSite(runner, at).start()
        smtp = int(smtp_at.getsockname()[1])
        await stack.enter_async_context(listening(receiver, smtp_at))
        mail = MailRoute("127.0.0.1", smtp)
        sms = SmsRoute(place.console, token)
        await stack.enter_async_context(dispatching(behind, Routes(place.portal, mail, sms)))
        yield LiveServer(store, place.portal, place.console, token, smtp)


async def _set(event: asyncio.Event) -> None:
    event.set()


def _bound(stack: AsyncExitStack) -> socket.socket:
    """Return a socket on a free port of this machine, closed with the rest."""
    at = socket.socket()
    stack.callback(at.close)
    at.bind(("127.0.0.1", 0))
    return at


def _url(at: socket.socket) -> str:
    host, port = at.getsockname()
    return f"http://{host}:{port}"
