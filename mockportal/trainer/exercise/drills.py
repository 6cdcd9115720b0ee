"""Drills under way: who calls, what was answered. Kept in memory, the newest ones only."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from mockportal.console.keys import Place
from mockportal.domain.refusals import UnknownPage

if TYPE_CHECKING:
    from scenarios.drill.dealing import Caller

KEPT = 6
"""Drills whose elections are kept; an older one goes when another is dealt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pupil found and said, and what it is worth."""

    diagnosis: str
    saying: str
    points: int


@dataclass(slots=True)
class Drill:
    """Some callers, each in an election of its own, and the answers so far."""

    id: str
    callers: tuple["Caller", ...]
    answers: dict[int, Answer] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """Return the score so far."""
        return sum(one.points for one in self.answers.values())

    @property
    def best(self) -> int:
        """Return the score of right answers to all that were answered."""
        return 2 * len(self.answers)

    @property
    def over(self) -> bool:
        """Tell whether every call was answered."""
        return len(self.answers) == len(self.callers)

    def caller(self, number: int) -> "Caller":
        """Return the caller of a number, from 1. Refuses: UnknownPage."""
        if not 0 < number <= len(self.callers):
            raise UnknownPage
        return self.callers[number - 1]

    def answer(self, number: int, diagnosis: int, saying: int) -> Answer:
        """Keep the first answer to a call; options count from 0. Refuses: UnknownPage."""
        question = self.caller(number).question
        try:
            found, said = question.diagnoses[diagnosis], question.sayings[saying]
        except IndexError:
            raise UnknownPage from None
        given = Answer(found, said, question.points(found, said))
        return self.answers.setdefault(number, given)


class Drills:
    """The drills of a server, dealt one at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Drill] = {}
        self._dealing = asyncio.Lock()

    def all(self) -> list[Drill]:
        """Return the drills, the newest first."""
        return list(reversed(self._kept.values()))

    def get(self, drill_id: str) -> Drill:
        """Return a drill. Refuses: UnknownPage."""
        if drill_id not in self._kept:
            raise UnknownPage
        return self._kept[drill_id]

    async def deal(self, place: Place, count: int) -> Drill:
        """Produce so many situations, by this server's own doors. Refuses: Strayed."""
        async with self._dealing:
            drill_id = secrets.token_hex(3)
            callers = await asyncio.to_thread(_produce, place, drill_id, count)
            drill = self._kept[drill_id] = Drill(drill_id, callers)
            while len(self._kept) > KEPT:
                await self.end(place, next(iter(self._kept)))
            return drill

    async def end(self, place: Place, drill_id: str) -> None:
        """Forget a drill, its elections too. Refuses: UnknownPage."""
        drill = self.get(drill_id)
        del self._kept[drill_id]
        await asyncio.to_thread(_remove, place, drill)


def _produce(place: Place, drill_id: str, count: int) -> tuple["Caller", ...]:
    from mockportal.client import Control
    from scenarios.drill.dealing import deal
    from scenarios.drill.questions import draw

    questions = draw(count, int(drill_id, 16))
    with Control(place.console, place.token) as control:
        return tuple(
            deal(control, question, f"appel-{drill_id}-{number}")
            for number, question in enumerate(questions, start=1)
        )


def _remove(place: Place, drill: Drill) -> None:
    from mockportal.client import Control, ControlError

    with Control(place.console, place.token) as control:
        for caller in drill.callers:
            try:
                control.election(caller.election.id).delete(confirm=caller.election.id)
            except ControlError:  # removed by hand already
                continue


DRILLS: web.AppKey[Drills] = web.AppKey("drills", Drills)
