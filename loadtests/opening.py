"""An opening told by a lean crowd: voters who never pause, and newcomers who come at a rate."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import psutil

from loadtests.ceiling_walks import voters_of
from loadtests.lean_browser import Busy, LeanBrowser, Lost
from loadtests.lean_voter import CLICKS, vote
from loadtests.portal_process import PortalProcess
from mockportal.client import RemoteElection
from mockportal.electorate import Elector

CAPTCHA = "0000"
AT_ONCE = 64
PAUSE = 1.0  # seconds between two clicks, on average
VISIT = CLICKS * PAUSE
"""Seconds from the first click to the last where nobody has to wait."""

FULL = 1.25
"""Inside are so many times those who could vote without waiting: at any time some do wait."""


@dataclass
class Phase:
    """What was seen of one phase; times since it began, in seconds."""

    lasted: float = 0.0
    ballots: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    arrived: int = 0
    turned_away: int = 0
    untold: int = 0
    refused_inside: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    generator: float = 0.0  # share of a core that the crowd itself took

    def rate(self, since: float = 0.0) -> float:
        """Return ballots per second since an instant."""
        late = sum(1 for at in self.ballots if since <= at <= self.lasted)
        return late / (self.lasted - since)

    def click(self, share: float) -> float:
        """Return how many seconds that share of the clicks took at most."""
        ordered = sorted(self.clicks)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


class Opening:
    """One election, its voters to come, and the phases they take part in."""

    def __init__(self, portal: PortalProcess, election: RemoteElection, seed: int) -> None:
        self._pid = portal.pid
        self._url = election.url
        self._voters = voters_of(election, 3)
        self._draw = random.Random(seed)

    def voters(self, number: int) -> Iterator[Elector]:
        """Return voters nobody has been given; derived beforehand, so that it costs no time."""
        return iter(list(islice(self._voters, number)))

    async def peak(self, seconds: float, most: int) -> Phase:
        """Have voters who never pause vote one after the other."""
        return await self._always(seconds, self.voters(most), AT_ONCE, 0.0)

    async def fill(self, seconds: float, rate: float) -> Phase:
        """Have more voters inside than vote at a rate, each with pauses: the portal is full.

        Whoever is done makes room for another. They come in during the length of one visit.
        """
        voters = self.voters(int(FULL * rate * (seconds + VISIT)))
        return await self._always(seconds, voters, round(FULL * rate * VISIT), PAUSE)

    async def _always(
        self, seconds: float, voters: Iterator[Elector], inside: int, pause: float
    ) -> Phase:
        phase, began = Phase(lasted=seconds), time.perf_counter()

        async def one_after_another() -> None:
            await asyncio.sleep(self._draw.uniform(0, CLICKS * pause))
            for voter in voters:
                if time.perf_counter() - began > seconds:
                    return
                await self._visit(phase, voter, began, pause)

        await asyncio.gather(*(one_after_another() for _ in range(inside)))
        phase.memory.append(self._memory())
        return phase

    async def rush(self, seconds: float, rate: float) -> Phase:
        """Have newcomers arrive at a rate, by chance; who is inside at the end stays there."""
        phase, voters = Phase(lasted=seconds), self.voters(int(rate * seconds * 1.3))
        spent, began, due = time.process_time(), time.perf_counter(), 0.0
        visits = set[asyncio.Task[None]]()
        looking = asyncio.create_task(self._look(phase, began))
        while (due := due + self._draw.expovariate(rate)) < seconds:
            await asyncio.sleep(due - (time.perf_counter() - began))
            phase.arrived += 1
            visit = asyncio.create_task(self._visit(phase, next(voters), began, PAUSE))
            visits.add(visit)
            visit.add_done_callback(visits.discard)
        looking.cancel()
        phase.generator = (time.process_time() - spent) / seconds
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        return phase

    async def _visit(self, phase: Phase, voter: Elector, began: float, pause: float) -> None:
        with LeanBrowser(self._url, phase.clicks, pause, self._draw) as browser:
            await _enter(browser, phase)
            try:
                await vote(browser, voter, CAPTCHA)
            except Busy:
                phase.refused_inside += 1
            except Lost as lost:
                phase.lost[str(lost)] += 1
            else:
                phase.ballots.append(time.perf_counter() - began)

    async def _look(self, phase: Phase, began: float) -> None:
        """Read the memory of the portal once a second."""
        while True:
            phase.memory.append(self._memory())
            await asyncio.sleep(1)

    def _memory(self) -> float:
        return float(psutil.Process(self._pid).memory_info().rss) / 1e6


async def _enter(browser: LeanBrowser, phase: Phase) -> None:
    """Open the home page, as often as it takes, at the pace one is told."""
    while True:
        try:
            await browser.get("accueil")
            return
        except Busy as told:
            phase.turned_away += 1
            phase.untold += told.wait is None
            await asyncio.sleep(told.wait or 5)
        except Lost as lost:
            phase.lost[str(lost)] += 1
            await asyncio.sleep(5)
