"""Where a message belongs: the election that wrote it, else the one that knows its recipient."""

import asyncio
from dataclasses import replace

from mockportal.domain.instants import Millis
from mockportal.storage.boxes import UNCLAIMED, perform_unclaimed
from mockportal.storage.store import Store, UnknownElection
from mockportal.usecases import delivering
from mockportal.usecases.delivering import Delivery, Kept
from mockportal.usecases.message_records import MessageRecords


class Receiver:
    """Stores what the sinks are handed; ``followers`` are answers that last until the end."""

    def __init__(self, store: Store, keep: int = delivering.KEEP) -> None:
        self.store = store
        self.followers: set[asyncio.Task[object]] = set()
        self._keep = keep

    async def take(self, delivery: Delivery, election: str = "") -> Kept:
        """Store a message in the election named; else in the only one that knows its recipient."""
        delivery = replace(delivery, real_at=self.store.real.now())
        box = election or await self._box(delivery.recipient)
        try:
            kept = await self._put(box, delivery)
        except UnknownElection:
            box = UNCLAIMED
            kept = await self._put(box, delivery)
        self.store.arrived.ring(box)
        return kept

    async def _put(self, box: str, delivery: Delivery) -> Kept:
        values = {"delivery": delivery, "keep": self._keep}
        if box == UNCLAIMED:
            return await perform_unclaimed(self.store, delivering.receive_unclaimed, **values)
        return await self.store.perform(box, delivering.receive, **values)

    async def _box(self, recipient: str) -> str:
        """Return the box of a recipient; one that several elections know is unclaimed."""
        elections = await self.store.elections()
        knowing = [name for name in elections if await self._knows(name, recipient)]
        return knowing[0] if len(knowing) == 1 else UNCLAIMED

    async def _knows(self, election: str, recipient: str) -> bool:
        try:
            return await self.store.ask(election, _knows, recipient=recipient)
        except UnknownElection:
            return False


def _knows(tx: MessageRecords, now: Millis, *, recipient: str) -> bool:
    """Tell whether a mail address is an elector's, or a phone a named voter's."""
    if "@" in recipient:
        return tx.world.electors.rank_of_mail(recipient) is not None
    electors = tx.world.electors
    return any(electors[one.rank].phone == recipient for one in tx.world.election.personas)
