"""From values to places on paper, and the round values that an axis names."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` laid over pixels from ``begin`` to ``end``."""

    low: float
    high: float
    begin: float
    end: float
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Return where a value lies; what is outside lies on the edge."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)


def ticks(high: float, most: int = 5) -> list[float]:
    """Return round values from zero to a round value not below ``high``."""
    step = nice_step(high / most)
    return [step * i for i in range(math.ceil(high / step - 1e-9) + 1)]


def nice_step(rough: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below ``rough``."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * (1 - 1e-9))


def log_ticks(low: float, high: float) -> list[float]:
    """Return 1, 3 (few) or powers of ten (many) that enclose the values."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1.0, 3.0) if last - first <= 2 else (1.0,)
    found = [one * 10.0**n for n in range(first, last + 1) for one in steps]
    begin = max((v for v in found if v <= low * 1.0001), default=found[0])
    end = min((v for v in found if v >= high * 0.9999), default=found[-1])
    inside = [value for value in found if begin <= value <= end]
    return inside if len(inside) > 1 else [begin, begin * 10]


def time_ticks(seconds: float, most: int = 8) -> list[float]:
    """Return round instants of a run."""
    steps: Sequence[float] = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
    step = next((one for one in steps if seconds / one <= most), 28_800)
    return [step * i for i in range(int(seconds / step + 1e-9) + 1)]


def clock(seconds: float) -> str:
    """Return an instant of a run as minutes and seconds, or hours and minutes."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02d} h"
    return f"{whole // 60}:{whole % 60:02d}"
