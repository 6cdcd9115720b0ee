"""Rounds of journeys on one server, with the processor time they took it."""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from loadtests import processes
from loadtests.ceiling_walks import Walk, set_out, take, together, voters_of
from loadtests.portal_process import PortalProcess
from loadtests.recording import Exchange
from loadtests.repertoire import parts
from loadtests.replay import Recorded, replay

_CAPTCHA = "0000"
_SCRUTINS = 3
_QUIET = 0.2  # seconds without processor time: nothing is left to do


@dataclass(frozen=True)
class Round:
    """So many journeys: seconds of processor of the server, seconds of each answer."""

    cpu: float
    journeys: int
    requests: int
    took: tuple[float, ...]

    @property
    def per_journey(self) -> float:
        """Return the seconds of processor of one journey."""
        return self.cpu / self.journeys


class PortalSide:
    """The portal, with an election whose CAPTCHAs have a fixed answer."""

    def __init__(self, portal: PortalProcess, journey: str, at_once: int) -> None:
        self._pid, self._at_once = portal.pid, at_once
        self._tell = parts((journey,))[journey].tell
        self._election = portal.control.create(
            "electionspro2022", id="ceiling", settings={"captcha": {"fixed_answer": _CAPTCHA}}
        )
        self._voters = voters_of(self._election, _SCRUTINS)

    def record(self, journeys: int) -> list[list[Exchange]]:
        """Play some journeys for their recording."""
        walks = self._walks(journeys)
        for act in (Walk.go_on, Walk.read, Walk.go_on):
            together(walks, act, self._at_once)
        return [walk.transport.exchanges for walk in walks]

    def play(self, journeys: int) -> Round:
        """Play journeys; the processor is read when the server has come to rest."""
        walks, cpu = self._walks(journeys), 0.0
        for half in self._halves(walks):
            before = self.rest()
            half()
            cpu += self.rest() - before
        took = tuple(t for walk in walks for t in walk.transport.took)
        return Round(cpu, journeys, len(took), took)

    def halves(self, journeys: int) -> Iterator[Callable[[], None]]:
        """Yield what is measured of new journeys: until the message, and after reading it."""
        return self._halves(self._walks(journeys))

    def _halves(self, walks: Sequence[Walk]) -> Iterator[Callable[[], None]]:
        yield partial(together, walks, Walk.go_on, self._at_once)
        together(walks, Walk.read, self._at_once)
        yield partial(together, walks, Walk.go_on, self._at_once)

    def rest(self) -> float:
        """Wait until the server takes no more processor time; return what it took so far."""
        spent = processes.processor_time(self._pid)
        while True:
            time.sleep(_QUIET)
            now = processes.processor_time(self._pid)
            if now - spent <= _QUIET * 0.1:  # background clocks of a portal at rest
                return now
            spent = now

    def _walks(self, journeys: int) -> list[Walk]:
        voters = take(self._voters, journeys)
        return set_out(self._election, _CAPTCHA, voters, self._tell)


class BareSide:
    """The bare application that replays a recording."""

    def __init__(
        self, process: "subprocess.Popen[str]", url: str, recorded: Recorded, at_once: int
    ) -> None:
        self._pid, self._url = process.pid, url
        self._recorded, self._at_once = recorded, at_once

    @classmethod
    @contextmanager
    def serving(
        cls, file: Path, recorded: Recorded, at_once: int, core: int | None
    ) -> Iterator["BareSide"]:
        """Serve a recording for the length of a block."""
        with processes.running(["-m", "loadtests.bare", str(file)], core) as process:
            url = process.stdout.readline().strip() if process.stdout else ""
            yield cls(process, url, recorded, at_once)

    def play(self, journeys: int) -> Round:
        """Play journeys again."""
        before = processes.processor_time(self._pid)
        took = replay(self._recorded, self._url, journeys, self._at_once)
        spent = processes.processor_time(self._pid) - before
        return Round(spent, journeys, len(took), tuple(took))
