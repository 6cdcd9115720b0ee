"""The authorization request: every parameter rule, as one decision. FRANCECONNECT §3."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mockportal.domain.franceconnect import scopes as known_scopes
from mockportal.domain.franceconnect.clients import Client, Profile, is_web_address
from mockportal.domain.franceconnect.dialects import Dialect

Pairs = Sequence[tuple[str, str]]

REQUIRED = {
    Dialect.V2: (
        *("response_type", "client_id", "redirect_uri"),
        *("scope", "acr_values", "state", "nonce"),
    ),
    Dialect.V1: ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
}
LISTED = frozenset(REQUIRED[Dialect.V2]) | {"claims", "prompt", "idp_hint", "ui_locales"}
PROMPTS = frozenset({"login", "consent"})
_LEVELS = ("eidas1", "eidas2", "eidas3")
_CHALLENGE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


@dataclass(frozen=True, slots=True)
class Stop:
    """An error page without a link to the client."""

    code: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """An OAuth error carried back to a registered address."""

    redirect_uri: str
    error: str
    description: str
    state: str
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A valid request: what the client wants to know, and where to answer."""

    client_id: str
    dialect: Dialect
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    acr: str | None
    amr: bool = False
    prompt_login: bool = False
    idp_hint: str | None = None
    challenge: str | None = None

    @property
    def anonymous(self) -> bool:
        """Tell whether the client asks for no personal data."""
        return known_scopes.is_anonymous(self.scopes)


FindClient = Callable[[str], Client | None]


def decide(
    pairs: Pairs, dialect: Dialect, find: FindClient, *, sector_down: bool = False
) -> Asked | Stop | SendBack:
    """Decide what becomes of an authorization request.

    ``find`` returns an enabled client of that dialect. ``sector_down`` is a fault.
    """
    given = dict(pairs)
    if len(given) != len(pairs) or _malformed(given, dialect):
        return Stop("Y030007")
    client = find(given["client_id"])
    if client is None:
        return Stop("Y04EA6EF")
    if _outside(given, client):
        return Stop("Y030007")
    scopes = tuple(dict.fromkeys(given["scope"].split()))
    if given["redirect_uri"] not in client.redirect_uris:
        return Stop("Y04C013C" if "openid" in scopes else "Y040001")
    if sector_down:
        return Stop("Y04A8220")
    return _negotiate(given, client, scopes)


def _malformed(given: dict[str, str], dialect: Dialect) -> bool:
    if any(name not in given for name in REQUIRED[dialect]):
        return True
    if not given["client_id"] or not is_web_address(given["redirect_uri"]):
        return True
    if dialect is Dialect.V1:
        return False
    prompts = given.get("prompt", "login").split()
    return not given["acr_values"] or not prompts or not PROMPTS.issuperset(prompts)


def _outside(given: dict[str, str], client: Client) -> bool:
    """Tell whether something is too short or, for a strict v2 client, not on the list."""
    if len(given["state"]) < client.min_state or len(given["nonce"]) < client.min_nonce:
        return True
    strict = client.dialect is Dialect.V2 and client.profile is Profile.STRICT
    return strict and not LISTED.issuperset(given)


def _negotiate(
    given: dict[str, str], client: Client, scopes: tuple[str, ...]
) -> Asked | Stop | SendBack:
    def back(error: str, description: str, *, fragment: bool = False) -> SendBack:
        return SendBack(given["redirect_uri"], error, description, given["state"], fragment)

    kind = given["response_type"]
    if kind != "code":
        error = "unsupported_response_type" if kind else "invalid_request"
        implicit = not {"token", "id_token"}.isdisjoint(kind.split())
        return back(error, "response_type must be code", fragment=implicit)
    if "openid" not in scopes:
        return back("invalid_request", "openid scope must be requested")
    wanted = tuple(scope for scope in scopes if scope in known_scopes.known(client.dialect))
    if not all(client.may_ask(scope) for scope in wanted):
        return back("invalid_scope", "requested scope is not allowed")
    try:
        amr = _asks_amr(given.get("claims"))
    except ValueError:
        return back("invalid_request", "could not parse the claims parameter JSON")
    if amr and not client.allow_amr:
        return Stop("Y100009")
    lax = client.dialect is Dialect.V2 and client.profile is Profile.LAX
    wrong = _challenge_fault(given) if lax else ""
    if wrong:
        return back("invalid_request", wrong)
    return _asked(given, client, wanted, amr=amr, challenge=given.get("code_challenge", "") * lax)


def _asked(
    given: dict[str, str], client: Client, wanted: tuple[str, ...], *, amr: bool, challenge: str
) -> Asked:
    modern = client.dialect is Dialect.V2
    return Asked(
        client_id=client.client_id,
        dialect=client.dialect,
        redirect_uri=given["redirect_uri"],
        scopes=wanted,
        state=given["state"],
        nonce=given["nonce"],
        acr=level(given.get("acr_values", "")),
        amr=amr,
        prompt_login=modern and "login" in given.get("prompt", "").split(),
        idp_hint=given.get("idp_hint") or None if modern else None,
        challenge=challenge or None,
    )


def level(acr_values: str) -> str | None:
    """Return the level granted: the lowest known one asked; None when it is above eidas1.

    Nothing known among the values asked means eidas1.
    """
    asked = acr_values.split()
    lowest = next((one for one in _LEVELS if one in asked), _LEVELS[0])
    return lowest if lowest == _LEVELS[0] else None


def _challenge_fault(given: dict[str, str]) -> str:
    challenge, method = given.get("code_challenge"), given.get("code_challenge_method")
    if challenge is None:
        return "code_challenge must be provided with code_challenge_method" if method else ""
    if method != "S256":
        return "not supported value of code_challenge_method"
    return "" if _CHALLENGE.fullmatch(challenge) else "code_challenge must be 43 to 128 characters"


def _asks_amr(text: str | None) -> bool:
    """Tell whether the claims parameter asks for amr. Refuses: ValueError."""
    if text is None:
        return False
    wanted = strict_json(text)
    if not isinstance(wanted, dict):
        raise ValueError("claims must be an object")
    members = [wanted.get(part, {}) for part in ("id_token", "userinfo")]
    if not all(isinstance(member, dict) for member in members):
        raise ValueError("claims members must be objects")
    return "amr" in members[0]


def strict_json(text: str) -> Any:
    """Read JSON with one meaning: no NaN, no duplicate member, no abyss. Refuses: ValueError."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twin)
    except RecursionError:
        raise ValueError("too deep") from None


def _no_constant(text: str) -> Any:
    raise ValueError(f"not JSON: {text}")


def _no_twin(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members
