"""A portal with twice the voters it can carry: what those inside get, what the others are told.

``python -m loadtests.overload`` starts a portal of its own on one core and plays on another. First
as many ballots as it can (voters who never pause, so many at once), then an opening: newcomers at
twice that rate, who pause between clicks, and who wait and come back as they are told when they are
turned away. Then once more as many as it can. Whoever was let in must never be turned away.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from loadtests import processes
from loadtests.bare import fastest_loop
from loadtests.ceiling_walks import voters_of
from loadtests.lean_browser import Busy, LeanBrowser, Lost
from loadtests.lean_voter import vote
from loadtests.portal_process import PortalProcess, serving
from mockportal.client import RemoteElection
from mockportal.electorate import Elector

CAPTCHA = "0000"
AT_ONCE = 64
PAUSE = 1.0  # seconds between two clicks, on average
KEPT, FLAT = 0.9, 1.1
"""The least share of the peak that must be kept, and the most that memory may grow by."""


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
    lost: int = 0
    memory: list[float] = field(default_factory=list)

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
        phase, voters = Phase(lasted=seconds), self.voters(most)
        began = time.perf_counter()

        async def one_after_another() -> None:
            for voter in voters:
                if time.perf_counter() - began > seconds:
                    return
                await self._visit(phase, voter, began, 0.0)

        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        phase.memory.append(self._memory())
        return phase

    async def rush(self, seconds: float, rate: float) -> Phase:
        """Have newcomers arrive at a rate, by chance; who is inside at the end stays there."""
        phase, voters = Phase(lasted=seconds), self.voters(int(rate * seconds * 1.3))
        began, due, visits = time.perf_counter(), 0.0, set[asyncio.Task[None]]()
        looking = asyncio.create_task(self._look(phase, began))
        while (due := due + self._draw.expovariate(rate)) < seconds:
            await asyncio.sleep(due - (time.perf_counter() - began))
            phase.arrived += 1
            visit = asyncio.create_task(self._visit(phase, next(voters), began, PAUSE))
            visits.add(visit)
            visit.add_done_callback(visits.discard)
        looking.cancel()
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
            except Lost:
                phase.lost += 1
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
        except Lost:
            phase.lost += 1
            await asyncio.sleep(5)


@dataclass(frozen=True)
class Overload:
    """What became of a portal with twice the voters it can carry."""

    peak: float
    peaks: tuple[float, ...]
    kept: float
    share: float
    arrived_per_second: float
    turned_away: int
    untold: int
    refused_inside: int
    lost: int
    peak_p95: float
    inside_p50: float
    inside_p95: float
    memory_before: float
    memory_half: float
    memory_end: float

    @property
    def holds(self) -> bool:
        """Tell whether all was as promised."""
        told = self.untold == 0 and self.refused_inside == 0
        return told and self.share >= KEPT and self.memory_end <= self.memory_half * FLAT

    @classmethod
    def of(cls, before: Phase, rush: Phase, after: Phase, rate: float) -> "Overload":
        """Return the figures of three phases."""
        half = rush.lasted / 2
        peaks = (before.rate(2), after.rate(2))
        kept, peak = rush.rate(half), statistics.mean(peaks)
        return cls(
            peak=peak,
            peaks=peaks,
            kept=kept,
            share=kept / peak,
            arrived_per_second=rate,
            turned_away=rush.turned_away,
            untold=rush.untold,
            refused_inside=rush.refused_inside,
            lost=rush.lost,
            peak_p95=before.click(0.95),
            inside_p50=rush.click(0.50),
            inside_p95=rush.click(0.95),
            memory_before=before.memory[-1],
            memory_half=rush.memory[len(rush.memory) // 2],
            memory_end=max(rush.memory[len(rush.memory) // 2 :]),
        )


def measure(folder: Path, seconds: float, seed: int, factor: float) -> Overload:
    """Play the three phases on a portal of one's own."""
    there = processes.cores()
    server, client = (there[0], there[-1]) if len(there) > 1 else (None, there[0])
    with serving(folder, core=server) as portal, processes.pinned(client):
        settings = {"captcha": {"fixed_answer": CAPTCHA}}
        election = portal.control.create("electionspro2022", settings=settings)
        opening = Opening(portal, election, seed)
        found: list[Overload] = []

        async def play() -> None:
            before = await opening.peak(seconds / 3, 20_000)
            rate = before.rate(2) * factor
            assert rate > 0, "the portal answered nobody: is the machine busy with something else?"
            print(
                f"peak {before.rate(2):.1f} ballots/s; newcomers at {rate:.1f}/s", file=sys.stderr
            )
            rush = await opening.rush(seconds, rate)
            after = await opening.peak(seconds / 3, 20_000)
            found.append(Overload.of(before, rush, after, rate))

        fastest_loop()(play())
        assert election.audit().holds, "the audit does not hold"
        return found[0]


def told(found: Overload) -> Iterator[str]:
    """Yield the figures in words."""
    first, last = found.peaks
    yield f"peak              {found.peak:7.1f} ballots/s ({first:.1f} before, {last:.1f} after)"
    yield f"newcomers         {found.arrived_per_second:7.1f} /s"
    yield f"kept              {found.kept:7.1f} ballots/s, {found.share:.0%} of the peak"
    inside, p95 = found.inside_p50 * 1000, found.inside_p95 * 1000
    at_peak = found.peak_p95 * 1000
    yield f"a click           {inside:7.0f} ms, p95 {p95:.0f} ms (p95 {at_peak:.0f} ms at the peak)"
    yield f"turned away       {found.turned_away:7} times, {found.untold} untold when to return"
    yield f"in, then out      {found.refused_inside:7}; connections lost: {found.lost}"
    memory = f"{found.memory_half:.0f} half-way, {found.memory_end:.0f} at most after"
    yield f"memory            {found.memory_before:7.0f} MB before, {memory}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code: 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.overload", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of the opening")
    parser.add_argument("--factor", type=float, default=2.0, help="newcomers, in peaks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the store lies; a real disk")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="overload-", dir=chosen.folder) as folder:
        found = measure(Path(folder), chosen.seconds, chosen.seed, chosen.factor)
    print(json.dumps(asdict(found)) if chosen.json else "\n".join(told(found)))
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
