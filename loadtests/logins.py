"""What a login costs: ``python -m loadtests.logins``.

In one run, alternating, the processor time that a server takes for a complete login by
authorization code, from the request to the identity: the FranceConnect stub (SQLite,
synchronous=FULL, on the disk of ``--folder``) through its screens and without them, oidc-provider
through its development screens and oauth2-mock-server, which has none (both from npm, in memory,
installed below build/). All sign with ES256. Logins per second and core are one second of processor
divided by the median time of a login; what the clients took is not in it.
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

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from loadtests import login_sides, processes
from loadtests.login_parts import login_parts
from loadtests.login_sides import NoNode, Round, Side
from loadtests.quantities import spoken


@dataclass(frozen=True)
class Measured:
    """One server: seconds of processor per login, by median of rounds; logins by the clock."""

    name: str
    requests: float
    cpu: float
    rounds: tuple[float, ...]
    per_core: float
    by_clock: float

    @classmethod
    def of(cls, name: str, rounds: Sequence[Round]) -> "Measured":
        """Sum up the rounds of a server."""
        costs = tuple(one.cpu / one.logins for one in rounds)
        cpu = statistics.median(costs)
        by_clock = statistics.median(one.logins / one.took for one in rounds)
        requests = statistics.mean(one.requests / one.logins for one in rounds)
        return cls(name, requests, cpu, costs, 1 / cpu, by_clock)


@dataclass(frozen=True)
class Found:
    """Every server, and where a login with screens spends its time at the stub."""

    servers: tuple[Measured, ...]
    parts: dict[str, float]


def measure(chosen: argparse.Namespace, folder: Path) -> Iterator[str | Found]:
    """Yield what is being done, and at last what was found. Refuses: NoNode, WentWrong."""
    there = processes.cores()
    server = there[0] if len(there) > 1 else None
    with ExitStack() as stack:
        stack.enter_context(processes.pinned(there[-1]))
        yield "starting the servers"
        sides: tuple[Side, ...] = stack.enter_context(login_sides.stub(folder, server))
        if not chosen.alone:
            sides += stack.enter_context(login_sides.others(server))
        rounds: dict[str, list[Round]] = {side.name: [] for side in sides}
        for side in sides:
            yield f"warming up {side.name}"
            side.play(chosen.logins, chosen.at_once)
        for number in range(chosen.rounds):
            yield f"round {number + 1} of {chosen.rounds}"
            for side in sides:
                rounds[side.name].append(side.play(chosen.logins, chosen.at_once))
    servers = tuple(Measured.of(name, each) for name, each in rounds.items())
    yield "sampling the stub"
    parts = login_parts(folder / "sampled", server, chosen.logins, chosen.at_once)
    total = sum(parts.values())
    yield Found(servers, {name: servers[0].cpu * part / total for name, part in parts.items()})


def show(found: Found) -> None:
    """Print both tables."""
    table = Table(title="A login by authorization code", title_justify="left", box=SIMPLE)
    for heading in ("", "requests", "CPU/login", "rounds", "logins/s/core", "by the clock"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for one in found.servers:
        spread = f"{min(one.rounds) * 1000:.3g} – {max(one.rounds) * 1000:.3g} ms"
        numbers = (f"{one.requests:.1f}", spoken(one.cpu), spread)
        table.add_row(one.name, *numbers, f"{one.per_core:.0f}", f"{one.by_clock:.0f}")
    parts = Table(title="Where it goes at the stub", title_justify="left", box=SIMPLE)
    for heading in ("part", "per login", "share"):
        parts.add_column(heading, justify="left" if heading == "part" else "right")
    for name, spent in found.parts.items():
        parts.add_row(name, spoken(spent), f"{spent / found.servers[0].cpu * 100:.0f} %")
    Console().print(table, parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code: 2 when it cannot be measured here."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.logins", description=__doc__)
    parser.add_argument("--logins", type=int, default=200, help="per round and server")
    parser.add_argument("--rounds", type=int, default=3, help="the servers in turns")
    parser.add_argument("--at-once", type=int, default=16, help="citizens in parallel")
    parser.add_argument("--alone", action="store_true", help="the stub only: no Node needed")
    parser.add_argument("--folder", type=Path, help="where the store lies; a real disk")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    chosen = parser.parse_args(arguments)
    console = Console(stderr=True, quiet=chosen.json)
    with TemporaryDirectory(prefix="logins-", dir=chosen.folder) as folder:
        try:
            for told in measure(chosen, Path(folder)):
                if isinstance(told, Found):
                    print(json.dumps(asdict(told), indent=2)) if chosen.json else show(told)
                else:
                    console.print(f"[dim]{told}[/dim]")
        except NoNode as missing:
            print(f"{missing}; --alone measures the stub without them", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
