"""What a run promises: ``p95 < 2 s``, ``errors < 0.1 %``, ``completion > 99 %``."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from loadtests.quantities import duration, share, spoken

_SENTENCE = re.compile(
    r"(?P<what>p\d{1,2}(?:\.\d+)?|errors|completion)\s*(?P<sign>[<>])\s*(?P<limit>.+)"
)
_ALLOWED = "p50 < 300 ms, p99.9 < 5 s, errors < 0.1 % or completion > 99 %"


@dataclass(frozen=True)
class Objective:
    """One bound on one figure; ``limit`` is seconds for a percentile, else a fraction."""

    what: str
    sign: str
    limit: float

    @property
    def percentile(self) -> float | None:
        """Return 95.0 for ``p95``; None when the figure is a share."""
        return float(self.what[1:]) if self.what.startswith("p") else None

    def met_by(self, figure: float) -> bool:
        """Tell whether a figure keeps the promise."""
        return figure < self.limit if self.sign == "<" else figure > self.limit

    def __str__(self) -> str:
        limit = f"{self.limit * 100:g} %" if self.percentile is None else spoken(self.limit)
        return f"{self.what} {self.sign} {limit}"


def objective(written: object) -> Objective:
    """Read one objective. A percentile and a share of errors have a ceiling, completion a floor."""
    if isinstance(written, Objective):
        return written
    found = _SENTENCE.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None or (found["sign"] == ">") != (found["what"] == "completion"):
        raise ValueError(_ALLOWED)
    read = duration if found["what"].startswith("p") else share
    return Objective(found["what"], found["sign"], read(found["limit"]))


Promise = Annotated[Objective, BeforeValidator(objective)]
