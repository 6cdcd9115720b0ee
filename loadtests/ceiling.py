"""How far the portal is from the floor: ``python -m loadtests.ceiling``.

In one run, the processor time that a server takes for a complete vote with reissue: the portal
(SQLite, synchronous=FULL, on the disk of ``--folder``), and a bare aiohttp application that
replays the same recorded answers to the same requests. Processor time of the server process, not
wall time; alternating rounds; medians. Reading the inbox, the tester's part, is not measured.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from loadtests import ceiling_page, processes, recording
from loadtests.ceiling_breakdown import Breakdown, sampled_command
from loadtests.ceiling_rounds import BareSide, PortalSide, Round
from loadtests.portal_process import SERVE, serving

JOURNEY = "reissue-by-sms"


@dataclass(frozen=True)
class Ceiling:
    """What was measured; times in seconds per journey or per request."""

    journey: str
    journeys: int
    rounds: int
    at_once: int
    requests_per_journey: float
    portal_cpu: float
    bare_cpu: float
    ratio: float
    portal_rounds: tuple[float, ...]
    bare_rounds: tuple[float, ...]
    portal_p50: float
    portal_p99: float
    bare_p50: float
    bare_p99: float
    breakdown: dict[str, float] | None


def measure(
    journey: str, journeys: int, rounds: int, at_once: int, folder: Path, *, breakdown: bool
) -> Iterator["str | Ceiling"]:
    """Yield what is being done, and at last what was measured."""
    server, client = _cores()
    with ExitStack() as stack:
        stack.enter_context(processes.pinned(client))
        yield "starting the portal"
        portal = stack.enter_context(serving(folder, core=server))
        measured = PortalSide(portal, journey, at_once)
        yield "recording journeys"
        recorded = measured.record(max(at_once, 8))
        file = folder / "recording.jsonl"
        recording.save((one for walk in recorded for one in walk), file)
        bare = stack.enter_context(BareSide.serving(file, recorded, at_once, server))
        bare.play(journeys)
        sides: tuple[list[Round], list[Round]] = ([], [])
        for number in range(rounds):
            yield f"round {number + 1} of {rounds}"
            sides[0].append(measured.play(journeys))
            sides[1].append(bare.play(journeys * 3))
    parts = None
    if breakdown:
        yield "sampling the portal"
        parts = _breakdown(journey, journeys, at_once, folder, server)
    yield _ceiling(journey, journeys, at_once, sides, parts)


def _breakdown(
    journey: str, journeys: int, at_once: int, folder: Path, core: int | None
) -> Breakdown:
    """Play once more on a portal that is sampled: it is slower, so only its shares count."""
    place = folder / "sampled"
    place.mkdir()
    out = place / "parts.json"
    with serving(place, core=core, command=sampled_command(out, SERVE)) as portal:
        side = PortalSide(portal, journey, at_once)
        side.play(max(at_once, 8))
        return Breakdown.of(side, journeys, portal.pid, out)


def _ceiling(
    journey: str,
    journeys: int,
    at_once: int,
    sides: tuple[list[Round], list[Round]],
    parts: Breakdown | None,
) -> Ceiling:
    portal, bare = ([one.per_journey for one in side] for side in sides)
    took = [sorted(t for one in side for t in one.took) for side in sides]
    cpu = statistics.median(portal)
    return Ceiling(
        journey=journey,
        journeys=journeys,
        rounds=len(portal),
        at_once=at_once,
        requests_per_journey=statistics.mean(one.requests / one.journeys for one in sides[0]),
        portal_cpu=cpu,
        bare_cpu=statistics.median(bare),
        ratio=cpu / statistics.median(bare),
        portal_rounds=tuple(portal),
        bare_rounds=tuple(bare),
        portal_p50=_at(took[0], 0.50),
        portal_p99=_at(took[0], 0.99),
        bare_p50=_at(took[1], 0.50),
        bare_p99=_at(took[1], 0.99),
        breakdown=parts.scaled_to(cpu) if parts else None,
    )


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _cores() -> tuple[int | None, int]:
    """Return a core for the server, which has it alone, and one for the client."""
    there = processes.cores()
    return (there[0], there[1]) if len(there) > 1 else (None, there[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code: 1 when the ratio is above ``--bar``."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.ceiling", description=__doc__)
    parser.add_argument("--journey", default=JOURNEY, help="which is played")
    parser.add_argument("--journeys", type=int, default=120, help="per round")
    parser.add_argument("--rounds", type=int, default=5, help="both servers in turns")
    parser.add_argument("--at-once", type=int, default=8, help="voters in parallel")
    parser.add_argument("--bar", type=float, default=8.0, help="highest ratio that passes")
    parser.add_argument("--breakdown", action="store_true", help="say where the time goes")
    parser.add_argument("--folder", type=Path, help="where the store lies; a real disk")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="ceiling-", dir=chosen.folder) as folder:
        console = Console(stderr=True, quiet=chosen.json)
        found: Ceiling | None = None
        for told in measure(
            chosen.journey,
            chosen.journeys,
            chosen.rounds,
            chosen.at_once,
            Path(folder),
            breakdown=chosen.breakdown,
        ):
            if isinstance(told, str):
                console.print(f"[dim]{told}[/dim]")
            else:
                found = told
    if found is None:
        return 2
    if chosen.json:
        print(json.dumps(asdict(found), indent=2))
    else:
        ceiling_page.show(found, chosen.bar)
    return 0 if found.ratio <= chosen.bar else 1


if __name__ == "__main__":
    sys.exit(main())
