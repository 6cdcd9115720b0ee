"""A post office for tests: a store of its own, sinks and dispatchers that come and go."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from mockportal import edge
from mockportal.electorate import Electorate, electorate
from mockportal.portal.refusing import bare
from mockportal.sinks import MailRoute, Pace, Receiver, Routes, SmtpLimits, dispatching, listening
from mockportal.sinks.lanes import Parcel, Verdict
from mockportal.sinks.routes import routes
from mockportal.sinks.sms_route import SmsRoute
from mockportal.storage import boxes
from mockportal.tests.live import StoreAtHand
from mockportal.usecases import messages
from mockportal.usecases.messages import Message
from mockportal.usecases.records import Letter

BASE = "http://portail.example"
QUICK = Pace(poll_seconds=0.02, first_pause=0.02, longest_pause=0.05)
PATIENCE = 10.0  # seconds; reached only by a test that fails


@dataclass
class Carried:
    """A route that notes what it is given, and says what it was told to say."""

    says: list[Verdict] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: int = 1

    def carrier(self) -> "Carried":
        """Return itself: all carriers note in one list."""
        return self

    async def carry(self, parcels: Sequence[Parcel]) -> list[Verdict]:
        """Note parcels; accept once nothing else was said."""
        self.parcels += parcels
        if len(self.parcels) >= self.wanted:
            self.enough.set()
        return [self.says.pop(0) if self.says else Verdict.ACCEPTED for _ in parcels]

    async def close(self) -> None:
        """Hang up."""

    def wait(self, office: "Office") -> None:
        """Wait until as many parcels came as are wanted."""
        office.loop.run(asyncio.wait_for(self.enough.wait(), PATIENCE))


class Office:
    """A store where nobody delivers, with one election."""

    def __init__(self, store: StoreAtHand) -> None:
        self.loop = store.loop
        self.store = store
        self.election = self.store.create(id="formation")
        self.electors: Electorate = electorate(self.election)

    def close(self) -> None:
        """Remove the election and all that came."""
        self.loop.run(self.store.behind.delete(self.election.id))
        remove = boxes.perform(self.store.behind, boxes.UNCLAIMED, messages.remove, message_ids=())
        self.loop.run(remove)

    def post(self, letter: Letter, due: int = 0) -> str:
        """Write a letter, due after some milliseconds of the election's time."""
        return self.store.perform(self.election.id, lambda tx, now: tx.send(letter, now + due))

    def waiting(self) -> int:
        """Return how many letters are in the outbox."""
        select = "SELECT COUNT(*) FROM outbox WHERE world = :world"
        row: Any = self.store.ask(self.election.id, lambda tx, now: tx.run(select).fetchone())
        return int(row[0])

    def arrived(
        self,
        number: int = 1,
        box: str = "formation",
        patience: float = PATIENCE,
        **wanted: Any,
    ) -> list[Message]:
        """Return what arrived, once it is as many as expected."""
        found: list[Message] = []
        while len(found) < number:
            after = found[-1].id if found else None
            more = boxes.wait(self.store.behind, box, patience, after=after, **wanted)
            news = self.loop.run(more)
            assert news, f"{len(found)} of {number} messages came"
            found += news
        return found

    @contextmanager
    def held(self, opened: Callable[[], AbstractAsyncContextManager[Any]]) -> Iterator[Any]:
        """Keep something open on the office's loop."""
        ready: Future[Any] = Future()
        stop = asyncio.Event()

        async def hold() -> None:
            try:
                async with opened() as inside:
                    ready.set_result(inside)
                    await stop.wait()
            except BaseException as failure:
                if not ready.done():
                    ready.set_exception(failure)
                raise

        held = self.loop.start(hold())
        try:
            yield ready.result(PATIENCE)
        finally:
            self.loop.run(_set(stop))
            held.result(PATIENCE)

    @contextmanager
    def sink(self, port: int = 0, limits: SmtpLimits | None = None) -> Iterator[int]:
        """Keep a mail sink open; give its port."""
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
        receiver = Receiver(self.store.behind)
        with self.held(lambda: listening(receiver, bound, limits)):
            yield bound.getsockname()[1]

    @contextmanager
    def gateway(self) -> Iterator[str]:
        """Keep an SMS gateway open; give its address."""
        with self.held(lambda: _gateway(Receiver(self.store.behind))) as url:
            yield url

    @contextmanager
    def dispatcher(
        self, *, mail: Any = None, sms: Any = None, pace: Pace = QUICK
    ) -> Iterator[Routes]:
        """Keep a dispatcher at work; routes not given note what they are handed."""
        ways = Routes(BASE, mail or Carried(), sms or Carried())
        with self.held(lambda: dispatching(self.store.behind, ways, pace)):
            yield ways

    def mail_route(self, port: int) -> MailRoute:
        """Return the way to a sink."""
        return MailRoute("127.0.0.1", port, seconds=PATIENCE)

    def sms_route(self, url: str) -> SmsRoute:
        """Return the way to a gateway."""
        return SmsRoute(url, "a token", seconds=PATIENCE)

    def letter(self, channel: str = "mail", rank: int = 3, text: str = "Bonjour") -> Letter:
        """Return a letter to an elector."""
        elector = self.electors[rank]
        if channel == "sms":
            return Letter("reissue-link", "sms", rank, elector.phone, "", text)
        return Letter("reissue-link", "mail", rank, elector.identifier, "[SIMULATION] Été", text)


@asynccontextmanager
async def dying_once(port: int) -> AsyncIterator[int]:
    """Stand before a sink; the first mail is read to its end, then the line is cut."""
    deaths = iter([True])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind = await asyncio.open_connection("127.0.0.1", port)
        answers = asyncio.create_task(_pass_on(behind_reader, writer))
        text = b""
        while heard := await reader.read(65536):
            text = text[-4:] + heard
            if text.endswith(b"\r\n.\r\n") and next(deaths, False):
                break
            behind.write(heard)
        answers.cancel()
        behind.close()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while heard := await reader.read(65536):
        writer.write(heard)


@asynccontextmanager
async def _gateway(receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_routes(routes(receiver))
    runner = edge.runner(app, bare)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _set(event: asyncio.Event) -> None:
    event.set()
