"""The boxes of messages: one per election, and one for what no election claims."""

import asyncio
from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar

from mockportal.domain.instants import Millis
from mockportal.storage import messages_queries as queries
from mockportal.storage.connection import Cursor, Execute
from mockportal.storage.sql_messages import SqlBox, patterns
from mockportal.storage.store import Store
from mockportal.usecases import messages
from mockportal.usecases.message_records import Arrived, Search
from mockportal.usecases.messages import Message, Seen, UnknownMessage

T = TypeVar("T")

UNCLAIMED = "unclaimed"
"""The name of the box of what no election claims."""

LOOK_AGAIN_SECONDS = 0.5  # for what another process stored


class Unclaimed(SqlBox):
    """The box of world 0, in one open transaction; its instants are real ones."""

    __slots__ = ()

    def __init__(self, execute: Execute, now: Millis) -> None:
        self._execute = execute
        self.now = now

    def run(self, statement: str, **values: Any) -> Cursor:
        """Run one statement in no election's world."""
        values["world"] = 0
        return self._execute(statement, values)


async def ask_unclaimed(store: Store, usecase: Callable[..., T], /, **values: Any) -> T:
    """Answer a question on what no election claims."""
    now = store.real.now()
    return await store.engine.read(lambda run: usecase(Unclaimed(run, now), now, **values))


async def perform_unclaimed(store: Store, usecase: Callable[..., T], /, **values: Any) -> T:
    """Do one thing to what no election claims."""
    now = store.real.now()
    return await store.engine.write(lambda run: usecase(Unclaimed(run, now), now, **values))


async def read(store: Store, box: str, **wanted: Any) -> list[Message]:
    """Return messages of a box, oldest first: see ``usecases.messages.inbox``.

    Refuses: UnknownElection, UnknownVoter, UnknownMessage.
    """
    if box != UNCLAIMED:
        return await store.ask(box, messages.inbox, **wanted)
    return await ask_unclaimed(store, messages.inbox_unclaimed, **wanted)


async def find(store: Store, box: str, search: Search, limit: int) -> list[Seen]:
    """Return the messages of a search in a box, newest first. Refuses: UnknownElection."""
    values = {"search": search, "limit": limit}
    if box != UNCLAIMED:
        return await store.ask(box, messages.find, **values)
    return await ask_unclaimed(store, messages.find_unclaimed, **values)


async def one(store: Store, box: str, message_id: str) -> Seen:
    """Return a message of a box. Refuses: UnknownElection, UnknownMessage."""
    if box != UNCLAIMED:
        return await store.ask(box, messages.one, message_id=message_id)
    return await ask_unclaimed(store, messages.one_unclaimed, message_id=message_id)


async def find_everywhere(store: Store, search: Search, limit: int) -> list[Seen]:
    """Return the messages of a search in all boxes, newest first."""
    values = {**patterns(search), "limit": limit, "unclaimed": UNCLAIMED}
    return await store.engine.read(lambda run: _read(store, run, queries.NEWEST_EVERYWHERE, values))


async def one_anywhere(store: Store, message_id: str) -> Seen:
    """Return a message of whichever box. Refuses: UnknownMessage."""
    values = {"id": message_id, "unclaimed": UNCLAIMED}
    found = await store.engine.read(lambda run: _read(store, run, queries.MESSAGE_ANYWHERE, values))
    if not found:
        raise UnknownMessage(message_id)
    return found[0]


async def count_everywhere(store: Store, search: Search) -> int:
    """Return how many messages a search finds in all boxes."""
    values = {**patterns(search), "unclaimed": UNCLAIMED}
    return await store.engine.read(
        lambda run: int(run(queries.COUNT_EVERYWHERE, values).fetchone()[0])
    )


async def sizes(store: Store) -> dict[str, int]:
    """Return the names of all boxes, each with the number of its messages."""
    return await store.engine.read(
        lambda run: dict(run(queries.BOXES, {"unclaimed": UNCLAIMED}).fetchall())
    )


async def look_for(store: Store, box: str, *, words: str, channel: str, limit: int) -> list[Seen]:
    """Return what somebody looks for in a box, newest first. Refuses: UnknownElection."""
    values = {"words": words, "channel": channel, "limit": limit}
    if box != UNCLAIMED:
        return await store.ask(box, messages.look_for, **values)
    return await ask_unclaimed(store, messages.look_for_unclaimed, **values)


async def conversation(store: Store, box: str, like: Seen, limit: int) -> list[Seen]:
    """Return what came to one phone, oldest first. Refuses: UnknownElection."""
    if box != UNCLAIMED:
        return await store.ask(box, messages.conversation, like=like, limit=limit)
    return await ask_unclaimed(store, messages.conversation_unclaimed, like=like, limit=limit)


async def ask(store: Store, box: str, usecase: Callable[..., T], /, **values: Any) -> T:
    """Answer a question on the messages of a box. Refuses: UnknownElection."""
    if box != UNCLAIMED:
        return await store.ask(box, usecase, **values)
    return await ask_unclaimed(store, usecase, **values)


async def perform(store: Store, box: str, usecase: Callable[..., T], /, **values: Any) -> T:
    """Do one thing to the messages of a box. Refuses: UnknownElection."""
    if box != UNCLAIMED:
        return await store.perform(box, usecase, **values)
    return await perform_unclaimed(store, usecase, **values)


async def wait(store: Store, box: str, seconds: float, **wanted: Any) -> list[Message]:
    """Return messages of a box as soon as there is one, none when the (real) time is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    with store.arrived.listen(box) as ear:
        while True:
            found = await read(store, box, **wanted)
            left = until - loop.time()
            if found or left <= 0:
                return found
            await ear.hear(min(left, LOOK_AGAIN_SECONDS))


async def with_due_letters(store: Store) -> list[str]:
    """Return the elections in which letters are due that nobody has in hand."""
    values = {"real": store.real.now()}
    return await store.engine.read(
        lambda run: [row[0] for row in run(queries.DUE, dict(values)).fetchall()]
    )


def _read(store: Store, run: Execute, statement: str, values: dict[str, Any]) -> list[Seen]:
    """Return messages of several boxes, each with the elector of its own election."""
    open_box = cache(partial(store.records, run))
    return [
        messages.seen(None if box == UNCLAIMED else open_box(box), Arrived(*row))
        for box, *row in run(statement, values).fetchall()
    ]
