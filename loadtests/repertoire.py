"""Which journeys a crowd can play, and which electors can play them."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from loadtests.casting import Fits
from scenarios import journeys
from scenarios.registry import REGISTRY, Needs, RegisteredJourney
from scenarios.steps import Journey, Open
from scenarios.target import Target

KNOCK = "knock"
"""A journey of the crowd's own, for health checks and for the tests of the generator."""

PLAYABLE = frozenset(("captcha", "messages"))
"""Levers a crowd has; clocks and faults belong to everyone in the election at once."""


class UnknownJourney(Exception):
    """A rush names a journey that a crowd cannot play."""


@dataclass(frozen=True)
class Part:
    """One journey and who can play it."""

    tell: Callable[[Any], Journey[Any]]
    fits: Fits


def knock(_: Any) -> Journey[None]:
    """Open the home page and leave: the shortest visit there is."""
    yield Open("/portail/accueil")


def parts(names: Iterable[str]) -> Mapping[str, Part]:
    """Return the journeys of a rush. Refuses: UnknownJourney."""
    known = _registered()
    return {name: _part(name, known) for name in names}


def parts_there(names: Iterable[str], target: Target) -> Mapping[str, Part]:
    """Return journeys as played at a portal of others. Refuses: UnknownJourney."""
    found = parts(names)
    known = _registered()
    for name in found:
        if name != KNOCK and (reason := target.not_applicable(known[name])):
            raise UnknownJourney(f"journey {name!r} cannot be played there: {reason}")
    return {name: replace(one, fits=_fits_there(known.get(name))) for name, one in found.items()}


def _fits_there(journey: RegisteredJourney | None) -> Fits:
    """Return which rows of a voters' file can play: by their state, with a code to type."""
    if journey is None:
        return lambda voter: True
    needs = journey.needs
    by_notice = "messages" not in needs.levers
    return lambda voter: bool(voter.state == needs.state and (voter.vote_code or not by_notice))


def _part(name: str, known: Mapping[str, RegisteredJourney]) -> Part:
    if name == KNOCK:
        return Part(knock, lambda elector: True)
    journey = known.get(name)
    if journey is None or not _by_anyone(journey.needs):
        there = sorted(one for one in known if _by_anyone(known[one].needs))
        raise UnknownJourney(f"journey: found {name!r}, allowed: {KNOCK}, {', '.join(there)}")
    return Part(journey.tell, _fits(journey.needs))


def _by_anyone(needs: Needs) -> bool:
    """Tell whether an ordinary elector can play it in an ordinary election."""
    special = needs.persona or needs.settings or needs.has or needs.voters > 1
    return not special and PLAYABLE.issuperset(needs.levers)


def _fits(needs: Needs) -> Fits:
    """Return who can play: in the state, with the notice where no message brings a code."""
    new, by_notice = needs.state == "new", "messages" not in needs.levers

    def fits(elector: Any) -> bool:
        ready = elector.activated != new and (elector.notice or not by_notice)
        return bool(elector.persona is None and ready)

    return fits


def _registered() -> Mapping[str, RegisteredJourney]:
    for module in pkgutil.iter_modules(journeys.__path__, f"{journeys.__name__}."):
        importlib.import_module(module.name)
    return REGISTRY
