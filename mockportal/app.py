"""The one place where parts meet: store, portal, stub, console, sinks, in one process."""

import asyncio
import gc
import json
import resource
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from mockportal import edge, election, sinks
from mockportal.clock import Clock, RealTime
from mockportal.config import LOOPBACK, Settings, SettingsRefused
from mockportal.console.keys import Place
from mockportal.console.listener import build_console
from mockportal.console.refusing import answering
from mockportal.domain.instants import Millis, millis
from mockportal.election import Election
from mockportal.franceconnect.control import OPERATIONS as STUB_OPERATIONS
from mockportal.franceconnect.keys import SITE, Site
from mockportal.franceconnect.listener import build_franceconnect
from mockportal.franceconnect.refusing import answer as stub_answers
from mockportal.portal.keys import Address, Partner
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.portal.renewing_franceconnect import join
from mockportal.storage.calendar_keeper import keep_calendars
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import Engine
from mockportal.storage.sqlite import SqliteEngine
from mockportal.storage.store import Store, highest_real_time

BACKLOG = 1024  # connections that may wait at a door; the opening comes all at once
SWITCH_INTERVAL = 0.0005  # seconds; the writer thread waits at most that long for its turn


@dataclass(frozen=True, slots=True)
class Ready:
    """Where everything answers."""

    portal: str
    franceconnect: str
    console: str
    smtp: str
    token: str

    def in_words(self) -> str:
        """Return the addresses for a terminal; the console's is ready to click."""
        return (
            f"Portal         {self.portal}/\n"
            f"FranceConnect  {self.franceconnect}/\n"
            f"Console        {self.console}/?token={self.token}\n"
            f"SMTP           {self.smtp}"
        )

    def write(self, path: Path) -> None:
        """Write the addresses as JSON, whole or not at all."""
        draft = path.with_name(f".{path.name}.draft")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Ready]:
    """Run everything; give the addresses once all of it answers.

    Refuses: SettingsRefused, StoreRefused, InvalidElection.
    """
    settings.check()
    settings.make_state()
    elections = [election.load(name) for name in settings.elections]
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings))
        for one in elections:
            await _ensure(store, one, settings)
        doors = _doors(stack, settings)
        ready = doors.ready(settings, settings.write_token())
        await _listen(stack, settings, store, doors, elections[0].id, ready)
        calendars = asyncio.create_task(keep_calendars(store))
        stack.callback(calendars.cancel)
        _settle()
        yield ready


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Open the store alone, for commands that serve nobody. Refuses: StoreRefused."""
    engine = _engine(settings)
    store = Store(engine, RealTime(await engine.read(highest_real_time)))
    try:
        yield store
    finally:
        await store.close()


def _engine(settings: Settings) -> Engine:
    if settings.store.startswith(("postgres://", "postgresql://")):
        try:
            from mockportal.storage.postgres import PostgresEngine
        except ImportError:
            raise SettingsRefused(
                "PostgreSQL needs its driver: pip install 'mockportal[postgres]'"
            ) from None
        return PostgresEngine(settings.store)
    if settings.store == "memory":
        return SqliteEngine(None)
    return SqliteEngine(Path(settings.store or settings.state / "mockportal.db"))


async def _ensure(store: Store, one: Election, settings: Settings) -> None:
    """Make an election unless the store has it; what voters did there stays."""
    clock = Clock(store.real.now(), _start(one, settings), settings.speed)
    try:
        await store.create(one, clock)
    except ElectionExists:
        return


def _start(one: Election, settings: Settings) -> Millis:
    if not settings.at:
        return one.calendar.instants.opens
    try:
        return millis(datetime.fromisoformat(settings.at))
    except ValueError:
        raise SettingsRefused(
            f"--at {settings.at} is no instant: write 2022-12-01T08:00 (Paris) or with an offset"
        ) from None


@dataclass(frozen=True, slots=True)
class Doors:
    """The sockets of all listeners, bound before anything starts: each part knows the others."""

    portal: socket.socket
    franceconnect: socket.socket
    console: socket.socket
    smtp: socket.socket

    def ready(self, settings: Settings, token: str) -> Ready:
        """Return the addresses to be handed out."""
        port = self.smtp.getsockname()[1]
        return Ready(
            portal=settings.portal_url or _url(settings, self.portal),
            franceconnect=settings.franceconnect_url or _url(settings, self.franceconnect),
            console=_url(settings, self.console),
            smtp=f"{settings.listen}:{port}",
            token=token,
        )


def _doors(stack: AsyncExitStack, settings: Settings) -> Doors:
    ports = (settings.port, settings.franceconnect_port, settings.console_port, settings.smtp_port)
    bound = []
    for port in ports:
        bound.append(_bind(settings.listen, port))
        stack.callback(bound[-1].close)
    return Doors(*bound)


def _url(settings: Settings, bound: socket.socket) -> str:
    """Return an address as browsers call it: ``localhost`` is a secure context everywhere."""
    name = "localhost" if settings.listen in LOOPBACK else settings.listen
    return f"http://{name}:{bound.getsockname()[1]}"


async def _listen(
    stack: AsyncExitStack, settings: Settings, store: Store, doors: Doors, first: str, ready: Ready
) -> None:
    receiver = sinks.Receiver(store)
    site = Site(ready.franceconnect, first, ready.portal)
    place = Place(ready.token, ready.portal, ready.console, ready.franceconnect)
    portal = build_portal(store, Address(first, https=ready.portal.startswith("https:")))
    join(portal, Partner(ready.franceconnect, ready.portal))
    stub = build_franceconnect(store, site)
    console = build_console(store, place, sinks.routes(receiver), STUB_OPERATIONS)
    console[SITE] = site
    leads_to_stub = edge.headers_with_form_action(ready.franceconnect)
    for app, door, answers, headers in (
        (stub, doors.franceconnect, stub_answers, edge.SECURITY_HEADERS),
        (console, doors.console, answering(STUB_OPERATIONS), edge.SECURITY_HEADERS),
        (portal, doors.portal, bare, leads_to_stub),
    ):
        await _serve(stack, settings, app, door, answers, headers)
    await stack.enter_async_context(sinks.listening(receiver, doors.smtp))
    await stack.enter_async_context(sinks.dispatching(store, _routes(settings, doors, ready)))


def _routes(settings: Settings, doors: Doors, ready: Ready) -> sinks.Routes:
    host, port = settings.listen, doors.smtp.getsockname()[1]
    if settings.smtp_relay:
        host, _, relay_port = settings.smtp_relay.rpartition(":")
        port = int(relay_port)
    mail = sinks.MailRoute(host, port)
    sms = sinks.SmsRoute(ready.console, ready.token)
    return sinks.Routes(ready.portal, mail, sms)


async def _serve(
    stack: AsyncExitStack,
    settings: Settings,
    app: web.Application,
    door: socket.socket,
    answers: edge.Answers,
    headers: Mapping[str, str],
) -> None:
    hosts = edge.LOOPBACK | set(settings.hosts) | {settings.listen}
    runner = edge.runner(app, answers, hosts=frozenset(hosts), headers=headers)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, door, backlog=BACKLOG).start()


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket on a port. Refuses: SettingsRefused, when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as trouble:
        bound.close()
        raise SettingsRefused(
            f"{host}:{port} cannot be listened on ({trouble.strerror}): stop what uses it, or "
            "choose other ports (0 takes a free one)"
        ) from None
    return bound


def _settle() -> None:
    """Trade a little memory for steady latency, and take the descriptors one may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
