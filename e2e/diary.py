"""What a voter did, step by step, for the report: acts, screens, milliseconds."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeAlias

from scenarios.seen import Seen
from scenarios.steps import Perform, Step

Line: TypeAlias = tuple[str, str, int]
DiaryOf: TypeAlias = Callable[[Perform], Perform]


class Diary:
    """Writes down each step as a driver does it."""

    def __init__(self, perform: Perform) -> None:
        """Take what does the steps."""
        self._perform = perform
        self.lines: list[Line] = []

    def perform(self, step: Step) -> Seen:
        """Do one step and note where it led. Refuses: Strayed."""
        started, screen = perf_counter(), "✗"
        try:
            seen = self._perform(step)
            screen = seen.refusal or seen.heading
        finally:
            self.lines.append((str(step), screen, round((perf_counter() - started) * 1000)))
        return seen
