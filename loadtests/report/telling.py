"""A run ready to be told, and the pieces a page is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from loadtests.figures import Counts, Figures, percentile
from loadtests.quantities import spoken
from loadtests.report.curves import Curves
from loadtests.report.plots import Frame, Line, Points, plot
from loadtests.rush import Rush

STYLES = ("one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class Drawing:
    """A plot under its caption, and how to read it."""

    caption: str
    drawing: Markup
    reading: str = ""


@dataclass(frozen=True)
class Table:
    """Figures as text: what a plot shows, for everyone."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """A part of the page."""

    anchor: str
    title: str
    told: str
    plots: Sequence[Drawing] = ()
    tables: Sequence[Table] = ()
    points: Sequence[str] = ()


@dataclass(frozen=True)
class Told:
    """A run: its results, its rush, its figures, its curves."""

    results: Mapping[str, Any]
    rush: Rush
    figures: Figures
    curves: Curves
    coarse: Curves

    @property
    def until(self) -> float:
        """Return the seconds from the first arrival to the end."""
        return max(float(self.results["ended"]), 1.0)

    def frame(self, **changes: Any) -> Frame:
        """Return a frame over the time of the run, with a mark where arrivals end."""
        drains = self.until > self.rush.lasts * 1.02
        mark = (self.rush.lasts, "last arrival") if drains else None
        return Frame(until=self.until, mark=mark, **changes)

    def lines(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the results of all journeys, steps or messages."""
        return [line for line in self.results["series"] if line["kind"] == kind]


def three(curves: Curves, names: Sequence[str]) -> list[Line]:
    """Return p99, p95 and p50 of some series over time."""
    return [Line(f"p{at:g}", curves.percentiles(names, at), f"p{at:g}") for at in (99, 95, 50)]


def drawn(
    caption: str, told: str, lines: Sequence[Line], frame: Frame, reading: str = ""
) -> Drawing:
    """Return a plot under its caption; ``told`` says in words what is to be seen."""
    return Drawing(caption, Markup(plot(caption, told, lines, frame)), reading)


def seconds(value: float | None) -> str:
    """Return a latency as text."""
    return "–" if value is None else spoken(value)


def summary(counts: Counts) -> list[str]:
    """Return median, p95, p99 and the longest as text."""
    return [seconds(percentile(counts, at)) for at in (50, 95, 99, 100)]


def said(counts: Counts) -> str:
    """Return a latency series as a sentence."""
    p50, p95, p99, _ = summary(counts)
    return f"Median {p50}, p95 {p95}, p99 {p99} over the whole run"


def peak(points: Points) -> float:
    """Return the highest value of a curve."""
    return max((value or 0.0 for _, value in points), default=0.0)
