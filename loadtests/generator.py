"""What a journey player costs beside a bare FastHttpUser: ``python -m loadtests.generator``.

Journeys are recorded on a portal once. A bare server then replays their pages, to Locust's
FastHttpUser, which sends the same requests and reads nothing, and to the journey player, which
finds links, labels and buttons in every page. Both are kept busy: a process that sleeps between
requests pays for every waking. Processor time of the generator's process per
request, alternating rounds, medians: the share of the bare user's speed that is left.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from loadtests import processes, recording
from loadtests.ceiling_rounds import PortalSide
from loadtests.figures import Figures
from loadtests.plan import Plan
from loadtests.portal_process import serving
from loadtests.queueing import plan_of, play
from scenarios.seen import Strayed

JOURNEY = "vote-in-all"
_BARE = Path(__file__).with_name("bare_locustfile.py")


@dataclass(frozen=True)
class Recorded:
    """Journeys of equal length in a file, and the election's path in their addresses."""

    file: Path
    length: int
    path: str


def record(folder: Path, journeys: int = 8) -> Recorded:
    """Record journeys on a portal of one's own."""
    with serving(folder) as portal:
        walks = PortalSide(portal, JOURNEY, 4).record(journeys)
    file = folder / "recording.jsonl"
    recording.save((one for walk in walks for one in walk), file)
    return Recorded(file, len(walks[0]), "/" + walks[0][0].target.split("/")[1])


def bare_user(recorded: Recorded, url: str, seconds: float, folder: Path) -> float:
    """Return the seconds of processor per request of Locust's own user."""
    cost = folder / "cost.json"
    environment = os.environ | {
        "MOCKPORTAL_RECORDING": str(recorded.file),
        "MOCKPORTAL_LENGTH": str(recorded.length),
        "MOCKPORTAL_COST": str(cost),
    }
    command = [sys.executable, "-m", "locust", "-f", str(_BARE), "--headless", "--host", url]
    command += ["--users", "4", "--spawn-rate", "4", "--run-time", f"{seconds:g}s"]
    command += ["--loglevel", "ERROR", "--only-summary"]
    subprocess.run(command, env=environment, check=False, capture_output=True)
    told = json.loads(cost.read_text(encoding="utf-8"))
    return float(told["cpu"] / told["requests"])


def player(recorded: Recorded, url: str, seconds: float, rate: float) -> float:
    """Return the seconds of processor per request of the journey player."""
    measured = play(_plan(recorded, url, seconds, rate))
    figures = Figures.unpacked(measured["figures"])
    arrived, completed = (figures.sum(f"{what}\t{JOURNEY}") for what in ("arrived", "completed"))
    if completed < arrived * 0.95:
        raise Strayed(f"{arrived} journeys completed, not {completed}")
    requests = figures.sum("requests")
    spent = sum(one["cpu"] * one["took"] for one in measured["health"])
    return float(spent / requests)


def _plan(recorded: Recorded, url: str, seconds: float, rate: float) -> Plan:
    plan = plan_of(rate, seconds, 1, url + recorded.path, drain="60 s")
    flows = [{"journey": JOURNEY, "share": "100 %"}]
    declared = plan.declared | {"journey": flows, "think": {"median": "0 s"}}
    return replace(plan, declared=declared, captcha="0000")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both costs and the share; 1 when it is below ``--bar``."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.generator", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="per round and side")
    parser.add_argument("--rounds", type=int, default=3, help="both sides in turns")
    parser.add_argument(
        "--rate", type=float, default=40.0, help="journeys per second; enough to keep it busy"
    )
    parser.add_argument("--bar", type=float, default=0.5, help="lowest ratio that passes")
    chosen = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="generator-")))
        recorded = record(folder)
        server = stack.enter_context(
            processes.running(["-m", "loadtests.bare", str(recorded.file), str(recorded.length)])
        )
        url = server.stdout.readline().strip() if server.stdout else ""
        sides: tuple[list[float], list[float]] = ([], [])
        for _ in range(chosen.rounds):
            sides[0].append(bare_user(recorded, url, chosen.seconds, folder))
            sides[1].append(player(recorded, url, chosen.seconds, chosen.rate))
    bare, ours = map(statistics.median, sides)
    print(
        f"bare FastHttpUser {bare * 1e6:.0f} µs per request ({1 / bare:.0f}/s per core), "
        f"journey player {ours * 1e6:.0f} µs ({1 / ours:.0f}/s per core): "
        f"{bare / ours:.0%} of its speed (bar {chosen.bar:.0%})"
    )
    return 0 if bare / ours >= chosen.bar else 1


if __name__ == "__main__":
    raise SystemExit(main())
