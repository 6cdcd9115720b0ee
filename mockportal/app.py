"""The one place where parts meet: store, portal, stub, console, sinks, in one process."""

import asyncio
import gc
import resource
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector

from mockportal import edge, election, sinks, trainer
from mockportal.clock import Clock, RealTime
from mockportal.config import Settings, SettingsRefused
from mockportal.console.calls import Described
from mockportal.console.keys import Place
from mockportal.console.listener import build_console
from mockportal.console.refusing import answering
from mockportal.domain.instants import Millis, millis
from mockportal.doors import Doors, Ready
from mockportal.election import Election
from mockportal.franceconnect.control import OPERATIONS as STUB_OPERATIONS
from mockportal.franceconnect.keys import SITE, Site
from mockportal.franceconnect.listener import build_franceconnect
from mockportal.franceconnect.refusing import answer as stub_answers
from mockportal.metrics import Figures
from mockportal.portal.keys import HASHER, SERVED, Address, Partner
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.portal.renewing_franceconnect import join
from mockportal.sinks.targets import Target, TargetRefused
from mockportal.storage.calendar_keeper import keep_calendars
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import Engine
from mockportal.storage.sqlite import SqliteEngine
from mockportal.storage.store import Store, highest_real_time

CALLS: tuple[Described, ...] = (*STUB_OPERATIONS, *trainer.OPERATIONS)
"""Calls of the control API that other parts answer."""

BACKLOG = 1024  # connections that may wait at a door; the opening comes all at once
SWITCH_INTERVAL = 0.0005  # seconds; the writer thread waits at most that long for its turn


@asynccontextmanager
async def running(settings: Settings, doors: Doors | None = None) -> AsyncIterator[Ready]:
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
        if doors is None:
            doors = Doors.opened(settings)
            stack.callback(doors.close)
        ready = doors.ready(settings, settings.write_token())
        await _listen(stack, settings, store, doors, elections[0].id, ready)
        calendars = asyncio.create_task(keep_calendars(store))
        stack.callback(calendars.cancel)
        _settle()
        yield ready


@asynccontextmanager
async def assisting(settings: Settings, doors: Doors) -> AsyncIterator[None]:
    """Serve voters at the doors another process opened: the portal and the stub, nothing else."""
    first = election.load(settings.elections[0]).id
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings))
        ready = doors.ready(settings, "")
        await _serve_voters(stack, settings, store, doors, first, ready)
        _settle()
        yield


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
    stack: AsyncExitStack, settings: Settings, store: Store, doors: Doors, first: str, ready: Ready
) -> None:
    portal = await _serve_voters(stack, settings, store, doors, first, ready)
    receiver = sinks.Receiver(store)
    registry = CollectorRegistry()
    registry.register(Figures(portal[SERVED], store.engine, portal[HASHER]))
    registry.register(ProcessCollector(registry=None))
    place = Place(ready.token, ready.portal, ready.console, ready.franceconnect)
    pages = [*sinks.routes(receiver), *trainer.routes()]
    console = build_console(store, place, pages, CALLS, registry)
    trainer.join(console, portal, store)
    console[SITE] = Site(ready.franceconnect, first, ready.portal)
    answers = answering(CALLS)
    await _serve(stack, settings, console, doors.console, answers, edge.SECURITY_HEADERS)
    await stack.enter_async_context(sinks.listening(receiver, doors.smtp))
    await stack.enter_async_context(sinks.dispatching(store, _routes(settings, doors, ready)))


async def _serve_voters(
    stack: AsyncExitStack, settings: Settings, store: Store, doors: Doors, first: str, ready: Ready
) -> web.Application:
    """Serve the portal and the stub; return the portal."""
    stub = build_franceconnect(store, Site(ready.franceconnect, first, ready.portal))
    https = ready.portal.startswith("https:")
    address = Address(first, https=https, load_proof=settings.load_proof)
    portal = build_portal(store, address, trainer.pupil_routes())
    join(portal, Partner(ready.franceconnect, ready.portal))
    leads_to_stub = edge.headers_with_form_action(ready.franceconnect)
    await _serve(stack, settings, stub, doors.franceconnect, stub_answers, edge.SECURITY_HEADERS)
    await _serve(stack, settings, portal, doors.portal, bare, leads_to_stub)
    return portal


def _routes(settings: Settings, doors: Doors, ready: Ready) -> sinks.Routes:
    mail = _mail_route(settings, doors)
    sms = sinks.SmsRoute(ready.console, ready.token)
    return sinks.Routes(ready.portal, mail, sms)


def _mail_route(settings: Settings, doors: Doors) -> sinks.MailRoute | sinks.RelayRoute:
    if not settings.smtp_relay:
        return sinks.MailRoute(settings.smtp_listen, doors.smtp.getsockname()[1])
    try:
        target = Target.named(settings.smtp_relay, settings.smtp_relays_allowed)
    except TargetRefused as refused:
        raise SettingsRefused(f"mails may not go there: {refused}") from None
    return sinks.RelayRoute(target)


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
    await edge.EdgeSite(runner, door, backlog=BACKLOG).start()


def _settle() -> None:
    """Trade a little memory for steady latency, and take the descriptors one may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
