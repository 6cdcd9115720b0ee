"""The passage from the web to the rules: one use case, one transaction, one instant."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from mockportal.clock import Clock, RealTime
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.election import Election
from mockportal.electorate import electorate
from mockportal.storage import auditing, copying, elections, queries
from mockportal.storage.bell import Bell
from mockportal.storage.connection import Execute
from mockportal.storage.connection import UnknownElection as UnknownElection
from mockportal.storage.engine import Engine, Unavailable
from mockportal.storage.handover import Handover
from mockportal.storage.sql_records import SqlRecords
from mockportal.usecases import suffering
from mockportal.usecases.records import State, World

T = TypeVar("T")


NOTE_REAL_TIME_EVERY = 5_000  # milliseconds of real time
WORLDS_KEPT = 2_048  # of 0.1 MB each


def _nothing(tx: SqlRecords, now: Millis) -> Any:
    return None


class Store:
    """Every election's records, behind one engine.

    ``posted`` rings when a letter was written here that nobody has in hand, ``arrived`` when a
    message was stored; ``handover`` takes letters as they are written.
    """

    def __init__(self, engine: Engine, real: RealTime) -> None:
        self.engine = engine
        self.real = real
        self.posted = Bell()
        self.handover: Handover | None = None
        self.arrived = Bell()
        self._worlds: dict[int, World] = {}
        self._noted: Millis = 0

    async def ask(self, election: str, usecase: Callable[..., T], /, **values: Any) -> T:
        """Answer a question: nothing changes. Refuses: UnknownElection and the use case's."""
        opened: list[SqlRecords] = []
        try:
            return await self.engine.read(
                lambda run: self._call(run, election, usecase, values, opened)
            )
        finally:
            if opened and opened[-1].met:
                await self._write_down(election, opened[-1])

    async def ask_each(self, usecase: Callable[..., T], /, **values: Any) -> list[T]:
        """Answer a question about every election, on one snapshot of them all."""

        def each(run: Execute) -> list[T]:
            names = elections.names(run)
            return [self._call(run, name, usecase, values, []) for name in names]

        return await self.engine.read(each)

    async def which(self, usecase: Callable[..., bool], /) -> list[str]:
        """Return the names of the elections of which something is true, on one snapshot."""

        def each(run: Execute) -> list[str]:
            names = elections.names(run)
            return [name for name in names if self._call(run, name, usecase, {}, [])]

        return await self.engine.read(each)

    async def perform(self, election: str, usecase: Callable[..., T], /, **values: Any) -> T:
        """Do one thing, wholly or not at all. Refuses: UnknownElection and the use case's."""
        opened: list[SqlRecords] = []
        try:
            outcome = await self.engine.write(
                lambda run: self._try(run, election, usecase, values, opened)
            )
        finally:
            if opened and opened[-1].met:
                await self._write_down(election, opened[-1])
        if opened:
            self._pass_on(election, opened[-1])
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    async def elections(self) -> list[str]:
        """Return the names of all elections."""
        return await self.engine.read(elections.names)

    async def copies(self, election: str) -> list[str]:
        """Return the names of the copies of an election."""
        return await self.engine.read(lambda run: elections.copies(run, election))

    async def create(
        self, election: Election, clock: Clock, then: Callable[..., T] = _nothing
    ) -> T:
        """Write a fresh election, and answer a question about it. Refuses: ElectionExists."""
        newborn = elections.Newborn(election, clock)

        def made(run: Execute) -> T:
            row = elections.create(run, newborn)
            self._remember(election, row["world"], row["incarnation"], row["secret"], row["pepper"])
            return self._call(run, election.id, then, {}, [])

        return await self.engine.write(made)

    async def copy(self, election: str, into: str, then: Callable[..., T] = _nothing) -> T:
        """Write the state of an election under another id, and answer a question about the copy.

        Refuses: UnknownElection, ElectionExists.
        """

        def begin(run: Execute) -> copying.Begun:
            return copying.begin_copy(run, election, into)

        def apart(run: Execute, begun: copying.Begun) -> None:
            copying.copy_apart(run, begun, self.real.now())

        def end(run: Execute, begun: copying.Begun) -> T:
            copying.end_copy(run, begun)
            return self._call(run, into, then, {}, [])

        return await self.engine.write_apart(begin, apart, end)

    async def restore(self, election: str, source: str) -> copying.Restored:
        """Put the state of a copy under the id of its original, as a new incarnation.

        Refuses: UnknownElection, NotACopy.
        """
        real = self.real.now()
        restored = await self.engine.write(lambda run: copying.restore(run, election, source, real))
        await self.clear()
        return restored

    async def delete(self, election: str) -> None:
        """Remove an election. Refuses: UnknownElection."""
        await self.engine.write(lambda run: copying.delete(run, election))
        await self.clear()

    async def clear(self) -> None:
        """Delete the rows of elections that are gone."""
        real = self.real.now()
        for key in await self.engine.read(lambda run: copying.gone(run, real)):
            self._worlds.pop(key, None)
            await self.engine.write(partial(copying.clear, world=key))

    async def audit(self, election: str) -> auditing.Report:
        """Check what the tables of an election promise. Refuses: NothingToAudit."""
        return await self.engine.scan(lambda run: auditing.audit(run, election, electorate))

    async def sweep(self) -> None:
        """Delete codes past their time, and note the highest reading of real time."""
        for name in await self.engine.read(elections.showing_codes):
            if await self.ask(name, lambda tx, now: tx.has_stale_reveals()):
                await self.perform(name, lambda tx, now: tx.forget_reveals())
        real = self.real.now()
        if real - self._noted >= NOTE_REAL_TIME_EVERY:
            self._noted = real
            await self.engine.write(lambda run: _note(run, real))

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        await self.engine.close()

    def records(self, run: Execute, election: str) -> SqlRecords:
        """Open the records of one election in a transaction. Refuses: UnknownElection."""
        row = run(queries.ELECTION, {"name": election}).fetchone()
        if row is None:
            raise UnknownElection(election)
        key, set_at, shown, speed, frozen, faults, sealed_at, counted_at, crossed = row
        clock = Clock(set_at, shown, speed, bool(frozen))
        world = self._worlds.get(key) or self._load(run, key)
        state = State(clock, faults, sealed_at, counted_at, crossed)
        tx = SqlRecords(run, world, state, clock.at(self.real.now()))
        tx.handover = self.handover
        return tx

    def _pass_on(self, election: str, tx: SqlRecords) -> None:
        """Have the letters of a committed transaction delivered."""
        if self.handover is not None:
            for letter, lease in tx.handed:
                self.handover.hand(election, letter, lease)
        if tx.posted:
            self.posted.ring(election)

    async def _write_down(self, election: str, tx: SqlRecords) -> None:
        """Keep that faults were met, in a transaction of its own: readers cannot write."""
        met = suffering.news(tx.world, tx.met)
        if met:
            with suppress(UnknownElection, Unavailable):
                note, values = suffering.write_down, {"met": met}
                await self.engine.write(lambda run: self._call(run, election, note, values, []))

    def _call(
        self,
        run: Execute,
        election: str,
        usecase: Callable[..., T],
        values: dict[str, Any],
        opened: list[SqlRecords],
    ) -> T:
        tx = self.records(run, election)
        opened.append(tx)
        return usecase(tx, tx.now, **values)

    def _try(
        self,
        run: Execute,
        election: str,
        usecase: Callable[..., T],
        values: dict[str, Any],
        opened: list[SqlRecords],
    ) -> T | Refused:
        """Return a refusal that is to be remembered, so that what was recorded is committed."""
        try:
            return self._call(run, election, usecase, values, opened)
        except Refused as refused:
            if not refused.keep:
                raise
            return refused

    def _load(self, run: Execute, key: int) -> World:
        incarnation, definition, secret, pepper = run(queries.WORLD, {"world": key}).fetchone()
        election = Election.model_validate_json(definition)
        return self._remember(election, key, incarnation, secret, pepper)

    def _remember(
        self, election: Election, key: int, incarnation: int, secret: str, pepper: str
    ) -> World:
        """Keep what never changes of an election at hand."""
        secrets = bytes.fromhex(secret), bytes.fromhex(pepper)
        world = World(key, election.id, incarnation, election, electorate(election), *secrets)
        if len(self._worlds) >= WORLDS_KEPT:
            self._worlds.pop(next(iter(self._worlds)), None)
        self._worlds[key] = world
        return world


def highest_real_time(run: Execute) -> Millis:
    """Return the highest reading of real time this store has seen."""
    row = run(queries.REAL_TIME, {}).fetchone()
    return int(row[0]) if row else 0


def _note(run: Execute, real: Millis) -> None:
    run(queries.NOTE_REAL_TIME, {"value": str(real)})
