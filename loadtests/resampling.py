"""How sure a figure of one run is: its slices, in blocks, drawn again with replacement.

Neighbouring slices share queues and noise, so whole blocks are drawn (block bootstrap). What is
found is the noise within a run; what differs from run to run for other reasons is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from loadtests.figures import Counts, top

BLOCKS = 20
_COARSE = 8  # bits kept of a value: half a percent, fine enough to tell noise


@dataclass(frozen=True)
class Blocks:
    """A series cut into equal lengths of time: (value, block, times) in order of value."""

    entries: tuple[tuple[int, int, int], ...]
    number: int


def latencies(slices: Mapping[int, Counts], last: int) -> Blocks:
    """Cut a latency series; slice ``last`` ends the run."""
    number = min(BLOCKS, last + 1)
    sums: dict[tuple[int, int], int] = {}
    for place, counts in slices.items():
        block = min(place, last) * number // (last + 1)
        for lowest, times in counts.items():
            shift = max(lowest.bit_length() - _COARSE, 0)
            key = (lowest >> shift << shift, block)
            sums[key] = sums.get(key, 0) + times
    return Blocks(tuple((value, b, times) for (value, b), times in sorted(sums.items())), number)


def draws(number: int, times: int, seed: int) -> list[list[int]]:
    """Draw how often each of ``number`` blocks is taken, ``times`` times over."""
    random = Random(f"{seed}:{number}")
    weights = []
    for _ in range(times):
        taken = [0] * number
        for place in random.choices(range(number), k=number):
            taken[place] += 1
        weights.append(taken)
    return weights


def percentiles(blocks: Blocks, weights: Sequence[int], at: Sequence[float]) -> list[float]:
    """Return percentiles in seconds of one draw, in the order of ``at`` (which ascends)."""
    total = sum(times * weights[block] for _, block, times in blocks.entries)
    if not total:
        return [0.0] * len(at)
    wanted = [total * percent / 100 for percent in at]
    found: list[float] = []
    reached = 0
    for value, block, times in blocks.entries:
        reached += times * weights[block]
        while len(found) < len(wanted) and reached >= wanted[len(found)]:
            found.append(_middle(value) / 1e6)
    return found


def cut(counts: Mapping[int, int], last: int) -> list[int]:
    """Return how often something happened in each block."""
    number = min(BLOCKS, last + 1)
    sums = [0] * number
    for place, times in counts.items():
        sums[min(max(place, 0), last) * number // (last + 1)] += times
    return sums


def weighed(sums: Sequence[float], weights: Sequence[int]) -> float:
    """Return the sum of one draw."""
    return sum(one * weight for one, weight in zip(sums, weights, strict=True))


def interval(values: Sequence[float], confidence: float) -> tuple[float, float]:
    """Return the central interval of drawn values."""
    ordered = sorted(values)
    tail = (1 - confidence) / 2
    low = min(int(tail * len(ordered)), len(ordered) - 1)
    return ordered[low], ordered[-1 - low]


def _middle(value: int) -> float:
    shift = max(value.bit_length() - _COARSE, 0)
    return (value + top(value)) / 2 if shift <= 0 else value + (1 << shift) / 2
