"""Pass, fail, stopped or invalid: what a run proves about the target, if anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from loadtests.figures import Figures, percentile
from loadtests.objectives import Objective
from loadtests.quantities import spoken
from loadtests.rush import Aim, Rush


class Outcome(StrEnum):
    """What a run proves."""

    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "stopped"
    INVALID = "invalid"


@dataclass(frozen=True)
class Check:
    """One objective against one figure; ``seen`` is None when nothing was measured."""

    kind: str
    subject: str
    promised: str
    seen: float | None
    seen_words: str
    met: bool


@dataclass(frozen=True)
class Verdict:
    """The outcome, every check, and why a run does not count."""

    outcome: Outcome
    checks: tuple[Check, ...]
    reasons: tuple[str, ...]

    @property
    def missed(self) -> tuple[Check, ...]:
        """Return the objectives that were not met."""
        return tuple(check for check in self.checks if not check.met)


_LOST = "the audit does not hold, or receipts were given for more ballots than there are"


def judge(rush: Rush, figures: Figures, halted: str = "", *, sound: bool = True) -> Verdict:
    """Return the verdict on a run; ``sound`` says that the audit lost no vote."""
    checks = tuple(check for aim in rush.objective for check in _checks(aim, figures))
    reasons = tuple(_faults_of_the_generator(rush, figures))
    if reasons:
        return Verdict(Outcome.INVALID, checks, (*reasons, *filter(None, [halted])))
    if halted:
        return Verdict(Outcome.STOPPED, checks, (halted,))
    if not sound:
        return Verdict(Outcome.FAILED, checks, (_LOST,))
    met = all(check.met for check in checks)
    return Verdict(Outcome.PASSED if met else Outcome.FAILED, checks, ())


def _faults_of_the_generator(rush: Rush, figures: Figures) -> Iterator[str]:
    """Yield why the figures say more about the generator than about the target."""
    limit = rush.generator.lateness_p99
    late = percentile(figures.overall("generator\tlateness"), 99)
    if late is None:
        yield "nobody arrived"
    elif late > limit:
        full = "all seats of its pool were taken: raise generator.pool or use more workers"
        starved = "it had too little processor: fewer other programs, more workers or a lower rate"
        crowded = figures.sum("generator\tcrowded")
        yield (
            f"the generator was the bottleneck: voters started late, p99 {spoken(late)} where "
            f"{spoken(limit)} is allowed; {full if crowded else starved}"
        )
    if bugs := figures.sum("generator\tbug"):
        yield f"the generator itself failed {bugs} times: see its log"


def _checks(aim: Aim, figures: Figures) -> Iterator[Check]:
    kind, pattern = _kind(aim)
    for series in sorted(_series(figures, kind)):
        journey, _, name = series.partition("\t")
        if fnmatchcase(journey, aim.journey) and fnmatchcase(name, pattern):
            for promise in aim.meets:
                yield _check(kind, series, promise, figures)


def _kind(aim: Aim) -> tuple[str, str]:
    if aim.step is not None:
        return "step", aim.step
    if aim.message is not None:
        return "message", aim.message
    return "journey", "*"


def _series(figures: Figures, kind: str) -> set[str]:
    """Return the names of the journeys, steps or messages that were tried."""
    if kind == "journey":
        return {name.partition("\t")[2] for name in figures.counts if name.startswith("arrived\t")}
    tried = {name.partition("\t")[2] for name in figures.counts if name.startswith("tried\t")}
    messages = {series for series in tried if "\t✉ " in series}
    return messages if kind == "message" else tried - messages


def _check(kind: str, series: str, promise: Objective, figures: Figures) -> Check:
    seen = figure_of(kind, series, promise, figures)
    if seen is None:
        words = "nothing measured"
    else:
        words = spoken(seen) if promise.percentile is not None else f"{seen * 100:.4g} %"
    subject = series.replace("\t", ": ")
    return Check(
        kind, subject, str(promise), seen, words, seen is not None and promise.met_by(seen)
    )


def figure_of(kind: str, series: str, promise: Objective, figures: Figures) -> float | None:
    """Return the figure that an objective is about."""
    if promise.percentile is not None:
        return percentile(figures.overall(f"{kind}\t{series}"), promise.percentile)
    if kind == "journey":
        came = figures.sum(f"arrived\t{series}") + figures.sum(f"returned\t{series}")
        completed = figures.sum(f"completed\t{series}")
        if promise.what == "completion":
            arrived = figures.sum(f"arrived\t{series}")
            return completed / arrived if arrived else None
        return 1 - completed / came if came else None
    tried = figures.sum(f"tried\t{series}")
    wrong = sum(
        sum(counts.values())
        for name, counts in figures.counts.items()
        if name.startswith(f"error\t{series}\t")
    )
    if not tried:
        return None
    return 1 - wrong / tried if promise.what == "completion" else wrong / tried
