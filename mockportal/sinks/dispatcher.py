"""Whoever takes letters from the outbox of every election and sees them delivered.

At least once: a letter leaves the outbox when it was accepted, and bears the same id each time.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from mockportal.domain.instants import Millis
from mockportal.sinks.lanes import ANY, Lane, Pace, Route
from mockportal.storage import boxes
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection
from mockportal.usecases import delivering
from mockportal.usecases.message_records import Outgoing

log = logging.getLogger(__name__)


class Dispatcher:
    """Fills the two lanes, mail and SMS, with what is due."""

    def __init__(self, store: Store, mail: Lane, sms: Lane, pace: Pace) -> None:
        self._store = store
        self._lanes = {"mail": mail, "sms": sms}
        self._pace = pace

    def lease(self, channel: str) -> Millis:
        """Return until when a letter just written would be in hand; 0 when its lane is closed."""
        takes = self._lanes[channel].takes
        return self._store.real.now() + self._pace.handed_lease if takes else 0

    def hand(self, election: str, letter: Outgoing, until: Millis) -> None:
        """Take a letter that is committed, with the lease its row bears."""
        self._lanes[letter.channel].put(election, letter, until)

    async def run(self) -> None:
        """Deliver until cancelled."""
        with self._store.posted.listen() as ear:
            while True:
                rung = await ear.hear(self._pace.poll_seconds)
                try:
                    if not rung or ANY in rung:
                        rung.update(await boxes.with_due_letters(self._store))
                    await self.round(rung - {ANY})
                except Unavailable as trouble:
                    log.warning("letters wait for the storage: %s", trouble)
                    await asyncio.sleep(self._pace.poll_seconds)

    async def round(self, elections: set[str]) -> None:
        """Take in hand what is due in some elections."""
        for election in elections:
            while await self._fill(election):
                continue

    async def _fill(self, election: str) -> bool:
        """Fill the lanes from one election; tell whether there may be more."""
        closed = [name for name, lane in self._lanes.items() if not lane.open]
        if len(closed) == len(self._lanes):
            return False
        real = self._store.real.now()
        try:
            claimed = await self._store.perform(
                election,
                delivering.claim,
                real=real,
                lease=self._pace.lease,
                most=self._pace.batch,
                but=closed[0] if closed else "",
            )
        except UnknownElection:
            return False
        for letter in claimed.letters:
            self._lanes[letter.channel].put(election, letter, real + self._pace.lease)
        return claimed.more


@dataclass(frozen=True, slots=True)
class Routes:
    """Where letters go, and the portal's public address that links in them begin with."""

    base: str
    mail: Route
    sms: Route


@asynccontextmanager
async def dispatching(
    store: Store, routes: Routes, pace: Pace | None = None
) -> AsyncIterator[Dispatcher]:
    """Deliver letters until left; what is in hand then is still seen to."""
    pace = pace or Pace()
    mail = Lane(store, routes.mail, routes.base, pace, carriers=pace.connections)
    sms = Lane(store, routes.sms, routes.base, pace, carriers=1)
    dispatcher = Dispatcher(store, mail, sms, pace)
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one.run()) for one in (dispatcher, mail, sms)]
        store.handover = dispatcher
        try:
            yield dispatcher
        finally:
            store.handover = None
            running[0].cancel()
            await asyncio.gather(mail.empty(pace.last_seconds), sms.empty(pace.last_seconds))
            for task in running:
                task.cancel()
