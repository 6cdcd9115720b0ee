"""Who plays which arrival: a journey from the mix and an elector nobody else has, by arithmetic."""

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from loadtests.arrivals import instants
from loadtests.rush import Rush

_GOLDEN = (math.sqrt(5) - 1) / 2  # neighbours in time are far apart on the roll

Fits = Callable[[Any], bool]


class TooFewVoters(Exception):
    """The election has fewer fitting electors than the rush has arrivals."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One voter who comes once: number in the schedule, instant (s), journey, elector's rank."""

    number: int
    instant: float
    journey: str
    rank: int


class Roll(Protocol):
    """The electors by rank."""

    def __len__(self) -> int: ...

    def __getitem__(self, rank: int, /) -> Any: ...


def cast(rush: Rush, roll: Roll, fits: Mapping[str, Fits]) -> Iterator[Arrival]:
    """Yield every arrival of a rush with its journey and its elector. Refuses: TooFewVoters.

    Depends on the rush, its seed and the roll alone: every worker computes the whole cast and
    plays its own part of it. ``fits`` says which electors can play a journey.
    """
    names = [flow.journey for flow in rush.journey]
    shares = [flow.share for flow in rush.journey]
    draw = Random(f"{rush.seed}:journeys")
    voters = _Voters(rush, roll, {name: fits[name] for name in names})
    for number, instant in enumerate(instants(rush)):
        (journey,) = draw.choices(names, shares)
        yield Arrival(number, instant, journey, voters.for_journey(journey))


def part(arrivals: Iterator[Arrival], worker: int, workers: int) -> Iterator[Arrival]:
    """Yield the arrivals that one worker of several plays."""
    return (arrival for arrival in arrivals if arrival.number % workers == worker)


class _Voters:
    """Electors in a seeded order without repetition; those passed over wait for their journey."""

    def __init__(self, rush: Rush, roll: Roll, fits: Mapping[str, Fits]) -> None:
        self._roll = roll
        self._fits = fits
        self._order = _order(len(roll), rush.seed)
        self._waiting: dict[str, deque[int]] = {name: deque() for name in fits}

    def for_journey(self, journey: str) -> int:
        waiting = self._waiting[journey]
        if waiting:
            return waiting.popleft()
        for rank in self._order:
            elector = self._roll[rank]
            if self._fits[journey](elector):
                return rank
            self._keep(rank, elector)
        raise TooFewVoters(
            f"no elector is left for the journey {journey!r}; "
            "give the rush a larger election (size), a lower rate or a shorter duration"
        )

    def _keep(self, rank: int, elector: Any) -> None:
        for name, fits in self._fits.items():
            if fits(elector):
                self._waiting[name].append(rank)
                return


def _order(size: int, seed: int) -> Iterator[int]:
    """Yield every rank below ``size`` once: steps of a golden section, prime to the size."""
    if not size:
        return
    step = max(1, round(size * _GOLDEN))
    while math.gcd(step, size) != 1:
        step += 1
    rank = Random(f"{seed}:voters").randrange(size)
    for _ in range(size):
        yield rank
        rank = (rank + step) % size
