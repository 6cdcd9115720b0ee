"""Two runs of the same rush side by side: what changed beyond the noise of both."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, log
from typing import Any

from loadtests import resampling
from loadtests.figures import Figures, added, percentile

DRAWS = 400
CONFIDENCE = 0.99
"""That no difference at all is reported between two equal runs, noise within runs considered."""

RELEVANT = 0.10
"""A change of less is never a regression: runs differ by that much for reasons of their own."""

FEWEST = 200  # values a series needs on both sides

Weights = Sequence[Sequence[int]]


class NotComparable(Exception):
    """Two results that do not tell of the same load."""


@dataclass(frozen=True)
class Difference:
    """One figure in both runs, the ratio of the second to the first and its interval."""

    what: str
    before: float
    after: float
    ratio: float
    low: float
    high: float
    worse: bool
    better: bool


@dataclass(frozen=True)
class Comparison:
    """Every figure that both runs have."""

    differences: tuple[Difference, ...]

    @property
    def regressions(self) -> tuple[Difference, ...]:
        """Return what got worse beyond noise."""
        return tuple(one for one in self.differences if one.worse)


@dataclass(frozen=True)
class _Measured:
    """A figure of one run: its value, and the value of each draw."""

    value: float
    drawn: Sequence[float]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two results. Refuses: NotComparable."""
    _check(before, after)
    first, second = (_Run(one) for one in (before, after))
    names = [name for name in first.measures if name in second.measures]
    tail = (1 - CONFIDENCE) / max(len(names), 1)
    return Comparison(
        tuple(
            _difference(name, first.measures[name](), second.measures[name](), 1 - tail)
            for name in names
        )
    )


def _check(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for which, one in (("first", before), ("second", after)):
        if one.get("format") != "mockportal-rush/1":
            raise NotComparable(f"the {which} file does not hold the results of a rush")
        if one["verdict"]["outcome"] == "invalid":
            raise NotComparable(f"the {which} run is invalid: {one['verdict']['reasons'][0]}")
    for key in ("rush", "fitted"):
        if before[key] != after[key]:
            raise NotComparable(f"the runs differ in their {key}: another load cannot be compared")


def _difference(what: str, a: _Measured, b: _Measured, confidence: float) -> Difference:
    ratio = _ratio(a.value, b.value)
    drawn = [log(_ratio(x, y)) for x, y in zip(a.drawn, b.drawn, strict=True)]
    low, high = resampling.interval(drawn, confidence)
    return Difference(
        what,
        a.value,
        b.value,
        ratio,
        exp(low),
        exp(high),
        worse=low > 0 and ratio >= 1 + RELEVANT,
        better=high < 0 and ratio <= 1 / (1 + RELEVANT),
    )


def _ratio(before: float, after: float) -> float:
    return max(after, 1e-9) / max(before, 1e-9)


class _Run:
    """The figures of one results file that can be compared."""

    def __init__(self, results: Mapping[str, Any]) -> None:
        self._figures = Figures.unpacked(results["figures"])
        self._last = max(1, round(results["lasts"] / self._figures.width)) - 1
        number = min(resampling.BLOCKS, self._last + 1)
        self._weights = resampling.draws(number, DRAWS, hash(results["run"]) % 10_000)
        self._portal = results["portal"]
        self.measures = dict(self._measures())

    def _measures(self) -> Iterator[tuple[str, Callable[[], _Measured]]]:
        steps = {n: s for n, s in self._figures.felt.items() if n.startswith("step\t")}
        yield "all steps p50", partial(self._latency, steps, 50)
        yield "all steps p95", partial(self._latency, steps, 95)
        for name, slices in sorted(steps.items()):
            if sum(sum(counts.values()) for counts in slices.values()) >= FEWEST:
                _, journey, step = name.split("\t")
                one = {name: slices}
                yield f"{journey}: {step} p50", partial(self._latency, one, 50)
                yield f"{journey}: {step} p95", partial(self._latency, one, 95)
        if any(sample.get("cpu") for sample in self._portal):
            yield "portal CPU per request", self._processor
        if sum(self._counted("error\t")) >= 20:
            yield "errors per click", partial(self._share, "error\t", "tried\t")

    def _latency(self, series: Mapping[str, Any], at: float) -> _Measured:
        merged: dict[int, list[dict[int, int]]] = {}
        for slices in series.values():
            for place, counts in slices.items():
                merged.setdefault(place, []).append(counts)
        whole = {place: added(parts) for place, parts in merged.items()}
        blocks = resampling.latencies(whole, self._last)
        drawn = [resampling.percentiles(blocks, w, (at,))[0] for w in self._weights]
        return _Measured(percentile(added(whole.values()), at) or 0.0, drawn)

    def _counted(self, prefix: str) -> list[int]:
        sums: dict[int, int] = {}
        for name, counts in self._figures.counts.items():
            if name.startswith(prefix):
                for place, times in counts.items():
                    sums[place] = sums.get(place, 0) + times
        return resampling.cut(sums, self._last)

    def _share(self, part: str, whole: str) -> _Measured:
        return self._quotient(self._counted(part), self._counted(whole))

    def _processor(self) -> _Measured:
        spent: dict[int, float] = {}
        for earlier, later in zip(self._portal, self._portal[1:], strict=False):
            place = int(later["at"] / self._figures.width)
            if place >= 0:
                spent[place] = spent.get(place, 0.0) + max(later["cpu"] - earlier["cpu"], 0.0)
        micros = {place: round(seconds * 1e6) for place, seconds in spent.items()}
        return self._quotient(resampling.cut(micros, self._last), self._counted("requests"), 1e-6)

    def _quotient(self, part: list[int], whole: list[int], unit: float = 1.0) -> _Measured:
        drawn = [
            resampling.weighed(part, w) / max(resampling.weighed(whole, w), 1) * unit
            for w in self._weights
        ]
        return _Measured(sum(part) / max(sum(whole), 1) * unit, drawn)
