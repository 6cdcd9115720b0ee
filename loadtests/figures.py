"""What a run measured: latencies in HDR buckets and counts, by slice of time; adds up anywhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hdrh.histogram import HdrHistogram

Counts = dict[int, int]
"""Microseconds (the lowest value of their HDR bucket, 3 significant digits) to occurrences."""

_BITS = 11  # 2048 sub-buckets: what HDR takes for 3 significant digits
HIGHEST = 86_400_000_000  # a day


def bucket(micros: int) -> int:
    """Return the lowest value that HDR does not tell from this one."""
    shift = micros.bit_length() - _BITS
    return micros if shift <= 0 else micros >> shift << shift


def top(lowest: int) -> int:
    """Return the highest value of the bucket that begins at ``lowest``."""
    shift = max(lowest.bit_length() - _BITS, 0)
    return lowest + (1 << shift) - 1


def total(counts: Counts) -> int:
    """Return how many values were recorded."""
    return sum(counts.values())


def percentile(counts: Counts, at: float) -> float | None:
    """Return a percentile in seconds, as HDR reads it: the top of its bucket. None when empty."""
    wanted = max(int(total(counts) * at / 100 + 0.5), 1)
    reached = 0
    for lowest in sorted(counts):
        reached += counts[lowest]
        if reached >= wanted:
            return top(lowest) / 1e6
    return None


def mean(counts: Counts) -> float | None:
    """Return the mean in seconds, each value taken at the middle of its bucket."""
    number = total(counts)
    weighed = sum((lowest + top(lowest)) / 2 * times for lowest, times in counts.items())
    return weighed / number / 1e6 if number else None


def added(parts: Iterable[Counts]) -> Counts:
    """Return the sum of several records."""
    sums: Counts = defaultdict(int)
    for part in parts:
        for lowest, times in part.items():
            sums[lowest] += times
    return dict(sums)


def hdr(counts: Counts) -> str:
    """Return the standard HDR encoding (V2, compressed, base 64), for any HDR tool."""
    histogram = HdrHistogram(1, HIGHEST, 3)
    for lowest, times in counts.items():
        histogram.record_value(lowest, times)
    return str(histogram.encode().decode())


class Figures:
    """Latencies (from the intended instant, from the send) and counts, by slice of time.

    A value belongs to the slice in which its voter *wanted* it, so a stall weighs on the moment
    that suffered from it.
    """

    def __init__(self, width: float = 1.0) -> None:
        self.width = width
        self.felt: dict[str, dict[int, Counts]] = defaultdict(dict)
        self.sent: dict[str, dict[int, Counts]] = defaultdict(dict)
        self.counts: dict[str, Counts] = defaultdict(dict)

    def latency(self, series: str, at: float, felt: float, sent: float | None = None) -> None:
        """Record seconds that began at instant ``at`` of the run."""
        place = int(at / self.width)
        _add(self.felt[series], place, bucket(max(round(felt * 1e6), 1)))
        if sent is not None:
            _add(self.sent[series], place, bucket(max(round(sent * 1e6), 1)))

    def count(self, name: str, at: float, times: int = 1) -> None:
        """Record that something happened at instant ``at`` of the run."""
        counts, place = self.counts[name], int(at / self.width)
        counts[place] = counts.get(place, 0) + times

    def clear(self) -> None:
        """Forget everything: what was recorded has been handed on."""
        self.felt.clear()
        self.sent.clear()
        self.counts.clear()

    def packed(self) -> dict[str, Any]:
        """Return plain values, fit for a message or a file."""
        return {
            "width": self.width,
            "felt": {name: _pack(slices) for name, slices in self.felt.items()},
            "sent": {name: _pack(slices) for name, slices in self.sent.items()},
            "counts": {name: list(counts.items()) for name, counts in self.counts.items()},
        }

    def add(self, packed: Mapping[str, Any], at_once: bool = False) -> None:
        """Add what another recorder packed; ``at_once`` takes all of its slices as one."""
        for mine, theirs in ((self.felt, packed["felt"]), (self.sent, packed["sent"])):
            for name, slices in theirs.items():
                for place, pairs in slices:
                    for lowest, times in pairs:
                        _add(mine[name], 0 if at_once else place, lowest, times)
        for name, pairs in packed["counts"].items():
            for place, times in pairs:
                counts, there = self.counts[name], 0 if at_once else place
                counts[there] = counts.get(there, 0) + times

    def overall(self, series: str) -> Counts:
        """Return one series over the whole run, from the intended instants."""
        return added(self.felt[series].values()) if series in self.felt else {}

    def recent(self, prefix: str, first: int) -> Counts:
        """Return some series together, from a slice to the last, from the intended instants."""
        return added(
            slices[place]
            for name, slices in self.felt.items()
            if name.startswith(prefix)
            for place in _last_places(slices, first)
        )

    def happened(self, kind: str, first: int) -> int:
        """Return how often something of a kind happened, from a slice to the last."""
        return sum(
            counts[place]
            for name, counts in self.counts.items()
            if name.startswith(f"{kind}\t")
            for place in _last_places(counts, first)
        )

    def sum(self, name: str) -> int:
        """Return how often something happened in the whole run."""
        return sum(self.counts[name].values()) if name in self.counts else 0

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Figures":
        """Return the figures that ``packed`` describes."""
        figures = cls(packed["width"])
        figures.add(packed)
        return figures


def _last_places(slices: Mapping[int, Any], first: int) -> Iterator[int]:
    """Yield the places from ``first`` on, without a look at the many before."""
    last = max(slices, default=first - 1)
    return (place for place in range(first, last + 1) if place in slices)


def _add(slices: dict[int, Counts], place: int, lowest: int, times: int = 1) -> None:
    counts = slices.get(place)
    if counts is None:
        counts = slices[place] = {}
    counts[lowest] = counts.get(lowest, 0) + times


def _pack(slices: dict[int, Counts]) -> list[tuple[int, list[tuple[int, int]]]]:
    return [(place, list(counts.items())) for place, counts in slices.items()]
