"""What the portal's application holds, typed."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from mockportal.portal.clerks import Clerks
from mockportal.portal.clock_feed import Feeds
from mockportal.portal.crowding import Crowd
from mockportal.portal.hashing import Hasher
from mockportal.portal.render import Pages
from mockportal.portal.witnessing import Witness
from mockportal.storage.store import Store


@dataclass(frozen=True, slots=True)
class Address:
    """How the portal is reached: the default election, and whether cookies may be Secure.

    With ``most_at_once`` requests in hand, newcomers are asked to wait; voters inside go on.
    ``load_proof`` is the file whose token allows load runs from elsewhere.
    """

    default_election: str
    https: bool = False
    most_at_once: int = 512
    load_proof: Path | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Where FranceConnect answers, and what it knows the portal by: both public addresses."""

    franceconnect: str
    portal: str


@dataclass(slots=True)
class Shelf:
    """The pages of every election in use, by world; the oldest leave first."""

    kept: int = 64
    pages: dict[int, Pages] = field(default_factory=dict)


Served = dict[tuple[str, int], int]
"""How often each page was answered with each status."""

STORE: web.AppKey[Store] = web.AppKey("store", Store)
ADDRESS: web.AppKey[Address] = web.AppKey("address", Address)
SHELF: web.AppKey[Shelf] = web.AppKey("shelf", Shelf)
HASHER: web.AppKey[Hasher] = web.AppKey("hasher", Hasher)
LEAVING: web.AppKey[asyncio.Event] = web.AppKey("leaving", asyncio.Event)
CLERKS: web.AppKey[dict[str, tuple[int, Clerks]]] = web.AppKey("clerks", dict)
CROWD: web.AppKey[Crowd] = web.AppKey("crowd", Crowd)
SERVED: web.AppKey[Served] = web.AppKey("served", dict)
FEEDS: web.AppKey[Feeds] = web.AppKey("feeds", Feeds)
WITNESS: web.AppKey[Witness] = web.AppKey("witness")
PARTNER: web.AppKey[Partner] = web.AppKey("partner", Partner)
