"""Two runs of the same rush side by side: what changed beyond the noise of both."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import exp, log
from pathlib import Path
from typing import Any
from zlib import crc32

from loadtests import resampling
from loadtests.figures import Counts, Figures, added, percentile
from loadtests.results import FORMAT

DRAWS = 300
CONFIDENCE = 0.99
"""That no difference at all is reported between two equal runs, noise within runs considered."""

RELEVANT = 0.10
"""A change of less is never a regression: runs differ by that much for reasons of their own."""

_FEW_ERRORS = 0.001  # per click: what is below is all the same
FEWEST = 200  # values a series needs on both sides

_PERCENTILES = (50, 95)


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
    least: float = 1e-9  # what is less counts as that much


def read(path: Path) -> dict[str, Any]:
    """Read the results of a run. Refuses: NotComparable."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as reason:
        raise NotComparable(f"{path}: {reason}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotComparable(f"{path} does not hold the results of a rush")
    return found


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
        if one.get("format") != FORMAT:
            raise NotComparable(f"the {which} file does not hold the results of a rush")
        if one["verdict"]["outcome"] == "invalid":
            raise NotComparable(f"the {which} run is invalid: {one['verdict']['reasons'][0]}")
    for key in ("rush", "fitted"):
        if before[key] != after[key]:
            raise NotComparable(f"the runs differ in their {key}: another load cannot be compared")


def _difference(what: str, a: _Measured, b: _Measured, confidence: float) -> Difference:
    ratio = _ratio(a.value, b.value, a.least)
    drawn = [log(_ratio(x, y, a.least)) for x, y in zip(a.drawn, b.drawn, strict=True)]
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


def _ratio(before: float, after: float, least: float) -> float:
    return max(after, least) / max(before, least)


class _Run:
    """The figures of one results file that can be compared."""

    def __init__(self, results: Mapping[str, Any]) -> None:
        self._figures = Figures.unpacked(results["figures"])
        self._last = max(1, round(results["ended"] / self._figures.width)) - 1
        number = min(resampling.BLOCKS, self._last + 1)
        self._weights = resampling.draws(number, DRAWS, crc32(results["run"].encode()))
        self._portal = results["portal"]
        self.measures = dict(self._measures())

    def _measures(self) -> Iterator[tuple[str, Callable[[], _Measured]]]:
        steps = {n: s for n, s in self._figures.felt.items() if n.startswith("step\t")}
        yield from self._both("all steps", list(steps.values()))
        for name, slices in sorted(steps.items()):
            if sum(sum(counts.values()) for counts in slices.values()) >= FEWEST:
                _, journey, step = name.split("\t")
                yield from self._both(f"{journey}: {step}", [slices])
        if any(sample.get("cpu") for sample in self._portal):
            yield "portal CPU per request", self._processor
        yield "errors per click", partial(self._share, "error\t", "tried\t")

    def _both(
        self, name: str, series: Sequence[Mapping[int, Counts]]
    ) -> Iterator[tuple[str, Callable[[], _Measured]]]:
        """Yield median and p95 of some series taken together; both are found in one pass."""
        found: list[_Measured] = []
        for place, at in enumerate(_PERCENTILES):
            yield f"{name} p{at:g}", partial(self._latency, series, place, found)

    def _latency(
        self, series: Sequence[Mapping[int, Counts]], place: int, found: list[_Measured]
    ) -> _Measured:
        if not found:
            merged: dict[int, list[Counts]] = {}
            for slices in series:
                for at, counts in slices.items():
                    merged.setdefault(at, []).append(counts)
            whole = {at: added(parts) for at, parts in merged.items()}
            blocks = resampling.latencies(whole, self._last)
            drawn = [resampling.percentiles(blocks, w, _PERCENTILES) for w in self._weights]
            overall = added(whole.values())
            found += [
                _Measured(percentile(overall, at) or 0.0, [one[i] for one in drawn])
                for i, at in enumerate(_PERCENTILES)
            ]
        return found[place]

    def _counted(self, prefix: str) -> list[int]:
        sums: dict[int, int] = {}
        for name, counts in self._figures.counts.items():
            if name.startswith(prefix):
                for place, times in counts.items():
                    sums[place] = sums.get(place, 0) + times
        return resampling.cut(sums, self._last)

    def _share(self, part: str, whole: str) -> _Measured:
        found = self._quotient(self._counted(part), self._counted(whole))
        return replace(found, least=_FEW_ERRORS)

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
