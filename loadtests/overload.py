"""A portal with twice the voters it can carry: what those inside get, what the others are told.

``python -m loadtests.overload`` starts a portal of its own on one core and plays on another. First
as many ballots as it can (voters who never pause, so many at once), then an opening: newcomers at
twice that rate, who pause between clicks, and who wait and come back as they are told when they are
turned away. Then once more as many as it can. Whoever was let in must never be turned away.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from loadtests import processes
from loadtests.bare import fastest_loop
from loadtests.opening import CAPTCHA, Opening, Phase
from loadtests.portal_process import serving

KEPT, FLAT = 0.9, 1.1
"""The least share of the peak that must be kept, and the most that memory may grow by."""


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
    parser.add_argument("--seed", type=int, default=1, help="draws other arrivals")
    parser.add_argument("--folder", type=Path, help="where the store lies; a real disk")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="overload-", dir=chosen.folder) as folder:
        found = measure(Path(folder), chosen.seconds, chosen.seed, chosen.factor)
    print(json.dumps(asdict(found)) if chosen.json else "\n".join(told(found)))
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main())
