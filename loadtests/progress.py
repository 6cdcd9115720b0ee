"""How far a run is, as one line of JSON a second."""

import json
from dataclasses import asdict, dataclass

from loadtests.figures import Figures, added, percentile

_RECENT = 5.0  # seconds


@dataclass(frozen=True)
class Progress:
    """A look at a run; shares and percentiles are those of the last seconds."""

    at: float
    arrived: int
    playing: int
    completed: int
    lost: int
    errors: float
    p50: float | None
    p95: float | None
    lateness_p99: float | None


def line(figures: Figures, at: float) -> str:
    """Return the state of a run as a line that `read` understands."""
    first = int((at - _RECENT) / figures.width)
    steps = added(
        counts
        for name, slices in figures.felt.items()
        if name.startswith("step\t")
        for place, counts in slices.items()
        if place >= first
    )
    tried, wrong = (_total(figures, kind, first) for kind in ("tried", "error"))
    came = _total(figures, "arrived") + _total(figures, "returned")
    progress = Progress(
        at=round(at, 1),
        arrived=_total(figures, "arrived"),
        playing=came - _total(figures, "left"),
        completed=_total(figures, "completed"),
        lost=_total(figures, "lost"),
        errors=wrong / tried if tried else 0.0,
        p50=percentile(steps, 50),
        p95=percentile(steps, 95),
        lateness_p99=percentile(figures.overall("generator\tlateness"), 99),
    )
    return json.dumps(asdict(progress))


def read(text: str) -> Progress | None:
    """Return the progress that a line tells; None when it tells something else."""
    if not text.startswith('{"at"'):
        return None
    return Progress(**json.loads(text))


def _total(figures: Figures, kind: str, first: int = -(10**9)) -> int:
    return sum(
        times
        for name, counts in figures.counts.items()
        if name.startswith(f"{kind}\t")
        for place, times in counts.items()
        if place >= first
    )
