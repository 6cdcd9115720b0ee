"""The figures of a run as curves over its time."""

import math
from collections.abc import Iterable, Mapping

from loadtests.figures import Counts, Figures, added, percentile
from loadtests.report.plots import Points

MOST, FEW = 90, 24
"""Points of a curve on a wide plot, and on a small one."""


class Curves:
    """Slices of a run gathered into so many points at most."""

    def __init__(self, figures: Figures, ended: float, most: int = MOST) -> None:
        self.figures = figures
        slices = max(math.ceil(ended / figures.width), 1)
        self._gather = max(math.ceil(slices / most), 1)
        self._points = math.ceil(slices / self._gather)

    @property
    def step(self) -> float:
        """Return the seconds of one point."""
        return self._gather * self.figures.width

    def rate(self, *prefixes: str) -> Points:
        """Return how often per second something happened."""
        sums = self.sums(*prefixes)
        return [(self._middle(i), sums[i] / self.step) for i in range(self._points)]

    def sums(self, *prefixes: str) -> list[int]:
        """Return how often something happened in each point."""
        sums = [0] * self._points
        for name, counts in self.figures.counts.items():
            if name.startswith(prefixes):
                for place, times in counts.items():
                    sums[self._place(place)] += times
        return sums

    def inside(self) -> Points:
        """Return how many voters were in the portal at the end of each point."""
        came, left = self.sums("arrived\t", "returned\t"), self.sums("left\t")
        inside, points = 0, []
        for i in range(self._points):
            inside += came[i] - left[i]
            points.append(((i + 1) * self.step, float(max(inside, 0))))
        return [(0.0, 0.0), *points]

    def percentiles(self, names: Iterable[str], at: float) -> Points:
        """Return a percentile of some series, from the intended instants."""
        merged: list[list[Counts]] = [[] for _ in range(self._points)]
        for name in names:
            for place, counts in self.figures.felt.get(name, {}).items():
                merged[self._place(place)].append(counts)
        return [(self._middle(i), percentile(added(m), at)) for i, m in enumerate(merged)]

    def by_kind(self) -> Mapping[str, list[int]]:
        """Return errors by kind in each point, the most frequent kind first."""
        kinds: dict[str, list[int]] = {}
        for name, counts in self.figures.counts.items():
            if name.startswith("error\t"):
                sums = kinds.setdefault(name.rpartition("\t")[2], [0] * self._points)
                for place, times in counts.items():
                    sums[self._place(place)] += times
        return dict(sorted(kinds.items(), key=lambda kind: -sum(kind[1])))

    def rates(self, sums: list[int]) -> Points:
        """Return sums as events per second."""
        return [(self._middle(i), times / self.step) for i, times in enumerate(sums)]

    def _place(self, place: int) -> int:
        return min(max(place // self._gather, 0), self._points - 1)

    def _middle(self, point: int) -> float:
        return (point + 0.5) * self.step
