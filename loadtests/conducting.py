"""The side of a run that hears all workers: adds up, shows progress, stops, writes the results.

Imported in the process that Locust has patched, and nowhere else.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent

from loadtests.aborting import Watchdog
from loadtests.figures import Figures
from loadtests.plan import Plan
from loadtests.progress import line


class Conductor:
    """What the master knows."""

    def __init__(self, file: Path, quit_run: Callable[[], None]) -> None:
        self._file, self._quit = file, quit_run
        self.plan = Plan.unpacked(json.loads(file.read_text(encoding="utf-8")))
        self._figures = Figures(self.plan.width)
        self._health: list[dict[str, Any]] = []
        self._watchdog = Watchdog(self.plan.rush.abort)
        self._playing: set[int] = set()
        self._halted = ""

    def hear(self, environment: Any, msg: Any, **_: Any) -> None:
        """Take in what a worker tells."""
        match msg.type:
            case "figures":
                self._add(msg.data["figures"], msg.data["health"])
            case "done":
                self._playing.discard(msg.data["worker"])
                if not self._playing:
                    self._finish()
            case "halt":
                self._halt(msg.data["reason"])

    def _add(self, figures: dict[str, Any], health: dict[str, Any]) -> None:
        self._figures.add(figures)
        self._health.append(health)
        self._playing.add(health["worker"])
        if health["worker"] == min(self._playing):
            print(line(self._figures, health["at"]), flush=True)
            if reason := self._watchdog.objects(self._figures, health["at"]):
                self._halt(reason)

    def _halt(self, reason: str) -> None:
        if not self._halted:
            self._halted = reason
            self._finish()

    def _finish(self) -> None:
        results = {
            "figures": self._figures.packed(),
            "health": self._health,
            "halted": self._halted,
        }
        out = self._file.with_suffix(".results.json")
        out.write_text(json.dumps(results), encoding="utf-8")
        gevent.spawn(self._quit)
