"""From this machine to 1.4 million electors: what a run says of other loads, on which terms."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from loadtests.quantities import spoken
from loadtests.report.telling import Section, Table, Told

LOAD_POINTS = (
    ("an hour of the week", 3),
    ("opening, 3.7 % of 1.4 million in an hour", 15),
    ("a first morning with a quarter of all votes", 25),
    ("the first ten minutes, three times the opening", 45),
    ("50,000 voters in ten minutes", 83),
)
"""Arrivals per second for 1.4 million electors, derived from past elections."""

FULL = 0.6  # of a core that is kept busy on average: beyond, waits grow faster than load
_FEWEST = 20  # journeys that a figure per journey needs


@dataclass(frozen=True)
class Cost:
    """What one voter takes: requests, seconds in the portal, seconds of processor on each side."""

    requests: float
    stays: float
    portal: float | None
    generator: float


def cost(told: Told) -> Cost | None:
    """Return the cost of one voter in a run; None when too few came."""
    figures, health = told.figures, told.results["health"]
    arrived = sum(figures.sum(name) for name in figures.counts if name.startswith("arrived\t"))
    if arrived < _FEWEST:
        return None
    inside = told.curves.inside()
    stayed = sum((value or 0.0) for _, value in inside) * told.curves.step
    samples = [one for one in told.results["portal"] if "cpu" in one]
    spent = samples[-1]["cpu"] - samples[0]["cpu"] if len(samples) > 1 else None
    return Cost(
        requests=figures.sum("requests") / arrived,
        stays=stayed / arrived,
        portal=spent / arrived if spent else None,
        generator=sum(one["cpu"] * one["took"] for one in health) / arrived,
    )


def sizing(told: Told) -> Iterator[Section]:
    """Tell what the derived load points would take, with every assumption named."""
    one = cost(told)
    if one is None:
        return
    heads = ["load point", "voters per second", "requests per second", "inside at once"]
    heads += ["cores of the portal", "cores of the generator"]
    rows = [_row(name, rate, one) for name, rate in LOAD_POINTS]
    yield Section(
        "sizing",
        "From this run to 1.4 million electors",
        f"One voter of this run took {one.requests:.0f} requests, stayed {spoken(one.stays)}, "
        f"{_spent(one)}. Multiplied, and no more than that:",
        tables=[Table("If cost grows as the load does", heads, rows)],
        points=_assumptions(told),
    )


def _spent(one: Cost) -> str:
    ours = f"{one.generator * 1000:.0f} ms of the generator's"
    if one.portal is None:
        return f"and used {ours} processor; the portal's cannot be seen from here"
    return f"and used {one.portal * 1000:.0f} ms of the portal's processor and {ours}"


def _row(name: str, rate: int, one: Cost) -> list[str]:
    return [
        name,
        str(rate),
        f"{rate * one.requests:.0f}",
        f"{rate * one.stays:.0f}",
        "–" if one.portal is None else str(_cores(rate * one.portal)),
        str(_cores(rate * one.generator)),
    ]


def _cores(busy: float) -> int:
    return ceil(busy / FULL)


def _assumptions(told: Told) -> list[str]:
    """Return what the multiplication takes for granted."""
    think = told.rush.think.median
    points = [
        f"Cores are {FULL * 100:g} % busy on average; the rest is for bursts. Before four servers "
        "the mean wait is a fifth of the service at 60 %, twice the service at 90 % (Erlang C).",
        "The cost of a voter does not depend on how many came before: true of the mock from a "
        "thousand to 1.4 million electors, to be shown for any other portal.",
        "A core there is worth a core here. The database server, the network and whatever stands "
        "in front are not in the figures.",
        f"Voters think as in this run (median {spoken(think)} between two pages): « inside at "
        "once » is arrivals times stay (Little’s law), and grows with it.",
        "Voters per second are the derived load points: shares of past elections, applied to 1.4 "
        "million electors. None of them is an official figure.",
    ]
    if told.results["audit"] is not None:
        points.append(
            "The portal was the mock: its cost is no estimate of a real voting system, whose "
            "cryptography alone may weigh more. Run the same rush against pre-production."
        )
    return points
