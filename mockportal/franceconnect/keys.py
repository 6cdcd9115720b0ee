"""What the stub's application holds, typed."""

from dataclasses import dataclass

from aiohttp import web

from mockportal.franceconnect.signing import KeyRing
from mockportal.storage.store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """How the stub is reached, and where its first client is.

    ``public_url`` is the only source of issuers and addresses; ``default_election`` answers at
    its root, every election below ``/{election}``.
    """

    public_url: str
    default_election: str
    portal_url: str = ""

    @property
    def https(self) -> bool:
        """Tell whether cookies may be Secure."""
        return self.public_url.startswith("https:")


STORE: web.AppKey[Store] = web.AppKey("store", Store)
SITE: web.AppKey[Site] = web.AppKey("site", Site)
RING: web.AppKey[KeyRing] = web.AppKey("ring", KeyRing)
