"""Who does what right now: the last page of each voter, kept in memory and bounded.

Other portal processes (``--workers``) keep their own: a class is served by one.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from aiohttp import web

from mockportal import edge
from mockportal.domain.instants import MINUTE, SECOND, Millis
from mockportal.domain.refusals import OutOfOrder
from mockportal.domain.stages import Stage
from mockportal.portal.routes import ROUTES
from mockportal.portal.witnessing import Sighting
from mockportal.portal.wording import said
from mockportal.storage.bell import Bell

K = TypeVar("K")
V = TypeVar("V")

PUPIL = "mockportal_eleve"
"""The cookie by which a pupil's browser is known, on every port of the class."""

WORLDS_KEPT, VOTERS_KEPT, PUPILS_KEPT = 64, 500, 500
REFUSED_FOR, STILL_FOR = 20 * SECOND, 3 * MINUTE
"""A voter is stuck after a refusal that lasts, or when nothing moves for a while (real time)."""

TITLES = {route.page: route.title for route in ROUTES}
STAGES = {
    Stage.VISITOR: "pas encore identifié",
    Stage.IDENTIFIED: "identifié",
    Stage.MAIL_SENT: "attend un courriel",
    Stage.SIGNED_IN: "connecté",
    Stage.LINK_SENT: "attend son lien",
    Stage.AT_PROVIDER: "chez FranceConnect",
    Stage.VOTING: "code de vote accepté",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """What one browser did last."""

    world: int
    rank: int | None
    visit: str
    stage: Stage
    page: str
    at: Millis
    real_at: Millis
    refused: str = ""
    """The words that the voter reads, when the last thing tried was refused."""
    refusals: int = 0
    """How many in a row."""

    @property
    def title(self) -> str:
        """Return the title of the page the voter is on."""
        return TITLES.get(self.page, self.page)

    def stuck(self, real: Millis) -> bool:
        """Tell whether the voter seems to need help."""
        if self.page == "deconnexion":
            return False
        since = real - self.real_at
        lasting = bool(self.refused) and (self.refusals > 1 or since >= REFUSED_FOR)
        return lasting or since >= STILL_FOR


@dataclass(slots=True)
class Room:
    """The voters of one election, the latest last."""

    latest: OrderedDict[int | str, Doing] = field(default_factory=OrderedDict)
    version: int = 0


class Activity:
    """The witness of the portal's pages: ``told`` rings for an election with each."""

    def __init__(self, real: Callable[[], Millis]) -> None:
        self.told = Bell()
        self.moves = 0
        """How many pages were told of, in all elections."""
        self._real = real
        self._rooms: OrderedDict[int, Room] = OrderedDict()
        self._pupils: OrderedDict[str, Doing] = OrderedDict()

    def saw(self, request: web.Request, sighting: Sighting) -> None:
        """Note a page."""
        room = self._room(sighting.world)
        key = sighting.visit if sighting.rank is None else sighting.rank
        before = room.latest.pop(key, None) or room.latest.pop(sighting.visit, None)
        doing = _after(before, sighting, self._real())
        _keep(room.latest, key, doing, VOTERS_KEPT)
        room.version += 1
        self.moves += 1
        for token in edge.cookie_values(request, PUPIL):
            _keep(self._pupils, digest(token), doing, PUPILS_KEPT)
        self.told.ring(sighting.election)

    def of(self, world: int) -> list[Doing]:
        """Return what the voters of an election did, the latest first."""
        room = self._rooms.get(world)
        return list(reversed(room.latest.values())) if room else []

    def of_pupil(self, pupil: str, world: int) -> Doing | None:
        """Return what a pupil's browser did last in an election."""
        doing = self._pupils.get(pupil)
        return doing if doing is not None and doing.world == world else None

    def of_voter(self, rank: int, world: int) -> Doing | None:
        """Return what a voter did last in an election."""
        room = self._rooms.get(world)
        return room.latest.get(rank) if room else None

    def version(self, world: int) -> int:
        """Return a number that grows whenever somebody does something in an election."""
        room = self._rooms.get(world)
        return room.version if room else 0

    def _room(self, world: int) -> Room:
        room = self._rooms.pop(world, None) or Room()
        _keep(self._rooms, world, room, WORLDS_KEPT)
        return room


ACTIVITY: web.AppKey[Activity] = web.AppKey("activity", Activity)


def digest(token: str) -> str:
    """Return what is kept of a pupil's cookie."""
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()[:32]


def _after(before: Doing | None, sighting: Sighting, real: Millis) -> Doing:
    refused, moved = sighting.refused, sighting.moved
    if isinstance(refused, OutOfOrder) and not moved:
        refused = None  # a page of another stage, led to where the voter stands
    doing = Doing(
        world=sighting.world,
        rank=sighting.rank,
        visit=sighting.visit,
        stage=sighting.stage,
        page=sighting.page,
        at=sighting.at,
        real_at=real,
    )
    if refused is None:
        return doing
    row = before.refusals if before is not None else 0
    return replace(doing, refused=said(refused)[1], refusals=row + 1)


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
