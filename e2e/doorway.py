"""The ways that nearly every journey takes: walked without a window.

Signing in, typing the vote code, voting or asking for another code are more than half of all the
pages that the journeys open, and the same ones each time. Journeys that are to show them walk them
in the browser; the others, as far as they take them, over HTTP with the cookies of their browser,
and go on in it where they led. The browser then knows of no page before that: whoever goes back in
its history has the way to show.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from playwright.sync_api import Error

from e2e.windows import Windows
from mockportal.client.models import Voter
from scenarios.http_driver import HttpDriver
from scenarios.journeys.renewing import ASKING, ask_by_mail, ask_by_sms
from scenarios.journeys.signing_in import SIGNING_IN
from scenarios.journeys.voting import CASTING, vote, vote_blank
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen, Strayed
from scenarios.steps import Journey, Open, Perform, Step, play

PlayerAt: TypeAlias = Callable[..., Perform]
"""Takes browsers, and hands where it is not a mouse that is moved."""

Told: TypeAlias = tuple[str, str, str, tuple[str, ...]]
ANYONE = Voter.model_construct(None, **dict.fromkeys(Voter.model_fields, ""))
WAYS = (vote, vote_blank, ask_by_sms, ask_by_mail)


class Doorway:
    """Takes the steps of a known way without a window, and all others with one."""

    def __init__(self, walker: HttpDriver, windows: Windows, perform: Perform) -> None:
        """Take who walks, the browsers that go on where that one stands, and what drives them."""
        self._walker, self._windows, self._perform = walker, windows, perform
        self._ways = [_told_whole(tell(ANYONE)) for tell in WAYS]
        self._walked: list[Told] = []

    def perform(self, step: Step) -> Seen:
        """Do one step. Refuses: Strayed."""
        further = [*self._walked, _told(step)]
        if any(way[: len(further)] == further for way in self._ways):
            if not self._walked:
                self._walker.cookies = self._windows.cookies
            self._walked = further
            return self._walk(step)
        if self._walked:
            self._go_on(anew=isinstance(step, Open))
        return self._perform(step)

    def _walk(self, step: Step) -> Seen:
        try:
            return self._walker.perform(step)
        except Strayed:
            with suppress(Error, Strayed):  # the picture of where it strayed, if there is one
                self._go_on()
            raise

    def _go_on(self, *, anew: bool = False) -> None:
        """Hand the cookies over and the page on screen, but for whoever leaves it at once."""
        self._walked = []
        self._windows.take_over(self._walker.cookies, "" if anew else self._walker.page.url)


def shows_a_way(told: RegisteredJourney) -> bool:
    """Tell whether one of the known ways is part of what a journey is to show."""
    return not frozenset((*SIGNING_IN, *CASTING, ASKING)).isdisjoint(told.shows.moves)


def _told_whole(journey: Journey[Any]) -> Sequence[Told]:
    """Return the steps of a journey, whoever takes them; what is typed is no part of them."""
    way = list[Told]()

    def note(step: Step) -> Seen:
        way.append(_told(step))
        return Seen()

    with suppress(Strayed):  # for there is no receipt to read
        play(journey, note)
    return way


def _told(step: Step) -> Told:
    return str(step), step.lands_on, step.refused, step.reads
