"""A portal with twice the voters it can carry: what those inside get, what the others are told.

``python -m loadtests.overload`` starts a portal of its own on one core and plays on another. First
voters who never pause, whose rate tells how many who do pause fill the portal; these are its peak,
each making room for the next. Then an opening: newcomers at twice that rate, with the same pauses,
who wait and come back as they are told when they are turned away. Then the peak once more. Whoever
was let in must never be turned away.
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
from loadtests.opening import CAPTCHA, FULL, VISIT, Opening, Phase
from loadtests.portal_process import serving

KEPT, FLAT = 0.9, 1.1
"""The least share of the peak that must be kept, and the most that memory may grow by."""

_PROBE, _WARM = 10.0, 2.0  # seconds of the voters who never pause, and those that do not count


@dataclass(frozen=True)
class Overload:
    """What became of a portal with twice the voters it can carry."""

    unpaused: float
    peak: float
    peaks: tuple[float, ...]
    kept: float
    share: float
    arrived_per_second: float
    turned_away: int
    untold: int
    refused_inside: int
    lost: dict[str, int]
    generator: float
    peak_p95: float
    inside_p50: float
    inside_p95: float
    memory_before: float
    memory_half: float
    memory_end: float

    @property
    def holds(self) -> bool:
        """Tell whether all was as promised."""
        told = self.untold == 0 and self.refused_inside == 0 and not self.lost
        return told and self.share >= KEPT and self.memory_end <= self.memory_half * FLAT

    @classmethod
    def of(
        cls, unpaused: Phase, before: Phase, rush: Phase, after: Phase, rate: float
    ) -> "Overload":
        """Return the figures of the phases."""
        half = rush.lasted / 2
        peaks = (before.rate(FULL * VISIT), after.rate(FULL * VISIT))
        kept, peak = rush.rate(half), statistics.mean(peaks)
        return cls(
            unpaused=unpaused.rate(_WARM),
            peak=peak,
            peaks=peaks,
            kept=kept,
            share=kept / peak,
            arrived_per_second=rate,
            turned_away=rush.turned_away,
            untold=rush.untold,
            refused_inside=rush.refused_inside,
            lost=dict(rush.lost),
            generator=rush.generator,
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
            unpaused = await opening.peak(_PROBE, 20_000)
            full = unpaused.rate(_WARM)
            assert full > 0, "the portal answered nobody: is the machine busy with something else?"
            before = await opening.fill(FULL * VISIT + seconds / 3, full)
            rate = before.rate(FULL * VISIT) * factor
            print(f"peak {rate / factor:.1f} ballots/s; newcomers at {rate:.1f}/s", file=sys.stderr)
            rush = await opening.rush(seconds, rate)
            after = await opening.fill(FULL * VISIT + seconds / 3, full)
            found.append(Overload.of(unpaused, before, rush, after, rate))

        fastest_loop()(play())
        assert election.audit().holds, "the audit does not hold"
        return found[0]


def told(found: Overload) -> Iterator[str]:
    """Yield the figures in words."""
    first, last = found.peaks
    yield f"peak              {found.peak:7.1f} ballots/s ({first:.1f} before, {last:.1f} after)"
    yield f"without pauses    {found.unpaused:7.1f} ballots/s"
    yield f"newcomers         {found.arrived_per_second:7.1f} /s"
    yield f"kept              {found.kept:7.1f} ballots/s, {found.share:.0%} of the peak"
    inside, p95 = found.inside_p50 * 1000, found.inside_p95 * 1000
    at_peak = found.peak_p95 * 1000
    yield f"a click           {inside:7.0f} ms, p95 {p95:.0f} ms (p95 {at_peak:.0f} ms at the peak)"
    yield f"turned away       {found.turned_away:7} times, {found.untold} untold when to return"
    yield f"in, then out      {found.refused_inside:7}"
    yield f"connections lost  {sum(found.lost.values()):7}"
    yield from (f"  {number} times: {what}" for what, number in found.lost.items())
    memory = f"{found.memory_half:.0f} half-way, {found.memory_end:.0f} at most after"
    yield f"memory            {found.memory_before:7.0f} MB before, {memory}"
    yield f"the crowd took    {found.generator:7.0%} of a core of its own"


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
