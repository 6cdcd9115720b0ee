"""What the voters met: arrivals, latency, step by step."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from loadtests.arrivals import rate_at
from loadtests.figures import Counts, added, percentile
from loadtests.quantities import spoken
from loadtests.report.plots import Frame, Line, Points, spark
from loadtests.report.telling import (
    Drawing,
    Section,
    Table,
    Told,
    drawn,
    peak,
    said,
    seconds,
    three,
)
from loadtests.rush import Rush

_STATIONS = (0, 50, 90, 99, 99.9, 99.99)


def arrivals(told: Told) -> Section:
    """Tell who came, who was through, who was inside."""
    curves = told.curves
    intended = [(t, rate_at(told.rush, t)) for t in _instants(told)]
    came = curves.rate("arrived\t")
    lines = [
        Line("intended", intended, "intended"),
        Line("arrived", came, "arrived", filled=True),
        Line("completed", curves.rate("completed\t"), "completed"),
        Line("came back", curves.rate("returned\t"), "returned")
        if any(curves.sums("returned\t"))
        else None,
    ]
    inside = curves.inside()
    most = max(value or 0 for _, value in inside)
    return Section(
        "arrivals",
        "Arrivals and completions",
        "Arrivals do not wait for answers: when completions fall behind, voters pile up inside.",
        [
            drawn(
                "Arrivals and completions per second",
                f"Intended {peak(intended):.3g} per second at most",
                [line for line in lines if line],
                told.frame(unit=lambda v: f"{v:g}/s"),
                "The dashed line is the schedule, drawn beforehand. Where « completed » stays "
                "below « arrived » the portal is behind; where « arrived » leaves the schedule by "
                "more than chance, distrust the generator.",
            ),
            drawn(
                "Voters in the portal",
                f"At most {most:.0f} at once",
                [Line("inside", inside, "inside", filled=True)],
                told.frame(height=150, unit=lambda v: f"{v:g}"),
                "Voters who came and have not left, those who think included. A level that follows "
                "the arrivals is health; one that grows while they stay constant is a queue.",
            ),
        ],
        [_flows(told)],
    )


def _flows(told: Told) -> Table:
    rows = []
    for flow in told.rush.journey:
        name = flow.journey
        counts = [
            told.figures.sum(f"{kind}\t{name}")
            for kind in ("arrived", "completed", "returned", "lost")
        ]
        waited = told.figures.overall(f"journey\t{name}")
        waits = [seconds(percentile(waited, at)) for at in (50, 95)]
        rows.append([name, f"{flow.share * 100:g} %", *map(str, counts), *waits])
    heads = ["journey", "share", "arrived", "completed", "came back", "lost"]
    return Table("Journeys", [*heads, "waited p50", "waited p95"], rows)


def latency(told: Told) -> Section:
    """Tell how long clicks took, over time and as a distribution."""
    names = [name for name in told.figures.felt if name.startswith("step\t")]
    lines = three(told.curves, names)
    limit = _promised(told.rush, 95)
    frame = told.frame(unit=spoken, logarithmic=True, limit=limit)
    felt = added(counts for name in names for counts in told.figures.felt[name].values())
    sent = added(counts for name in names for counts in told.figures.sent.get(name, {}).values())
    stations = [(_nines(at), f"{at:g} %") for at in _STATIONS]
    both = [
        Line("since intended", _distribution(felt), "p95"),
        Line("since sent", _distribution(sent), "sent"),
    ]
    wide = Frame(
        right=124, until=_nines(_STATIONS[-1]), unit=spoken, logarithmic=True, stations=stations
    )
    return Section(
        "latency",
        "How long a click takes",
        "From the instant the voter wanted the page, waiting and clicking again included.",
        [
            drawn(
                "Percentiles of all clicks over time",
                said(felt),
                lines,
                frame,
                "Each point tells of the voters who clicked at that instant: of a hundred, 50, 95 "
                "and 99 waited less. The scale is logarithmic; what counts is whether the p95 "
                "stays under its dashed objective, and whether the lines rise with the crowd.",
            ),
            drawn(
                "Share of clicks that took at most so long",
                said(felt),
                both,
                wide,
                "From left to right, ever rarer clicks: at 99.9 % one of a thousand took longer. "
                "« Since sent » leaves out what passed between the wish and the request; where it "
                "lies far below, a test with a fixed number of users would have hidden the wait.",
            ),
        ],
    )


def steps(told: Told) -> Section:
    """Tell of each step of each journey, over time and in figures."""
    by_journey: dict[str, list[Mapping[str, Any]]] = {}
    for line in told.lines("step"):
        by_journey.setdefault(line["journey"], []).append(line)
    names = sorted({line["name"] for line in told.lines("step")})
    return Section(
        "steps",
        "Step by step",
        "One plot per step, all journeys together: p50, p95 and p99 over the time of the run. "
        "Look for the step whose lines rise first: that is where the portal gives way.",
        [_small(told, name) for name in names],
        [_steps_table(told, *journey) for journey in sorted(by_journey.items())],
    )


def _small(told: Told, step: str) -> Drawing:
    names = [n for n in told.figures.felt if n.startswith("step\t") and n.endswith(f"\t{step}")]
    felt = added(counts for name in names for counts in told.figures.felt[name].values())
    frame = told.frame(width=372, height=150, right=34, unit=spoken, logarithmic=True)
    return drawn(step, said(felt), three(told.coarse, names), frame)


def _steps_table(told: Told, journey: str, lines: Sequence[Mapping[str, Any]]) -> Table:
    rows = []
    for line in lines:
        points = told.coarse.percentiles([f"step\t{journey}\t{line['name']}"], 95)
        high = max((value or 0 for _, value in points), default=0)
        felt = line["felt"]
        rows.append(
            [
                line["name"],
                f"{line['tried']:,}".replace(",", " "),
                str(sum(line["errors"].values())),
                *(seconds(felt[key]) for key in ("p50", "p95", "p99", "p100")),
                Markup(spark(points, high)),
            ]
        )
    heads = ["step", "clicks", "errors", "p50", "p95", "p99", "longest", "p95 over time"]
    return Table(journey, heads, rows)


def _promised(rush: Rush, at: float) -> tuple[float, str] | None:
    limits = [
        promise.limit
        for aim in rush.objective
        if aim.step == "*"
        for promise in aim.meets
        if promise.percentile == at
    ]
    return (min(limits), f"p{at:g} objective") if limits else None


def _instants(told: Told) -> list[float]:
    number = 240
    return [told.rush.lasts * i / number for i in range(number)]


def _nines(at: float) -> float:
    return -math.log10(1 - at / 100)


def _distribution(counts: Counts) -> Points:
    number = sum(counts.values())
    if not number:
        return []
    last = min(_nines(_STATIONS[-1]), math.log10(number))
    places = [last * i / 80 for i in range(81)]
    return [(at, percentile(counts, (1 - 10**-at) * 100)) for at in places]
