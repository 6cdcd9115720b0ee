"""What happens in an election, as it happens: server-sent events."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from pydantic import BaseModel

from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.console.keys import PATIENCE
from mockportal.storage.store import UnknownElection
from mockportal.usecases import clock_setting, messages, overseeing
from mockportal.usecases.clock_setting import Reading
from mockportal.usecases.message_records import MessageRecords, Search
from mockportal.usecases.operator_records import OperatorRecords

LOOK_SECONDS = 0.25
HEARTBEAT_SECONDS = 10.0
_MOST = 200  # entries or messages told at a time


@dataclass(slots=True)
class Seen:
    """What a follower has been told."""

    entry: int
    message: str | None
    clock: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What changed since."""

    reading: Reading
    setting: tuple[object, ...]
    pages: overseeing.Pages
    arrived: list[messages.Message]


class Records(OperatorRecords, MessageRecords, Protocol):
    """One open transaction, with the box of messages."""


def look(tx: Records, now: int, *, entry: int, message: str | None) -> News:
    """Return what changed since an entry of the journal and a message."""
    clock = tx.state.clock
    setting = (tx.world.key, clock.set_at, clock.shown, clock.speed, clock.frozen)
    return News(
        clock_setting.read_clock(tx, now),
        setting,
        overseeing.read_journal(tx, now, after=entry, limit=_MOST),
        messages.inbox(tx, now, after=message, limit=_MOST),
    )


async def follow_election(it: Asking[asking.EventsQuery, asking.Nothing]) -> web.StreamResponse:
    """GET /elections/{election}/events."""
    pages = await it.ask(overseeing.read_journal, after=0, limit=0)
    resumed = it.request.headers.get("Last-Event-ID", "")
    first = int(resumed) if resumed.isdecimal() else pages.head_seq
    seen = Seen(first if it.query.after is None else it.query.after, await _last_message(it))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(it.request)
    with it.request.app[PATIENCE].waiting(), suppress(UnknownElection, ConnectionResetError):
        await _tell(it, response, seen)
    return response


async def _tell(
    it: Asking[asking.EventsQuery, asking.Nothing], response: web.StreamResponse, seen: Seen
) -> None:
    loop = asyncio.get_running_loop()
    quiet_since = loop.time()
    with it.store.arrived.listen(it.election) as ear:
        while not _left(it):
            news = await it.ask(look, entry=seen.entry, message=seen.message)
            if text := "".join(_events(news, seen)):
                await response.write(text.encode())
                quiet_since = loop.time()
            elif loop.time() - quiet_since >= HEARTBEAT_SECONDS:
                await response.write(b": rien de neuf\n\n")
                quiet_since = loop.time()
            await ear.hear(LOOK_SECONDS)


def _events(news: News, seen: Seen) -> Iterator[str]:
    """Return what is to be told, and note that it was."""
    if news.setting != seen.clock:
        seen.clock = news.setting
        yield _event("clock", telling.clock(news.reading))
    for entry in telling.journal(news.pages).entries:
        seen.entry = entry.seq
        yield f"id: {entry.seq}\n{_event('journal', entry)}"
    for one in news.arrived:
        seen.message = one.id
        yield _event("message", telling.message(one))


def _left(it: Asking[asking.EventsQuery, asking.Nothing]) -> bool:
    """Tell whether nobody listens any more."""
    return it.request.transport is None or it.request.transport.is_closing()


def _event(name: str, told: BaseModel) -> str:
    return f"event: {name}\ndata: {told.model_dump_json(by_alias=True)}\n\n"


async def _last_message(it: Asking[asking.EventsQuery, asking.Nothing]) -> str | None:
    newest = await it.ask(lambda tx, now: tx.newest_messages(Search(), 1))
    return newest[0].id if newest else None
