"""Rules that stop a run which has already shown what it had to show."""

from collections.abc import Iterable

from loadtests.figures import Figures, added, percentile
from loadtests.rush import Abort


class Watchdog:
    """Objects when a figure has been on the wrong side for as long as its rule says."""

    def __init__(self, rules: Iterable[Abort]) -> None:
        self._rules = tuple(rules)

    def objects(self, figures: Figures, now: float) -> str:
        """Return why the run must stop, or nothing."""
        for rule in self._rules:
            if now < rule.holds:
                continue
            figure = _recent(figures, rule, now)
            if figure is not None and not rule.unless.met_by(figure):
                return f"{rule.unless} did not hold for {rule.holds:g} s"
        return ""


def _recent(figures: Figures, rule: Abort, now: float) -> float | None:
    """Return a figure of all steps over the last seconds; None when nothing happened."""
    first = int((now - rule.holds) / figures.width)
    at = rule.unless.percentile
    if at is not None:
        steps = [slices for name, slices in figures.felt.items() if name.startswith("step\t")]
        recent = [counts for slices in steps for place, counts in slices.items() if place >= first]
        return percentile(added(recent), at)
    whole, part = (
        ("arrived", "completed") if rule.unless.what == "completion" else ("tried", "error")
    )
    number = _since(figures, whole, first)
    return _since(figures, part, first) / number if number else None


def _since(figures: Figures, kind: str, first: int) -> int:
    named = [counts for name, counts in figures.counts.items() if name.startswith(f"{kind}\t")]
    return sum(times for counts in named for place, times in counts.items() if place >= first)
