"""The same stall, seen by an open run and by a closed one: ``python -m loadtests.stalling``.

A server answers in 5 ms, except that it answers nobody for three seconds. The open run sends
voters at instants drawn beforehand and measures from them; the closed one has users who ask again
once they are answered, at the same mean rate, and measures from the send. Beside both stands what
every voter must have felt, by arithmetic.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter, sleep

from loadtests import processes
from loadtests.arrivals import instants
from loadtests.figures import Figures, percentile
from loadtests.quantities import spoken
from loadtests.queueing import plan_of, play
from loadtests.recording import TimedTransport
from loadtests.repertoire import KNOCK

BEGINS, SERVICE = 3.0, 0.005
CLICK = f"step\t{KNOCK}\tOpen"


@dataclass(frozen=True)
class Seen:
    """What one way of measuring shows, in seconds."""

    clicks: int
    p50: float
    p95: float
    longest: float


def computed(arrivals: Sequence[float], first: float, stall: float) -> list[float]:
    """Return what each voter must feel of a server that stalls after its first request came."""
    begins, ends = first + BEGINS, first + BEGINS + stall
    return [(ends - t if begins <= t < ends else 0.0) + SERVICE for t in arrivals]


def closed(url: str, rate: float, seconds: float, users: int = 1) -> list[float]:
    """Return the latencies of users who ask again only once answered, at ``rate`` together."""

    def ask(_: int) -> list[float]:
        end = perf_counter() + seconds
        with closing(TimedTransport()) as transport:
            while perf_counter() < end:
                transport.request("GET", url + "/portail/accueil", {}, None)
                sleep(users / rate)
            return transport.took

    with ThreadPoolExecutor(users) as pool:
        return sorted(took for taken in pool.map(ask, range(users)) for took in taken)


def opened(url: str, rate: float, seconds: float) -> tuple[Figures, list[float]]:
    """Return the figures of an open run, and what its voters must have felt, in order."""
    plan = plan_of(rate, seconds, 3, url)
    figures = Figures.unpacked(play(plan)["figures"])
    return figures, list(instants(plan.rush))


def seen(latencies: Sequence[float]) -> Seen:
    """Return the figures of sorted latencies."""
    p50, p95 = (latencies[int(len(latencies) * share)] for share in (0.5, 0.95))
    return Seen(len(latencies), p50, p95, latencies[-1])


def measure(rate: float, seconds: float, stall: float) -> dict[str, Seen]:
    """Return what each way shows of the same stall."""
    server = ["-m", "loadtests.known_servers", "stalling", str(BEGINS), str(stall), str(SERVICE)]
    with processes.running(server) as process:
        figures, arrivals = opened(_address(process), rate, seconds)
    with processes.running(server) as process:
        hidden = closed(_address(process), rate, seconds)
    felt = figures.overall(CLICK)
    p50, p95, longest = (percentile(felt, at) or 0.0 for at in (50, 95, 100))
    return {
        "by arithmetic": seen(sorted(computed(arrivals, arrivals[0], stall))),
        "open": Seen(sum(felt.values()), p50, p95, longest),
        "closed": seen(hidden),
    }


def _address(process: processes.Running) -> str:
    return process.stdout.readline().strip() if process.stdout else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per way of measuring."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.stalling", description=__doc__)
    parser.add_argument("--rate", type=float, default=20.0, help="clicks per second")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each run")
    parser.add_argument("--stall", type=float, default=3.0, help="seconds without an answer")
    chosen = parser.parse_args(arguments)
    for name, one in measure(chosen.rate, chosen.seconds, chosen.stall).items():
        print(
            f"{name:<14} {one.clicks:4} clicks  p50 {spoken(one.p50)}  p95 {spoken(one.p95)}  "
            f"longest {spoken(one.longest)}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
