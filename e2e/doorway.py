"""The way in, which nearly every journey takes: walked without a window.

Signing in and typing the vote code are nearly half of all the pages that the journeys open, and the
same six each time. Journeys that are to show them walk them in the browser; the others, as far as
they take that way, over HTTP with the cookies of their browser, and go on in it where it led.
"""

from typing import Protocol, TypeAlias

from mockportal.client.models import Voter
from scenarios.cookies import Cookies
from scenarios.http_driver import HttpDriver
from scenarios.journeys.signing_in import SIGNING_IN, sign_in
from scenarios.journeys.voting import ENTERING, enter_with_the_code
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen
from scenarios.steps import Perform, Step, play

Told: TypeAlias = tuple[str, str, str, tuple[str, ...]]


class Behind(Protocol):
    """The browsers behind the door."""

    @property
    def cookies(self) -> Cookies:
        """The cookies of the browser in use."""

    def take_over(self, url: str, cookies: Cookies) -> None:
        """Go on where somebody else has come to, with the cookies that were given there."""


class Doorway:
    """Takes the steps of the known way without a window, and all others with one."""

    def __init__(self, walker: HttpDriver, windows: Behind, perform: Perform) -> None:
        """Take who walks, the browsers that go on where that one stands, and what drives them."""
        self._walker, self._windows, self._perform = walker, windows, perform
        self._way = _known_way()
        self._walked = 0

    def perform(self, step: Step) -> Seen:
        """Do one step. Refuses: Strayed."""
        if self._way[self._walked : self._walked + 1] == [_told(step)]:
            if not self._walked:
                self._walker.cookies = self._windows.cookies
            self._walked += 1
            return self._walker.perform(step)
        if self._walked:
            self._walked = 0
            self._windows.take_over(self._walker.page.url, self._walker.cookies)
        return self._perform(step)


def shows_the_way(told: RegisteredJourney) -> bool:
    """Tell whether the way in is part of what a journey is to show."""
    return not frozenset((*SIGNING_IN, ENTERING)).isdisjoint(told.shows.moves)


def _known_way() -> list[Told]:
    """Return the steps to the scrutins, whoever takes them; what is typed is no part of them."""
    way = list[Told]()

    def note(step: Step) -> Seen:
        way.append(_told(step))
        return Seen()

    play(sign_in(Voter.model_construct(identifier="", password="")), note)
    play(enter_with_the_code(""), note)
    return way


def _told(step: Step) -> Told:
    return str(step), step.lands_on, step.refused, step.reads
