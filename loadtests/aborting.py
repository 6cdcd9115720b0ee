"""Rules that stop a run which has already shown what it had to show."""

from collections.abc import Iterable

from loadtests.figures import Figures, percentile
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
        return percentile(figures.recent("step\t", first), at)
    whole, part = (
        ("arrived", "completed") if rule.unless.what == "completion" else ("tried", "error")
    )
    number = figures.happened(whole, first)
    return figures.happened(part, first) / number if number else None
