"""The way in, which nearly every journey begins with: walked without a window.

Signing in and typing the vote code are three in ten of all the pages that the journeys open, and
the same six each time. Journeys that are to show them walk them in the browser; the others, as far
as they take that way, over HTTP, and open their browser where it led, with its cookies.
"""

from collections.abc import Callable
from typing import TypeAlias

from mockportal.client.models import Voter
from scenarios.cookies import Cookies
from scenarios.http_driver import HttpDriver
from scenarios.journeys.signing_in import SIGNING_IN, sign_in
from scenarios.journeys.voting import ENTERING, enter_with_the_code
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen
from scenarios.steps import Perform, Step, play

Enter: TypeAlias = Callable[[str, Cookies], None]
Told: TypeAlias = tuple[str, str, str, tuple[str, ...]]


class Doorway:
    """Takes the steps of the known way without a window, and all that follow with one."""

    def __init__(self, walker: HttpDriver, enter: Enter, perform: Perform) -> None:
        """Take who walks, what opens the browser where that one stands, and what does the rest."""
        self._walker, self._enter, self._perform = walker, enter, perform
        self._way = _known_way()
        self._number = 0

    def perform(self, step: Step) -> Seen:
        """Do one step. Refuses: Strayed."""
        if self._way[self._number : self._number + 1] == [_told(step)]:
            self._number += 1
            return self._walker.perform(step)
        if self._way:
            self._way = []
            if self._number:
                self._enter(self._walker.page.url, self._walker.cookies)
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
