"""Journeys at a portal that is not this mock: which can be played there, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.dialect import Dialect
from scenarios.levers import Stagehand
from scenarios.registry import RegisteredJourney
from scenarios.rehearsal import asked_of_voters
from scenarios.steps import Perform, play
from scenarios.target import Target, TargetLevers, TargetVoter, load, voters


@dataclass(frozen=True)
class SceneAbroad:
    """A journey about to be played elsewhere, by voters of that portal."""

    told: RegisteredJourney
    target: Target
    voters: tuple[TargetVoter, ...]

    @property
    def url(self) -> str:
        """Return the address that drivers take."""
        return self.target.url

    @property
    def dialect(self) -> Dialect:
        """Return how the portal speaks."""
        return self.target.dialect

    def stagehand(self) -> Stagehand:
        """Return a hand on the few levers there are."""
        return Stagehand(TargetLevers(self.target, self.voters))

    def play(self, perform: Perform) -> Any:
        """Play the journey with a driver. Refuses: Strayed."""
        return play(self.told.tell(*self.voters), perform)

    def holds(self) -> bool:
        """Take the journey's word: there is no audit to ask."""
        return True

    def strike(self) -> None:
        """Leave the portal as it is."""


@dataclass(frozen=True)
class Tour:
    """What is played at a target, and what is not, by name and with the reason."""

    scenes: dict[str, SceneAbroad]
    not_applicable: dict[str, str]

    def __str__(self) -> str:
        """Say what is not played, one journey a line."""
        return "\n".join(f"{name:<44} {why}" for name, why in self.not_applicable.items())


def plan(file: Path, journeys: Iterable[RegisteredJourney]) -> Tour:
    """Give each journey voters of its own, in the order of the file. Refuses: InvalidTarget.

    A voter plays once: most journeys leave one changed, and some leave one who has voted.
    """
    target = load(file)
    tour, left = Tour({}, {}), voters(target)
    for told in journeys:
        why = target.not_applicable(told)
        cast = () if why else _cast(told, left)
        if cast:
            tour.scenes[told.name] = SceneAbroad(told, target, cast)
            left = [one for one in left if one not in cast]
        else:
            tour.not_applicable[told.name] = why or _no_voter(told, target)
    return tour


def _cast(told: RegisteredJourney, left: Sequence[TargetVoter]) -> tuple[TargetVoter, ...]:
    """Return the first voters that will do, or none if there are too few."""
    chosen = list[TargetVoter]()
    for state, asked in zip(_states(told), asked_of_voters(told), strict=True):
        fit = (one for one in left if one not in chosen and _fits(one, state, asked))
        if found := next(fit, None):
            chosen.append(found)
    return tuple(chosen) if len(chosen) == told.needs.voters else ()


def _states(told: RegisteredJourney) -> list[str]:
    return [state for state in (told.needs.state, told.needs.neighbour) if state]


def _fits(one: TargetVoter, state: str, asked: frozenset[str]) -> bool:
    return one.state == state and all(getattr(one, what, "") for what in asked)


def _no_voter(told: RegisteredJourney, target: Target) -> str:
    wanted = " and one ".join(
        f"{state} with {', '.join(sorted(asked)) or 'a name'}"
        for state, asked in zip(_states(told), asked_of_voters(told), strict=True)
    )
    return f"no voter left in {target.voters.name}: one {wanted}"
