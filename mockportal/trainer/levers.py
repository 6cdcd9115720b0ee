"""The clock's buttons: where each leads, and whether that lies ahead."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockportal.domain.instants import MINUTE, Millis, paris
from mockportal.usecases.overseeing import Overview

NAME_MOST = 32
START = "-debut"
SPEEDS = (1, 10, 60)


@dataclass(frozen=True, slots=True)
class Lever:
    """A big button: a call of the control API, in words; ``ahead``: the clock may go there."""

    label: str
    tells: str
    call: str
    body: dict[str, Any]
    ahead: bool = True
    here: bool = False
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """Copies to come back to; ``start`` is the one made before the first lever was pulled."""

    start: Overview | None
    others: tuple[Overview, ...]
    first: str
    """What is to be called before a lever: keep the start, unless it is kept (JSON)."""


def instants(stands: Overview) -> list[Lever]:
    """Return the buttons that lead to an instant of the calendar."""
    name, calendar = stands.world.name, stands.world.election.calendar.instants
    told = (
        (
            "Avant l'ouverture",
            "deux minutes avant, le temps d'expliquer",
            calendar.opens - 2 * MINUTE,
            "",
        ),
        ("Ouverture du vote", "les urnes s'ouvrent à l'instant", calendar.opens, ""),
        (
            "Dernière minute",
            "une minute avant la clôture",
            calendar.closes - MINUTE,
            "Aller à la dernière minute du vote ? Les élèves n'auront plus qu'une minute.",
        ),
        (
            "Clôture",
            "seuls les électeurs déjà connectés votent encore",
            calendar.closes,
            "Clore le vote ?",
        ),
        (
            "Après le scellement",
            "plus personne ne vote, l'urne est scellée",
            calendar.seals,
            "Sceller l'urne ? Plus personne ne pourra voter.",
        ),
    )
    return [
        _to(name, label, tells, at, confirm, now=stands.clock.at)
        for label, tells, at, confirm in told
    ]


def two_minutes(stands: Overview) -> Lever:
    """Return the button that moves the clock on by two minutes."""
    call = f"POST /api/elections/{stands.world.name}/clock/advance"
    return Lever("+ 2 minutes", "le code affiché 120 secondes disparaît", call, {"seconds": 120})


def running(stands: Overview) -> list[Lever]:
    """Return the buttons that stop the clock, let it run, and say how fast."""
    clock, call = stands.clock, f"PUT /api/elections/{stands.world.name}/clock"
    if clock.frozen:
        pause = Lever("Reprendre", "", call, {"frozen": False}, here=True)
    else:
        pause = Lever("Pause", "", call, {"frozen": True})
    speeds = [
        Lever(f"× {speed}", "", call, {"speed": speed}, here=clock.speed == speed)
        for speed in SPEEDS
    ]
    return [pause, *speeds]


def bookmarks(stands: Overview, copies: Sequence[Overview]) -> Bookmarks:
    """Return the copies of an election that one may come back to."""
    name = start_of(stands.world.name)
    start = next((one for one in copies if one.world.name == name), None)
    others = tuple(one for one in copies if one.world.name != name)
    untouched = start is None and not stands.ballots
    return Bookmarks(start, others, json.dumps(keeping(stands.world.name, name)) * untouched)


def keeping(election: str, name: str) -> list[dict[str, Any]]:
    """Return the calls that keep an election as it is, under a name, with its clock stopped."""
    return [
        {"call": f"POST /api/elections/{election}/copies", "body": {"id": name}},
        {"call": f"PUT /api/elections/{name}/clock", "body": {"frozen": True}},
    ]


def start_of(election: str) -> str:
    """Return the name under which an election's start is kept."""
    return f"{election[: NAME_MOST - len(START)]}{START}"


def next_bookmark(election: str, known: Sequence[str]) -> str:
    """Return a name that no election has: « formation-repere-2 »."""
    stem = f"{election[: NAME_MOST - 12]}-repere"
    return next(name for name in (f"{stem}-{n}" for n in range(1, 10_000)) if name not in known)


def _to(name: str, label: str, tells: str, at: Millis, confirm: str, *, now: Millis) -> Lever:
    body = {"at": paris(at).isoformat()}
    call = f"PUT /api/elections/{name}/clock"
    return Lever(label, tells, call, body, ahead=now < at, confirm=confirm)
