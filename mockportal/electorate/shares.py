"""Who belongs to which population: exact numbers, without counting."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from math import gcd


class Shares:
    """Populations spread evenly over the ranks, each in its exact number."""

    def __init__(self, size: int, weights: Mapping[str, float], fixed: Mapping[int, str]) -> None:
        self._size, self._fixed = size, fixed
        self._names = tuple(weights)
        numbers = _apportioned(size, tuple(weights.values()))
        self._ends = tuple(accumulate(numbers))
        self._stride = next(
            step for step in range(int(size * 0.618) or 1, 2 * size + 1) if gcd(step, size) == 1
        )
        self.numbers = dict(zip(self._names, numbers, strict=True))
        for rank, name in fixed.items():
            self.numbers[self._drawn(rank)] -= 1
            self.numbers[name] += 1

    def of(self, rank: int) -> str:
        """Return the population of a rank."""
        return self._fixed.get(rank) or self._drawn(rank)

    def _drawn(self, rank: int) -> str:
        return self._names[bisect_right(self._ends, rank * self._stride % self._size)]


def _apportioned(size: int, weights: tuple[float, ...]) -> list[int]:
    """Share a number by weights; what rounding leaves goes to the largest remainders."""
    total = sum(weights)
    exact = [size * weight / total for weight in weights]
    numbers = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda at: (numbers[at] - exact[at], at))
    for at in order[: size - sum(numbers)]:
        numbers[at] += 1
    return numbers
