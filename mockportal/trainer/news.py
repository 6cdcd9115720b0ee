"""Word to open pages that something changed: each then fetches its live parts again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress

from aiohttp import hdrs, web

from mockportal.console.keys import PATIENCE, STORE
from mockportal.domain.instants import Millis
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer.frame import standing
from mockportal.usecases import messages
from mockportal.usecases.message_records import MessageRecords
from mockportal.usecases.operator_records import OperatorRecords

LOOK_SECONDS = 0.25
LEAST_SECONDS = 0.1
"""A page hears of a rush ten times a second at most."""
HEARTBEAT_SECONDS = 10.0

Look = Callable[[], Awaitable[Hashable]]


class Records(OperatorRecords, MessageRecords):
    """One open transaction, with the box of messages."""


async def follow_one(request: web.Request) -> web.StreamResponse:
    """GET /elections/{election}/nouvelles."""
    name, store = (await standing(request)).world.name, request.app[STORE]
    return await _follow(request, lambda: store.ask(name, _mark), name)


async def follow_all(request: web.Request) -> web.StreamResponse:
    """GET /nouvelles."""
    return await _follow(request, lambda: _marks(request.app[STORE]), None)


def _mark(tx: Records, now: Millis) -> Hashable:
    """Return what is another value as soon as something of an election changes."""
    clock, state = tx.state.clock, tx.state
    return (
        tx.world.key,
        (clock.set_at, clock.shown, clock.speed, clock.frozen),
        (state.faults, state.sealed_at, state.counted_at, state.crossed),
        tx.world.election.phase(now),
        tx.head()[0],
        messages.last(tx, now),
        sum(tx.counters().values()),
    )


async def _marks(store: Store) -> Hashable:
    known = await store.elections()
    marks = []
    for name in known[:60]:
        with suppress(UnknownElection):
            marks.append(await store.ask(name, _mark))
    return tuple(known), tuple(marks)


async def _follow(request: web.Request, look: Look, election: str | None) -> web.StreamResponse:
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
    with request.app[STORE].arrived.listen(election) as ear:
        while request.transport is not None and not request.transport.is_closing():
            await ear.hear(LOOK_SECONDS)
            seen = await look()
            if seen != told:
                await response.write(b"data: neuf\n\n")
                told, spoke = seen, loop.time()
                await asyncio.sleep(LEAST_SECONDS)
            elif loop.time() - spoke >= HEARTBEAT_SECONDS:
                await response.write(b": rien de neuf\n\n")
                spoke = loop.time()
