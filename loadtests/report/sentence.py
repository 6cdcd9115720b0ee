"""The verdict in one sentence, to be pasted in a mail."""

from collections.abc import Mapping
from typing import Any

from loadtests.figures import Figures, percentile
from loadtests.quantities import spoken

_OUTCOMES = {
    "passed": "held",
    "failed": "did not hold",
    "stopped": "was stopped under",
    "invalid": "was not really tested by",
}


def sentence(results: Mapping[str, Any]) -> str:
    """Say what a run showed: who came, what became of them, and what it is worth."""
    figures = Figures.unpacked(results["figures"])
    arrived, completed = _all(figures, "arrived\t"), _all(figures, "completed\t")
    if not arrived:
        return f"Nobody arrived at {results['target']}: the run says nothing."
    tried, wrong = _all(figures, "tried\t"), _all(figures, "error\t")
    p95 = percentile(figures.recent("step\t", 0), 95)
    audit = results["audit"]
    lost = "" if not audit else _lost(audit)
    return (
        f"The portal {_OUTCOMES[results['verdict']['outcome']]} {arrived} voters in "
        f"{spoken(results['lasts'])} (up to {_most(figures):.3g} a second): "
        f"{completed / arrived * 100:.4g} % completed their journey, "
        f"95 % of clicks took {'–' if p95 is None else spoken(p95)} or less, "
        f"{wrong / max(tried, 1) * 100:.3g} % failed{lost}."
    )


def _lost(audit: Mapping[str, Any]) -> str:
    if not audit["holds"]:
        return ", and the audit found a mismatch"
    receipts, ballots = audit["receipts"], sum(audit["ballots"].values())
    missing = max(receipts - ballots, 0)
    return f", and {missing or 'none'} of the {receipts} votes with a receipt was lost"


def _most(figures: Figures, seconds: int = 10) -> float:
    """Return the highest rate of arrivals in any ten seconds."""
    sums: dict[int, int] = {}
    for name, counts in figures.counts.items():
        if name.startswith("arrived\t"):
            for place, times in counts.items():
                there = int(place * figures.width) // seconds
                sums[there] = sums.get(there, 0) + times
    return max(sums.values(), default=0) / seconds


def _all(figures: Figures, prefix: str) -> int:
    return sum(figures.sum(name) for name in figures.counts if name.startswith(prefix))
