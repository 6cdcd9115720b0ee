"""A class at once, one console open: how late the console is, what is mixed up, what it costs.

``python -m loadtests.classroom`` starts a server of its own; exit code 1 when the class is not
served as it should be: a console later than a second, more than half a core, anything mixed up.
"""

import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from loadtests.class_pupils import Pupil
from loadtests.class_watch import OpenConsole
from loadtests.portal_process import PortalProcess, serving
from loadtests.processes import processor_time
from mockportal.client.classes import ClassStanding

LATE_MOST = 1.0
"""Seconds from a voter's move to the console that shows it."""

CORES_MOST = 0.5


@dataclass(frozen=True)
class Outcome:
    """What was seen of one class."""

    seconds: float
    cores: float
    moves: int
    late: list[float]
    refreshes: int
    troubles: list[str]

    @property
    def good(self) -> bool:
        """Tell whether the class was served as it should be."""
        slow = not self.late or max(self.late) > LATE_MOST
        return not (self.troubles or slow or self.cores > CORES_MOST)


def main(
    pupils: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 30,
    own: Annotated[bool, typer.Option("--own", help="An election for each pupil.")] = False,
    pace: Annotated[float, typer.Option(help="Median seconds between two moves.")] = 2.0,
    seed: Annotated[int, typer.Option(help="Of the pupils' hesitations.")] = 1,
) -> None:
    """Let a class of simulated pupils vote, all at once, with one console open."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as portal:
        outcome = teach(portal, pupils=pupils, own=own, pace=pace, seed=seed)
    print(told(outcome))
    sys.exit(0 if outcome.good else 1)


def teach(portal: PortalProcess, *, pupils: int, own: bool, pace: float, seed: int) -> Outcome:
    """Open a class on a server and see it through."""
    body = {"start": "vote", "seats": pupils, "own": own}
    standing = portal.control.call(ClassStanding, "POST", "classes", body)
    room = [
        Pupil(portal.control, standing, portal.portal, pace, random.Random(f"{seed} {place}"))
        for place in range(pupils)
    ]
    began, spent = time.perf_counter(), processor_time(portal.pid)
    with OpenConsole(portal.console, portal.token, standing.election) as console:
        for thread in [pupil.start() for pupil in room]:
            thread.join()
        seconds = time.perf_counter() - began
        cores = (processor_time(portal.pid) - spent) / seconds
    return Outcome(
        seconds,
        cores,
        sum(pupil.moves for pupil in room),
        [sight.late for sight in console.sights],
        console.refreshes,
        [*_fallen(room), *_mixed_up(portal, standing, room)],
    )


def told(outcome: Outcome) -> str:
    """Return an outcome in words."""
    late = sorted(outcome.late) or [float("nan")]
    pace = outcome.moves / outcome.seconds
    lines = [
        f"{outcome.moves} moves in {outcome.seconds:.0f} s, {pace:.1f} a second",
        f"console: {outcome.refreshes} refreshes; {len(late)} moves seen, after "
        f"{statistics.median(late):.2f} s (median), {late[-1]:.2f} s (latest)",
        f"server: {outcome.cores:.2f} of a core",
        *outcome.troubles,
        "good" if outcome.good else "not good enough",
    ]
    return "\n".join(lines)


def _fallen(room: list[Pupil]) -> list[str]:
    return [f"seat {pupil.seat}: {trouble}" for pupil in room for trouble in pupil.troubles]


def _mixed_up(portal: PortalProcess, standing: ClassStanding, room: list[Pupil]) -> list[str]:
    """Return what does not belong where it is, by the control API and the audit."""
    path = f"elections/{standing.election}/class"
    seats = portal.control.call(ClassStanding, "GET", path).pupils
    wrong = [
        f"seat {one.seat}: {one.step}, {one.voted} of {one.scrutins} ballots"
        for one in seats
        if one.step != "done"
    ]
    if {(one.seat, one.voter) for one in seats} != {(one.seat, one.voter) for one in room}:
        wrong.append("pupils and the console do not agree on who sits where")
    if len({(one.election, one.voter) for one in seats}) != len(room):
        wrong.append("one voter was given to two pupils")
    cast = dict.fromkeys((one.election for one in seats), 0)
    for one in seats:
        cast[one.election] += one.voted
    for name, ballots in cast.items():
        audit = portal.control.election(name).audit()
        if not audit.holds or sum(audit.ballots.values()) != ballots:
            wrong.append(f"{name}: the audit finds {sum(audit.ballots.values())} ballots")
    return wrong


if __name__ == "__main__":
    typer.run(main)
