"""One chapter of a trial: an election from its opening to its seal, struck all along."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx

from loadtests.nemesis import auditor, ending, stage, troubles
from loadtests.nemesis.browser import Browser, TurnedDown
from loadtests.nemesis.crowd import Crowd
from loadtests.nemesis.ledger import Ledger
from loadtests.nemesis.mailbox import Mailbox, mailbox
from loadtests.nemesis.plan import Size, Step
from loadtests.nemesis.portal import Portal
from loadtests.nemesis.proxy import Line, bad_line
from loadtests.nemesis.renewing import Console, renewed
from loadtests.nemesis.wire import Lost, Wire
from mockportal.client import Control, RemoteElection
from mockportal.electorate import electorate

T = TypeVar("T")

RENEWERS_FROM = 500_000  # ranks beyond are those who ask for a new code
RENEW_EVERY = 0.3  # seconds between two of them
DIES_WITHIN = 15.0  # seconds a named point has to be passed
LOOKS_EVERY = 0.02
PATIENT = 20  # times a call of the control API is made again


class Failed(Exception):
    """The trial cannot go on: why."""


@dataclass
class Outcome:
    """What one chapter did and found."""

    kills: int = 0
    acknowledged: int = 0
    infos: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    ready: list[float] = field(default_factory=list)
    looks: int = 0
    wrong: list[str] = field(default_factory=list)


class Trial:
    """A chapter under way: the portal, its voters, and what is known of them outside."""

    def __init__(self, portal: Portal, size: Size, seed: int, shim: Path | None) -> None:
        portal.folder.mkdir(parents=True)
        self.portal, self.size, self.seed, self.shim = portal, size, seed, shim
        self.outcome = Outcome()
        loud = stage.election(stage.LOUD, seed)
        self.ledger = Ledger(portal.folder / "ledger.jsonl")
        self.crowd = Crowd(stage.LOUD, electorate(loud), self.ledger, portal.up, seed)
        self.line: Line
        self.mail: Mailbox
        self.codes: list[str] = []
        self.restores = 0
        self.copying: tuple[str, float] | None = None
        self.kept: frozenset[str] = frozenset()
        self._renewing = RENEWERS_FROM
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self, chapter: Sequence[Step]) -> Outcome:
        """Play every step, then bring the election to its end and audit it."""
        async with self._set_up():
            for step in chapter:
                await self._play(step)
            await ending.close(self)
        self.outcome.acknowledged = self.ledger.acknowledged
        self.outcome.infos = self.ledger.infos
        self.outcome.seen += self.crowd.seen + Counter(broken=self.line.broken)
        self.outcome.ready = self.portal.starts
        self.outcome.wrong += self.crowd.wrong
        return self.outcome

    async def controlled(self, work: Callable[[RemoteElection], T], name: str = stage.LOUD) -> T:
        """Use the control API on one election, from a thread: it is synchronous.

        Refuses: httpx.TransportError, when no answer came.
        """
        addresses = self.portal.addresses

        def call() -> T:
            with Control(addresses["console"], addresses["token"]) as control:
                return work(control.election(name))

        return await asyncio.to_thread(call)

    async def told(self, work: Callable[[RemoteElection], T], name: str = stage.LOUD) -> T:
        """Use the control API for what may be said twice, until it answers. Refuses: Failed."""
        for _ in range(PATIENT):
            with suppress(httpx.TransportError):
                return await self.controlled(work, name)
        raise Failed("the control API does not answer")

    async def start(self, **environment: str) -> None:
        """Start the portal with this trial's mailbox; check the file it starts from."""
        if not self.portal.store and self.portal.database.exists():
            self.outcome.wrong += await asyncio.to_thread(auditor.check_file, self.portal.database)
        await self.portal.start(MOCKPORTAL_SMTP_RELAY=self.mail.address, **environment)

    async def acknowledged(self, more: int) -> None:
        """Wait until so many more ballots were acknowledged, or the portal died."""
        goal, clock = self.ledger.acknowledged + more, asyncio.get_running_loop().time
        since, last = clock(), self.ledger.acknowledged
        while self.ledger.acknowledged < goal and not self.is_down:
            await asyncio.sleep(LOOKS_EVERY)
            if self.ledger.acknowledged != last:
                since, last = clock(), self.ledger.acknowledged
            if clock() - since > self.size.patience:
                raise Failed(f"no ballot acknowledged for {clock() - since:.0f} s")

    @property
    def is_down(self) -> bool:
        """Tell whether the portal has died."""
        process = self.portal.process
        return process is None or process.returncode is not None

    def gather_crowd(self) -> None:
        """Let voters come: most by a good line, some by a bad one."""
        self.crowd.over = False
        for place in range(self.size.connections):
            where = self.line.where if place % 8 == 0 else lambda: self.portal.door
            self._tasks.append(asyncio.create_task(self.crowd.vote_on(where)))
        self._tasks.append(asyncio.create_task(self._renew()))

    async def send_crowd_home(self) -> None:
        """Let nobody begin anything new, and wait for the last."""
        self.crowd.over = True
        await asyncio.gather(*self._tasks)
        self._tasks.clear()

    def console(self, wire: Wire) -> Console:
        """Return the control API over a wire."""
        return Console(wire, self.portal.addresses["token"], stage.LOUD)

    async def _play(self, step: Step) -> None:
        """Live one life of the portal."""
        await self.start(**self._environment(step))
        await self.acknowledged(self.size.ballots)
        if step.trouble and not self.is_down:
            self.outcome.seen[step.trouble] += 1
            await troubles.strike(self, step.trouble)
        await self._end(step)
        self.outcome.kills += 1
        self.outcome.seen[f"end {step.end}"] += 1
        await troubles.after_death(self)

    def _environment(self, step: Step) -> dict[str, str]:
        """Return what this life is started with."""
        told = {}
        if step.end not in ("kill", "term"):
            told["MOCKPORTAL_FAILS_AT"] = f"{step.end}:{step.passes}"
        if step.trouble in ("eio", "host-clock"):
            told["LD_PRELOAD"] = str(self.shim)
        if step.trouble == "eio":
            told["NEMESIS_FAILS_AT"] = str(step.passes)
        if step.trouble == "host-clock":
            told["NEMESIS_CLOCK"] = "-3600"
        return told

    async def _end(self, step: Step) -> None:
        if step.end == "term" and not self.is_down:
            code = await self.portal.stop()
            if code:
                self.outcome.wrong.append(f"SIGTERM under load: exit code {code}")
            return
        if step.end.startswith(("copy_", "restore_")) and not self.is_down:
            await troubles.strike(self, "restore")
        if step.end in ("kill", "term"):
            await asyncio.sleep(step.linger)
        elif not self.is_down and not await self.portal.died(DIES_WITHIN):
            self.outcome.seen[f"missed {step.end}"] += 1
        await self.portal.kill()

    async def _renew(self) -> None:
        """Have voters ask for new codes, one after another."""
        while not self.crowd.over:
            elector = self.crowd.electors[self._renewing]
            self._renewing += 1
            voter, office = Wire(lambda: self.portal.door), Wire(self.console_door)
            try:
                browser = Browser(voter, stage.LOUD)
                code, wrong = await renewed(browser, self.console(office), elector)
                self.codes.append(code)
                self.crowd.codes[elector.rank] = code
                self.outcome.wrong += [] if self.restores else wrong
                self.outcome.seen["renewed"] += 1
                await self.crowd.vote_as(voter, elector)
            except (Lost, TurnedDown) as away:
                await self.crowd.rest(away)
            finally:
                voter.close()
                office.close()
            await asyncio.sleep(RENEW_EVERY)

    def console_door(self) -> tuple[str, int]:
        """Return where the control API answers. Refuses: ConnectionRefusedError."""
        host, port = self.portal.door[0], self.portal.addresses["console"].rpartition(":")[2]
        return host, int(port)

    @asynccontextmanager
    async def _set_up(self) -> AsyncIterator[None]:
        """Make both elections, and have lines, mailbox and watcher for the length of a block."""
        async with AsyncExitStack() as stack:
            self.line = await stack.enter_async_context(bad_line(self._door, self.seed))
            self.mail = await stack.enter_async_context(mailbox())
            stack.push_async_callback(self.portal.kill)
            stack.callback(self._dismiss)
            await self.start()
            await asyncio.to_thread(_make_elections, self.portal.addresses, self.seed)
            await auditor.run(self.portal, stage.QUIET, "--certify", str(self.quiet))
            watching = await stack.enter_async_context(auditor.watching(self.portal))
            self.gather_crowd()
            await self.portal.kill()
            try:
                yield
            finally:
                self.outcome.looks = watching.looks
                self.outcome.wrong += [f"I2/I11 on a snapshot: {one}" for one in watching.wrong]

    @property
    def quiet(self) -> Path:
        """Return the certificate of the quiet election."""
        return self.portal.folder / "quiet.json"

    def _dismiss(self) -> None:
        """Let go of voters that are still there because the trial could not go on."""
        self.crowd.over = True
        self.ledger.close()
        for task in self._tasks:
            task.cancel()

    def _door(self) -> tuple[str, int]:
        return self.portal.door


def _make_elections(addresses: dict[str, str], seed: int) -> None:
    with Control(addresses["console"], addresses["token"]) as control:
        control.create(stage.definition(stage.LOUD, seed))
        control.create(stage.definition(stage.QUIET, seed + 1), frozen=True)
