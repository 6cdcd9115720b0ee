"""The highest rate that still meets the objectives, by bisection that allows for noise.

Each probe is a whole run that passes or fails, and may be wrong. What is known of the limit is a
probability over rates; the next probe is at its median, and each answer shifts weight by how sure
it is (probabilistic bisection: Horstein 1963; Waeber, Frazier, Henderson 2013).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

_POINTS = 1200
_OURS = (
    "Above that rate the generator was late: this is its limit on this machine, and the portal's "
    "is not lower. More workers or more machines show how much higher it is."
)
_SUREST, _LEAST_SURE = 0.95, 0.65  # of a probe: one run can always be a lucky one
_TOSS_UP = 0.8  # a probe less sure than this is so near the limit that it does not tell the side
_ASIDE = 0.2


@dataclass(frozen=True)
class Probe:
    """One run at one rate: whether it met the objectives, and how sure that is (0.5 to 1).

    ``invalid`` when the generator could not keep up: that rate cannot be shown to hold.
    """

    rate: float
    passed: bool
    sure: float
    invalid: bool = False


@dataclass(frozen=True)
class Limit:
    """The rate found, and the interval that holds the limit with the stated confidence."""

    rate: float
    low: float
    high: float
    confidence: float
    probes: tuple[Probe, ...]
    settled: bool

    def __str__(self) -> str:
        sure = f"{self.confidence * 100:g} %"
        interval = f"{self.low:.3g} to {self.high:.3g} /s with {sure} confidence"
        open_end = "" if self.settled else "; not settled: more probes would narrow it"
        found = f"{self.rate:.3g} arrivals/s ({interval}, {len(self.probes)} runs{open_end})"
        return f"{found}\n{_OURS}" if self.of_the_generator else found

    @property
    def of_the_generator(self) -> bool:
        """Tell whether the lowest rate that was missed was missed by the generator."""
        missed = [probe for probe in self.probes if not probe.passed]
        return bool(missed) and min(missed, key=lambda probe: probe.rate).invalid


def find_limit(
    probe: Callable[[float], Probe],
    start: float,
    *,
    precision: float = 0.10,
    confidence: float = 0.90,
    most: int = 16,
    highest: float = 2000.0,
) -> Limit:
    """Search from ``start`` until the interval is as narrow as ``precision``, or probes run out."""
    probes = _bracket(probe, start, most, highest)
    around = [one.rate for one in probes[-2:]]
    belief = _Belief(min(around) / 2, min(max(around) * 2, highest))
    for one in probes:
        belief.learn(one)
    while len(probes) < most and not belief.settled(precision, confidence):
        one = probe(belief.worth_asking(probes[-1]))
        probes.append(one)
        belief.learn(one)
    tail = (1 - confidence) / 2
    return Limit(
        rate=belief.quantile(0.5),
        low=belief.quantile(tail),
        high=belief.quantile(1 - tail),
        confidence=confidence,
        probes=tuple(probes),
        settled=belief.settled(precision, confidence),
    )


def _bracket(
    probe: Callable[[float], Probe], start: float, most: int, highest: float
) -> list[Probe]:
    """Double or halve until one rate passes and its neighbour fails."""
    probes = [probe(start)]
    while len(probes) < most:
        last = probes[-1]
        if last.passed != probes[0].passed or (last.passed and last.rate >= highest):
            break
        probes.append(probe(min(last.rate * 2, highest) if last.passed else last.rate / 2))
    return probes


class _Belief:
    """How likely each rate is to be the limit."""

    def __init__(self, low: float, high: float) -> None:
        step = (log(high) - log(low)) / (_POINTS - 1)
        self._rates = [exp(log(low) + step * i) for i in range(_POINTS)]
        self._weights = [1 / _POINTS] * _POINTS

    def learn(self, probe: Probe) -> None:
        """Shift weight to the side of the limit that a probe points to."""
        sure = min(max(probe.sure, _LEAST_SURE), _SUREST)
        above = sure if probe.passed else 1 - sure
        moved = [
            weight * (above if rate > probe.rate else 1 - above)
            for rate, weight in zip(self._rates, self._weights, strict=True)
        ]
        total = sum(moved)
        self._weights = [weight / total for weight in moved]

    def worth_asking(self, last: Probe) -> float:
        """Return the next rate: the median, or one on the side less known when that was a toss-up.

        At the limit itself one run passes and the next one fails, for ever.
        """
        middle = self.quantile(0.5)
        if last.sure >= _TOSS_UP:
            return middle
        below, above = middle / self.quantile(0.05), self.quantile(0.95) / middle
        return self.quantile(_ASIDE if below > above else 1 - _ASIDE)

    def quantile(self, at: float) -> float:
        """Return the rate below which the limit lies with probability ``at``."""
        reached = 0.0
        for rate, weight in zip(self._rates, self._weights, strict=True):
            reached += weight
            if reached >= at:
                return rate
        return self._rates[-1]

    def settled(self, precision: float, confidence: float) -> bool:
        """Tell whether the interval is narrow enough."""
        tail = (1 - confidence) / 2
        return self.quantile(1 - tail) <= self.quantile(tail) * (1 + precision)
