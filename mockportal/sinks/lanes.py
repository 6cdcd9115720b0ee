"""A lane: letters of one channel on their way to one destination, by a few carriers."""

import asyncio
import enum
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from mockportal.domain.instants import SECOND, Millis
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection
from mockportal.usecases import delivering
from mockportal.usecases.message_records import Outgoing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently letters are delivered; seconds are real."""

    poll_seconds: float = 0.25
    lease: Millis = 60 * SECOND
    handed_lease: Millis = 10 * SECOND  # short: nobody looks for what was lost on the way
    batch: int = 64
    room: int = 256
    first_pause: float = 0.25
    longest_pause: float = 30.0
    last_seconds: float = 2.0  # at the end, for what is in hand
    connections: int = 4  # to the mail server


class Verdict(enum.Enum):
    """What became of a letter."""

    SETTLED = enum.auto()  # accepted, and gone from the outbox in the same transaction
    ACCEPTED = enum.auto()
    REFUSED = enum.auto()  # for good
    NOT_TAKEN = enum.auto()  # the destination does not answer, or says to come again


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter, its election, the public address for its links, until when it is in hand."""

    election: str
    letter: Outgoing
    base: str
    until: Millis


class Carrier(Protocol):
    """One connection to a destination, made when it is needed and kept open."""

    async def carry(self, parcels: Sequence[Parcel]) -> list[Verdict]:
        """Deliver in order; return what became of each."""

    async def close(self) -> None:
        """Hang up."""


class Route(Protocol):
    """A destination."""

    def carrier(self) -> Carrier:
        """Return a new way to get there."""


class Lane:
    """Letters of one channel, waiting for their carrier: one recipient's stay in order."""

    def __init__(self, store: Store, route: Route, base: str, pace: Pace, *, carriers: int) -> None:
        self._store = store
        self._route = route
        self._base = base
        self._pace = pace
        self._waiting = [asyncio.Queue[Parcel]() for _ in range(carriers)]
        self._failures = 0
        self._closed = False
        self._asked_for_room = False

    @property
    def takes(self) -> bool:
        """Tell whether a letter would set out at once."""
        return not self._closed and self._length() < self._pace.room

    @property
    def open(self) -> bool:
        """Tell whether letters may come; when not, it rings once they may."""
        takes = self.takes
        self._asked_for_room = self._asked_for_room or not takes
        return takes

    def put(self, election: str, letter: Outgoing, until: Millis) -> None:
        """Have a letter delivered."""
        place = hash((election, letter.recipient)) % len(self._waiting)
        for _ in range(letter.copies):
            self._waiting[place].put_nowait(Parcel(election, letter, self._base, until))

    async def empty(self, seconds: float) -> None:
        """Wait until nothing is in hand, or the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for waiting in self._waiting:
                    await waiting.join()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for waiting in self._waiting:
                tasks.create_task(self._work(waiting, self._route.carrier()))

    async def _work(self, waiting: asyncio.Queue[Parcel], carrier: Carrier) -> None:
        try:
            while True:
                parcels = [await waiting.get()]
                most = min(waiting.qsize(), self._pace.batch - 1)
                parcels += [waiting.get_nowait() for _ in range(most)]
                await self._deliver(parcels, carrier)
                _done(waiting, len(parcels))
                self._tell_of_room()
        finally:
            await carrier.close()

    async def _deliver(self, parcels: Sequence[Parcel], carrier: Carrier) -> None:
        """Deliver what is still in hand; the rest may be in somebody else's by now."""
        real = self._store.real.now()
        held = [parcel for parcel in parcels if real < parcel.until]
        if held:
            await self._conclude(held, await carrier.carry(held))

    async def _conclude(self, parcels: Sequence[Parcel], verdicts: Sequence[Verdict]) -> None:
        sorted_out: dict[Verdict, list[Parcel]] = {verdict: [] for verdict in Verdict}
        for parcel, verdict in zip(parcels, verdicts, strict=True):
            sorted_out[verdict].append(parcel)
        for election, letters in _by_election(sorted_out[Verdict.ACCEPTED]).items():
            delivered = [letter.id for letter in letters]
            await self._note(election, delivering.settle, delivered=delivered)
        for parcel in sorted_out[Verdict.REFUSED]:
            letter = parcel.letter
            reason = f"{letter.channel} {letter.kind}"
            values = {"letter_id": letter.id, "reason": reason}
            await self._note(parcel.election, delivering.give_up, **values)
        if sorted_out[Verdict.NOT_TAKEN]:
            await self._pause(sorted_out[Verdict.NOT_TAKEN])
        else:
            self._failures = 0

    async def _pause(self, parcels: list[Parcel]) -> None:
        """Give back what nobody takes, and let the destination recover."""
        for waiting in self._waiting:
            number = waiting.qsize()
            parcels += [waiting.get_nowait() for _ in range(number)]
            _done(waiting, number)
        for election, letters in _by_election(parcels).items():
            await self._note(election, delivering.hand_back, letters=letters)
        if self._closed:
            return
        self._closed = True
        pause = min(self._pace.first_pause * 2**self._failures, self._pace.longest_pause)
        self._failures = min(self._failures + 1, 30)
        asyncio.get_running_loop().call_later(pause, self._reopen)

    def _length(self) -> int:
        return sum(waiting.qsize() for waiting in self._waiting)

    def _reopen(self) -> None:
        self._closed = False
        self._tell_of_room()

    def _tell_of_room(self) -> None:
        if self._asked_for_room and self._length() <= self._pace.room // 2:
            self._asked_for_room = False
            self._store.posted.ring(ANY)

    async def _note(self, election: str, usecase: Callable[..., object], **values: object) -> None:
        try:
            await self._store.perform(election, usecase, **values)
        except UnknownElection:
            return
        except Unavailable as trouble:
            log.warning("the outbox keeps letters in hand until their lease ends: %s", trouble)


ANY = ""
"""What the bell of letters says when any election may have some to take."""


def _done(waiting: asyncio.Queue[Parcel], number: int) -> None:
    for _ in range(number):
        waiting.task_done()


def _by_election(parcels: Sequence[Parcel]) -> dict[str, list[Outgoing]]:
    letters: dict[str, list[Outgoing]] = {}
    for parcel in parcels:
        letters.setdefault(parcel.election, []).append(parcel.letter)
    return letters
