"""What the console's application holds, typed."""

from dataclasses import dataclass

from aiohttp import web

from mockportal.storage.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """How the listeners are reached, and the token that opens the console."""

    token: str
    portal: str
    console: str
    franceconnect: str = ""


STORE: web.AppKey[Store] = web.AppKey("store", Store)
PLACE: web.AppKey[Place] = web.AppKey("place", Place)
