"""A page about journeys that were played: steps, pictures, messages and journal, in one file."""

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from e2e.belongings import BELONGINGS

_HERE = Path(__file__).parent
TOLD = "mockportal-journey"
"""The property of a test's report that holds what its journey told."""


@dataclass
class Entry:
    """One journey that was played."""

    name: str
    sentence: str
    steps: list[tuple[str, str, int]]
    folder: Path
    outcome: str = "passed"
    seconds: float = 0.0
    why: str = ""
    pictures: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def gather(self) -> None:
        """Take in what lies in the folder of the test."""
        for picture in sorted(self.folder.glob("*.jpg")):
            self.pictures.append(b64encode(picture.read_bytes()).decode())
        belongings = self.folder / BELONGINGS
        if belongings.exists():
            self.kept = json.loads(belongings.read_text(encoding="utf-8"))


class Report:
    """Hears of every test, wherever it ran; writes the page at the end."""

    def __init__(self, path: Path) -> None:
        """Take the file to write."""
        self.path = path
        self._entries: dict[str, Entry] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a journey went; its pictures are there once it is torn down."""
        told = dict(report.user_properties).get(TOLD)
        if not isinstance(told, dict):
            return
        entry = self._entries.setdefault(
            report.nodeid, Entry(**{**told, "folder": Path(told["folder"])})
        )
        entry.seconds += report.duration
        if report.failed:
            entry.outcome, entry.why = "failed", report.longreprtext
        if report.when == "teardown":
            entry.gather()

    def pytest_sessionfinish(self) -> None:
        """Write the page."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(render(self._entries.values()), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where the page is."""
        terminalreporter.write_line(f"report of {len(self._entries)} journeys: {self.path}")


def render(entries: Iterable[Entry]) -> str:
    """Return the page; what failed comes first, then the slowest."""
    ordered = sorted(entries, key=lambda one: (one.outcome == "passed", -one.seconds))
    shelf = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    failed = sum(one.outcome == "failed" for one in ordered)
    return shelf.get_template("report.html").render(entries=ordered, failed=failed)
