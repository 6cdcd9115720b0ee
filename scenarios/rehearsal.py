"""A journey walked without any portal: every step goes as promised, and is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.journeys.franceconnect import TITLES
from scenarios.journeys.screens import BLANK
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen
from scenarios.steps import (
    Advance,
    Captcha,
    FindNoMessage,
    LiftFault,
    PressTwice,
    ReadMessage,
    SetFault,
    Step,
    Submit,
    Wait,
    play,
)

_LEVERS = {
    ReadMessage: "messages",
    FindNoMessage: "messages",
    Wait: "clock",
    Advance: "clock",
    SetFault: "faults",
    LiftFault: "faults",
}


@dataclass(frozen=True)
class PaperAccount:
    """An account at a provider, for rehearsals."""

    provider: str
    login: str = "9000000000001"
    secret: str = "secret"


@dataclass(frozen=True)
class PaperVoter:
    """A voter who exists on paper only."""

    identifier: str = "alix.quidam@ac-fictive.example"
    password: str = "Un-mot-de-passe-2022"
    vote_code: str = "T-F9Ae*B/5L?VqUm"
    numen: str = "99E2201234ABC"
    question: str = "Comment s'appelle votre chien ?"
    secret_answer: str = "Toupie"
    phone: str = "+33639981234"
    personal_mail: str = "alix@perso.example"
    franceconnect: Sequence[PaperAccount] = tuple(map(PaperAccount, TITLES))


class _Agreed(Seen):
    """A screen that says whatever one looks for."""

    def says(self, words: str) -> bool:
        return True

    def find(self, pattern: str) -> str:
        return PaperVoter.vote_code

    def link(self) -> str:
        return "http://127.0.0.1/lien"

    @property
    def links(self) -> Sequence[str]:
        return ("Retourner sur le service",)

    @property
    def buttons(self) -> Sequence[str]:
        return (BLANK, *TITLES.values(), "Continuer sur le service")


class _Asked:
    """A voter on paper who notes what a journey asks of them."""

    def __init__(self) -> None:
        self.for_ = set[str]()

    def __getattr__(self, name: str) -> Any:
        self.for_.add(name)
        return getattr(PaperVoter(), name)


def rehearse(told: RegisteredJourney) -> list[Step]:
    """Return the steps a journey takes when all goes as it promises."""
    return _walk(told, [PaperVoter()] * told.needs.voters)


def asked_of_voters(told: RegisteredJourney) -> list[frozenset[str]]:
    """Return what a journey must know of each of its voters: names of columns."""
    voters = [_Asked() for _ in range(told.needs.voters)]
    _walk(told, voters)
    return [frozenset(one.for_) for one in voters]


def _walk(told: RegisteredJourney, voters: Sequence[Any]) -> list[Step]:
    steps: list[Step] = []

    def perform(step: Step) -> Seen:
        steps.append(step)
        return _Agreed(heading=step.lands_on, refusal=step.refused)

    play(told.tell(*voters), perform)
    return steps


def levers_of(steps: Sequence[Step]) -> set[str]:
    """Return the levers that some steps pull."""
    pulled = {_LEVERS[type(step)] for step in steps if type(step) in _LEVERS}
    copied = any(
        isinstance(value, Captcha)
        for step in steps
        if isinstance(step, Submit | PressTwice)
        for value in step.fields.values()
    )
    return pulled | ({"captcha"} if copied else set())
