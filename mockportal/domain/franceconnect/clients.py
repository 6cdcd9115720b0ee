"""Service providers: the record of one client, and what a registration may not say."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from mockportal.domain.franceconnect.dialects import Dialect


class Algorithm(StrEnum):
    """How a client's tokens are signed; ``none`` is for userinfo alone: plain JSON."""

    ES256 = "ES256"
    RS256 = "RS256"
    HS256 = "HS256"
    NONE = "none"


class Profile(StrEnum):
    """``strict`` refuses parameters outside the list, PKCE included; ``lax`` ignores them."""

    STRICT = "strict"
    LAX = "lax"


class Kind(StrEnum):
    """A private service needs the citizen's consent, a public one does not."""

    PUBLIC = "public"
    PRIVATE = "private"


class Stamps(StrEnum):
    """Whose clock dates a client's tokens: the machine's, or the election's."""

    WALL = "wall"
    ELECTION = "election"


@dataclass(frozen=True, slots=True)
class Client:
    """A service provider. Numbers and defaults: FRANCECONNECT §2."""

    client_id: str
    client_secret: str
    name: str = "Service de démonstration"
    dialect: Dialect = Dialect.V2
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    id_token_alg: Algorithm = Algorithm.ES256
    userinfo_alg: Algorithm | None = None
    scopes: tuple[str, ...] | None = None
    entity: str | None = None
    kind: Kind = Kind.PUBLIC
    allow_amr: bool = False
    allow_prompt_login: bool = False
    providers_allow: tuple[str, ...] | None = None
    providers_deny: tuple[str, ...] = ()
    idp_hints: tuple[str, ...] = ()
    profile: Profile = Profile.STRICT
    min_nonce: int = 22
    min_state: int = 22
    token_time: Stamps = Stamps.WALL
    enabled: bool = True

    @property
    def pairwise(self) -> str:
        """Return the group within which a citizen has one ``sub``."""
        return self.entity or self.client_id

    @property
    def userinfo_signed(self) -> Algorithm:
        """Return how userinfo is signed: as the id_token when nothing was said."""
        return self.id_token_alg if self.userinfo_alg is None else self.userinfo_alg

    def may_use(self, provider: str) -> bool:
        """Tell whether this client accepts a provider."""
        allowed = self.providers_allow is None or provider in self.providers_allow
        return allowed and provider not in self.providers_deny

    def may_ask(self, scope: str) -> bool:
        """Tell whether this client may ask for a scope."""
        return self.scopes is None or scope in self.scopes


MINIMUM_V1 = 1
"""Shortest state and nonce of a v1 client; assumed."""

_ENUMS: dict[str, type[StrEnum]] = {
    "dialect": Dialect,
    "kind": Kind,
    "id_token_alg": Algorithm,
    "userinfo_alg": Algorithm,
    "profile": Profile,
    "token_time": Stamps,
}
_TUPLES = frozenset(
    {"redirect_uris", "post_logout_redirect_uris", "scopes", "providers_allow"}
    | {"providers_deny", "idp_hints"}
)
FIELDS = frozenset(field.name for field in fields(Client))


def dump(client: Client) -> str:
    """Return a client as JSON, to be kept."""
    return json.dumps(asdict(client), ensure_ascii=False)


@lru_cache(maxsize=4096)
def load(text: str) -> Client:
    """Return a kept client; the same text gives the same value, parsed once."""
    return build(json.loads(text))


def build(values: dict[str, Any]) -> Client:
    """Return the client of checked values, with the defaults of its dialect."""
    said = {
        name: _value(name, value)
        for name, value in values.items()
        if name in FIELDS and (value is not None or name in {"scopes", "providers_allow"})
    }
    if said.get("dialect") is Dialect.V1:
        said = {
            "min_nonce": MINIMUM_V1,
            "min_state": MINIMUM_V1,
            **said,
            "id_token_alg": Algorithm.HS256,
        }
    return Client(**said)


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _ENUMS:
        return _ENUMS[name](value)
    return tuple(value) if name in _TUPLES else value


_SECRET = re.compile(r"[\x21-\x7e]{32,}")


def faults_of(client: Client) -> tuple[str, ...]:
    """Return why a registration is refused, in French; nothing when it stands."""
    found = []
    if not client.client_id or not client.client_id.isascii():
        found.append("client_id : texte ASCII attendu.")
    if not _SECRET.fullmatch(client.client_secret):
        found.append("client_secret : au moins 32 caractères ASCII visibles.")
    if client.id_token_alg is Algorithm.NONE:
        found.append("id_token_alg : ES256, RS256 ou HS256.")
    found += [
        f"adresse de retour non valable : {uri}"
        for uri in (*client.redirect_uris, *client.post_logout_redirect_uris)
        if not is_web_address(uri) or "#" in uri
    ]
    if client.entity is None and len(_hosts(client.redirect_uris)) > 1:
        found.append("Plusieurs hôtes de retour : indiquez entity.")
    return tuple(found)


def is_web_address(text: str) -> bool:
    """Tell whether a text is an absolute http(s) address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def origin(address: str) -> str:
    """Return scheme, host and port of a registered address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _hosts(addresses: Iterable[str]) -> set[str | None]:
    return {urlsplit(address).hostname for address in addresses if is_web_address(address)}


PORTAL_PATH = "/portail/reassort/franceconnect/retour"
"""Where the portal receives the answer; the one address it ever gives."""


def portal_credentials(secret: bytes) -> tuple[str, str]:
    """Return id and secret of the portal as a client, from the run secret of its election."""
    return (_hex(secret, "fc-portal-id"), _hex(secret, "fc-portal-secret"))


def _hex(secret: bytes, purpose: str) -> str:
    return hmac.digest(secret, purpose.encode(), hashlib.sha256).hex()


def portal_client(secret: bytes, portal_url: str, election: str, dialect: Dialect) -> Client:
    """Return the record of the portal: a client that shares the election's clock."""
    client_id, client_secret = portal_credentials(secret)
    home = f"{portal_url}/{election}"
    return build(
        {
            "client_id": client_id,
            "client_secret": client_secret,
            "name": "Portail Élections (simulateur)",
            "dialect": dialect,
            "redirect_uris": (f"{home}{PORTAL_PATH}",),
            "post_logout_redirect_uris": (f"{home}/portail/message-envoye",),
            "token_time": Stamps.ELECTION,
        }
    )
