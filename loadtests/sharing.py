"""Several portal processes on one database: how many ballots a second, for each number of them.

``python -m loadtests.sharing --workers 1 2 --rounds 3`` starts a PostgreSQL of its own, or takes
the one of ``--store``, and plays voters who never pause against portals of so many processes in
turn, each with an election of its own, which must pass its audit.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from loadtests import processes
from loadtests.bare import fastest_loop
from loadtests.nemesis import databases
from loadtests.opening import CAPTCHA, Opening, Phase
from loadtests.portal_process import serving

_WARM = 2.0  # seconds that do not count


def measure(folder: Path, store: str, workers: int, seconds: float) -> tuple[float, float]:
    """Return ballots per second, and seconds of processor the portal took for one ballot."""
    with serving(folder, store=store, workers=workers) as portal:
        settings = {"captcha": {"fixed_answer": CAPTCHA}}
        election = portal.control.create("electionspro2022", settings=settings)
        opening = Opening(portal, election, seed=workers)
        before = processes.processor_time(portal.pid)
        phase = played(opening, seconds)
        spent = processes.processor_time(portal.pid) - before
        assert election.audit().holds, "the audit does not hold"
        return phase.rate(_WARM), spent / len(phase.ballots)


def played(opening: Opening, seconds: float) -> Phase:
    """Return what voters who never pause did in so many seconds."""
    found: list[Phase] = []

    async def play() -> None:
        found.append(await opening.peak(seconds, 20_000))

    fastest_loop()(play())
    return found[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.sharing", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="how many, in turns")
    parser.add_argument("--rounds", type=int, default=3, help="of each number")
    parser.add_argument("--seconds", type=float, default=15, help="of each round")
    parser.add_argument("--store", default="", help="postgresql://…; none: one of its own")
    chosen = parser.parse_args(arguments)
    seen: dict[int, list[tuple[float, float]]] = {number: [] for number in chosen.workers}
    with (
        TemporaryDirectory(prefix="sharing-") as name,
        databases.server(Path(name) / "postgres", chosen.store) as server,
    ):
        for number in range(chosen.rounds * len(chosen.workers)):
            workers = chosen.workers[number % len(chosen.workers)]
            folder = Path(name, f"round-{number}")
            folder.mkdir()
            with databases.database(server) as store:
                seen[workers].append(measure(folder, store, workers, chosen.seconds))
    for workers, rounds in seen.items():
        rates, costs = zip(*rounds, strict=True)
        told = ", ".join(f"{rate:.1f}" for rate in rates)
        print(
            f"{workers} process(es): {statistics.median(rates):6.1f} ballots/s ({told}), "
            f"{statistics.median(costs) * 1000:.1f} ms of processor each, database apart"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
