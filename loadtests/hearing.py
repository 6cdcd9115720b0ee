"""What is heard of a run while it lasts: figures added up, a verdict so far, reasons to stop."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from loadtests.aborting import Watchdog
from loadtests.figures import Figures, percentile
from loadtests.rush import Rush
from loadtests.verdict import Verdict, judge

RECENT = 5.0  # seconds
_SILENT = 20.0  # seconds without a word, while others talk
_JUDGES_EVERY = 2.0  # seconds; a verdict on a long run takes tens of milliseconds


@dataclass(frozen=True)
class Progress:
    """A look at a run; ``errors`` and percentiles are those of the last seconds."""

    at: float
    arrived: int
    playing: int
    completed: int
    lost: int
    errors: float
    p50: float | None
    p95: float | None
    lateness_p99: float | None
    verdict: Verdict


class Hearing:
    """Listens to a run line by line. ``tell`` hears of its progress about once a second."""

    def __init__(self, rush: Rush, width: float, tell: Callable[[Progress], None]) -> None:
        self._rush, self._tell = rush, tell
        self._watchdog = Watchdog(rush.abort)
        self._totals = Figures(width)
        self._judged: tuple[float, Verdict] | None = None
        self._playing: dict[int, float] = {}
        self.figures = Figures(width)
        self.health: list[dict[str, Any]] = []
        self.halted = ""
        self.over = False

    def hear(self, line: str) -> bool:
        """Take in one line; tell whether it was one of ours."""
        if not line.startswith('{"heard":'):
            return False
        told = json.loads(line)
        match told["heard"]:
            case "began":
                self._playing = dict.fromkeys(range(told["workers"]), 0.0)
            case "figures":
                self._add(told["figures"], told["health"])
            case "done":
                self._playing.pop(told["worker"], None)
                self.over = self.over or not self._playing
            case "halt":
                self.halt(told["reason"])
        return True

    def halt(self, reason: str) -> None:
        """Note that the run is over before its time, and why."""
        self.over, self.halted = True, self.halted or reason

    @property
    def raw(self) -> dict[str, Any]:
        """Return what was heard, as plain values."""
        return {
            "figures": self.figures.packed(),
            "health": self.health,
            "halted": self.halted,
        }

    def _add(self, figures: dict[str, Any], health: dict[str, Any]) -> None:
        self.figures.add(figures)
        self._totals.add(figures, at_once=True)
        self.health.append(health)
        at = self._playing[health["worker"]] = health["at"]
        if health["worker"] == min(self._playing):
            self._tell(self._look(at))
            if reason := self._watchdog.objects(self.figures, at) or self._silence(at):
                self.halt(reason)

    def _silence(self, now: float) -> str:
        """Return who has not been heard of for long: its voters are missing."""
        silent = [w + 1 for w, at in self._playing.items() if at < now - _SILENT]
        return f"worker {silent[0]} fell silent" if silent else ""

    def _look(self, at: float) -> Progress:
        first = int((at - RECENT) / self.figures.width)
        tried, wrong = (self.figures.happened(kind, first) for kind in ("tried", "error"))
        steps = self.figures.recent("step\t", first)
        arrived, returned, left = (self._sum(kind) for kind in ("arrived", "returned", "left"))
        return Progress(
            at=at,
            arrived=arrived,
            playing=arrived + returned - left,
            completed=self._sum("completed"),
            lost=self._sum("lost"),
            errors=wrong / tried if tried else 0.0,
            p50=percentile(steps, 50),
            p95=percentile(steps, 95),
            lateness_p99=percentile(self._totals.overall("generator\tlateness"), 99),
            verdict=self._verdict(at),
        )

    def _sum(self, kind: str) -> int:
        names = [name for name in self._totals.counts if name.startswith(f"{kind}\t")]
        return sum(self._totals.sum(name) for name in names)

    def _verdict(self, at: float) -> Verdict:
        if self._judged is None or at >= self._judged[0] + _JUDGES_EVERY:
            self._judged = at, judge(self._rush, self._totals)
        return self._judged[1]
