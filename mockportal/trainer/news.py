"""Word to open pages that something changed: each then fetches its live parts again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress

from aiohttp import hdrs, web

from mockportal.console.keys import PATIENCE, STORE
from mockportal.domain.instants import MINUTE, SECOND, Millis
from mockportal.storage.bell import Ear
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer.activity import ACTIVITY, Doing
from mockportal.trainer.frame import standing
from mockportal.usecases import messages
from mockportal.usecases.class_records import ClassRecords
from mockportal.usecases.message_records import MessageRecords

LOOK_SECONDS = 0.25
LEAST_SECONDS = 0.1
"""A page hears of a rush ten times a second at most."""
HEARTBEAT_SECONDS = 10.0

AT_WORK, BEAT = 10 * MINUTE, 5 * SECOND

Look = Callable[[], Awaitable[Hashable]]


class Records(ClassRecords, MessageRecords):
    """One open transaction, with the box of messages."""


async def follow_one(request: web.Request) -> web.StreamResponse:
    """GET /elections/{election}/nouvelles: an event whenever its state changes."""
    name, store = (await standing(request)).world.name, request.app[STORE]
    activity = request.app[ACTIVITY]

    async def look() -> Hashable:
        world, own, mark = await store.ask(name, _mark)
        version = activity.moves if own else activity.version(world)
        return mark, version, _slow_beat(activity.of(world), store)

    return await follow(request, look, name)


async def follow_all(request: web.Request) -> web.StreamResponse:
    """GET /nouvelles: an event whenever an election's state changes."""
    return await follow(request, lambda: _marks(request.app[STORE]), None)


def _slow_beat(doing: Sequence[Doing], store: Store) -> Millis:
    """Return what changes every now and then while somebody is at work: who rests gets stuck."""
    real = store.real.now()
    at_work = bool(doing) and real - doing[0].real_at < AT_WORK
    return real // BEAT if at_work else 0


def _mark(tx: Records, now: Millis) -> tuple[int, bool, Hashable]:
    """Return the world, whether pupils are in worlds of their own, and what changes with both."""
    clock, state, room = tx.state.clock, tx.state, tx.classroom()
    mark = (
        tx.world.key,
        (clock.set_at, clock.shown, clock.speed, clock.frozen),
        (state.faults, state.sealed_at, state.counted_at, state.crossed),
        tx.world.election.phase(now),
        tx.head()[0],
        messages.last(tx, now),
        sum(tx.counters().values()),
        (room, tuple(tx.pupils()) if room else ()),
    )
    return tx.world.key, room is not None and room.own, mark


async def _marks(store: Store) -> Hashable:
    known = await store.elections()
    marks = []
    for name in known[:60]:
        with suppress(UnknownElection):
            marks.append(await store.ask(name, _mark))
    return tuple(known), tuple(marks)


async def follow(request: web.Request, look: Look, election: str | None) -> web.StreamResponse:
    """Send word to a page as soon as a look finds something else."""
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
    await response.prepare(request)
    with request.app[PATIENCE].waiting(), suppress(UnknownElection, ConnectionResetError):
        await _tell(request, response, look, election)
    return response


async def _tell(
    request: web.Request, response: web.StreamResponse, look: Look, election: str | None
) -> None:
    loop = asyncio.get_running_loop()
    told, spoke = await look(), loop.time()
    await response.write(b"retry: 1000\n\n")
    bells = (request.app[STORE].arrived, request.app[ACTIVITY].told)
    with bells[0].listen(election) as mail, bells[1].listen(election) as moves:
        while request.transport is not None and not request.transport.is_closing():
            await _first(mail, moves)
            seen = await look()
            if seen != told:
                await response.write(b"data: neuf\n\n")
                told, spoke = seen, loop.time()
                await asyncio.sleep(LEAST_SECONDS)
            elif loop.time() - spoke >= HEARTBEAT_SECONDS:
                await response.write(b": rien de neuf\n\n")
                spoke = loop.time()


async def _first(*ears: Ear) -> None:
    """Wait until something rings, or it is time to look again."""
    hearing = [asyncio.ensure_future(ear.hear(LOOK_SECONDS)) for ear in ears]
    try:
        await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in hearing:
            one.cancel()
