"""The one place where parts meet: store, portal, stub, console, sinks, in one process."""

import asyncio
import gc
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from mockportal import edge, election
from mockportal.clock import Clock, RealTime
from mockportal.config import Settings, SettingsRefused
from mockportal.domain.instants import Millis, millis
from mockportal.election import Election
from mockportal.portal.keys import Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.storage.calendar_keeper import keep_calendars
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import Engine
from mockportal.storage.sqlite import SqliteEngine
from mockportal.storage.store import Store, highest_real_time

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
        token = settings.write_token()
        ready = await _listen(stack, settings, store, elections[0].id, token)
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


async def _listen(
    stack: AsyncExitStack, settings: Settings, store: Store, default: str, token: str
) -> Ready:
    portal = await _site(
        stack, settings, build_portal(store, Address(default)), settings.port, bare
    )
    return Ready(portal, "", "", "", token)


async def _site(
    stack: AsyncExitStack,
    settings: Settings,
    app: web.Application,
    port: int,
    answers: edge.Answers,
) -> str:
    hosts = edge.LOOPBACK | set(settings.hosts)
    runner = edge.runner(app, answers, hosts=frozenset(hosts))
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    bound = _bind(settings.listen, port)
    await web.SockSite(runner, bound).start()
    return f"http://{settings.listen}:{bound.getsockname()[1]}"


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
    """Trade a little memory for steady latency, once everything is loaded."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
