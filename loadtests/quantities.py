"""Durations and shares as people write them: ``10 min``, ``1.5 s``, ``0.1 %``."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|min|h)")
_SHARE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*%")


def duration(written: object) -> float:
    """Return the seconds meant by ``10 min``, ``20 s`` or ``300 ms``."""
    if isinstance(written, str) and (found := _DURATION.fullmatch(written.strip())):
        return float(found["number"]) * _UNITS[found["unit"]]
    raise ValueError("a number and a unit: 300 ms, 20 s, 10 min, 2 h")


def share(written: object) -> float:
    """Return the fraction meant by ``0.1 %``."""
    if isinstance(written, str) and (found := _SHARE.fullmatch(written.strip())):
        return float(found["number"]) / 100
    raise ValueError("a number and a percent sign: 0.1 %")


def spoken(seconds: float) -> str:
    """Return a duration in the unit a reader expects: 1.2 ms, 340 ms, 2.05 s, 3 min 20 s."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.3g} ms"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


Seconds = Annotated[float, BeforeValidator(duration)]
Share = Annotated[float, BeforeValidator(share)]
