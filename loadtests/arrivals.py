"""The seeded schedule of intended arrivals: the same on every machine, shared without overlap.

Arrival ``k`` of a rush has one instant and one voter whoever plays it: worker ``i`` of ``n`` takes
the arrivals with ``k % n == i``, so two workers together send exactly what one alone would.
"""

import math
from collections.abc import Iterator
from itertools import count
from random import Random

from loadtests.rush import Constant, Decay, Ramp, Rush, Segment

_CELLS = 4096  # straight pieces that stand for one curved segment


def intensity(segment: Segment, t: float) -> float:
    """Return the level of a segment ``t`` seconds after its start."""
    match segment:
        case Constant():
            return segment.level
        case Ramp():
            return segment.begins + (segment.ends - segment.begins) * t / segment.lasts
        case Decay():
            fallen: float = 0.5 ** (t / segment.halves_every)
            return segment.ends + (segment.begins - segment.ends) * fallen
        case _:
            bump = math.sin(math.pi * t / segment.lasts) ** 2
            return segment.level + (segment.peak - segment.level) * bump


def rate_at(rush: Rush, t: float) -> float:
    """Return the intended arrivals per second at an instant of the run."""
    for segment in rush.segment:
        if t < segment.lasts:
            return rush.rate * intensity(segment, t)
        t -= segment.lasts
    return 0.0


def expected(rush: Rush) -> float:
    """Return how many arrivals the schedule has on average."""
    return sum(area for _, _, area, _ in _pieces(rush))


def peak(rush: Rush) -> float:
    """Return the highest rate of the schedule, in arrivals per second."""
    return max(max(r0, r1) for _, r0, _, r1 in _pieces(rush))


def instants(rush: Rush) -> Iterator[float]:
    """Yield the intended instants of all arrivals, in seconds from the start of the run.

    A unit-rate process is drawn once and bent by the cumulated rate (time change theorem): exact
    for constants and ramps, and for the other shapes up to pieces of 1/4096 of their length.
    """
    marks = _unit_process(rush)
    mark, passed = next(marks), 0.0
    for start, r0, area, r1 in _pieces(rush):
        while mark < passed + area:
            yield start + _within(mark - passed, r0, r1, area)
            mark = next(marks)
        passed += area


def share(rush: Rush, worker: int, workers: int) -> Iterator[tuple[int, float]]:
    """Yield number and instant of the arrivals that belong to one worker."""
    for number, instant in enumerate(instants(rush)):
        if number % workers == worker:
            yield number, instant


def _unit_process(rush: Rush) -> Iterator[float]:
    if rush.process == "regular":
        yield from count(0.5)
    draw = Random(f"{rush.seed}:arrivals").random
    log, reached = math.log, 0.0
    while True:
        reached -= log(1.0 - draw())
        yield reached


def _pieces(rush: Rush) -> Iterator[tuple[float, float, float, float]]:
    """Yield (start, rate at the start, arrivals in it, rate at the end) of straight pieces."""
    start = 0.0
    for segment in rush.segment:
        cells = 1 if isinstance(segment, Constant | Ramp) else _CELLS
        width = segment.lasts / cells
        levels = [intensity(segment, width * i) for i in range(cells + 1)]
        for i in range(cells):
            r0, r1 = rush.rate * levels[i], rush.rate * levels[i + 1]
            yield start + i * width, r0, (r0 + r1) / 2 * width, r1
        start += segment.lasts


def _within(arrived: float, r0: float, r1: float, area: float) -> float:
    """Return how far into a piece its cumulated rate reaches ``arrived``.

    With rate r0 → r1 over ``area`` arrivals the instant solves a quadratic; this root is the one
    that stays accurate when the piece is nearly flat.
    """
    width = 2 * area / (r0 + r1)
    slope = (r1 - r0) / width
    return 2 * arrived / (r0 + math.sqrt(max(r0 * r0 + 2 * slope * arrived, 0.0)))
