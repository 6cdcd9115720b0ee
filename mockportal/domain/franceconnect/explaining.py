"""Why a request was refused, finding by finding: for testers, never for the client."""

from collections.abc import Sequence
from typing import NamedTuple

from mockportal.domain.franceconnect.authorize import LISTED, PROMPTS, REQUIRED
from mockportal.domain.franceconnect.clients import Client, Profile, is_web_address
from mockportal.domain.franceconnect.dialects import Dialect

Pairs = Sequence[tuple[str, str]]


class Finding(NamedTuple):
    """One thing that is wrong: a kind, the parameter, what was found, what is allowed."""

    kind: str
    parameter: str
    found: str = ""
    allowed: str = ""


def findings(pairs: Pairs, dialect: Dialect, client: Client | None) -> list[Finding]:
    """Return what is wrong with an authorization request; ``client`` as recorded, whatever it is.

    More may be told than the rules looked at before they refused.
    """
    given, names = dict(pairs), [name for name, _ in pairs]
    found = [Finding("twice", name) for name in given if names.count(name) > 1]
    found += [Finding("missing", name) for name in REQUIRED[dialect] if name not in given]
    found += [Finding("empty", name) for name in REQUIRED[dialect] if given.get(name) == ""]
    prompts = given.get("prompt", "login").split()
    if dialect is Dialect.V2 and (not prompts or not PROMPTS.issuperset(prompts)):
        found.append(Finding("prompt", "prompt", given["prompt"][:60], "login, consent"))
    return found + (_about_client(given, dialect, client) if given.get("client_id") else [])


def _about_client(given: dict[str, str], dialect: Dialect, client: Client | None) -> list[Finding]:
    if client is None:
        return [Finding("unknown", "client_id", given["client_id"][:80])]
    if not client.enabled:
        return [Finding("disabled", "client_id", client.client_id)]
    if client.dialect is not dialect:
        return [Finding("dialect", "client_id", dialect.value, client.dialect.value)]
    least = {"state": client.min_state, "nonce": client.min_nonce}
    found = [
        Finding("short", name, str(len(given[name])), str(length))
        for name, length in least.items()
        if name in given and len(given[name]) < length
    ]
    if dialect is Dialect.V2 and client.profile is Profile.STRICT:
        found += [Finding("unlisted", name[:60]) for name in given if name not in LISTED]
    return found + _about_address(given.get("redirect_uri", ""), client)


def _about_address(address: str, client: Client) -> list[Finding]:
    if not address or address in client.redirect_uris:
        return []
    kind = "unregistered" if is_web_address(address) else "no-address"
    return [Finding(kind, "redirect_uri", address[:300], " ".join(client.redirect_uris))]


_SHOWN = LISTED | {"grant_type", "code_challenge", "code_challenge_method", "response_mode"}
_SHOWN |= {"post_logout_redirect_uri", "token_type_hint", "schema"}
_BEGUN = frozenset({"state", "code"})
_SECRET = frozenset(
    {"client_secret", "code_verifier", "token", "access_token", "id_token_hint", "logout_hint"}
)
MASKED = "•••"


def shown(pairs: Pairs) -> dict[str, str]:
    """Return parameters as they may be kept: no secret, no token, nothing of unknown ones."""
    return {name[:60]: _value(name, value) for name, value in pairs[:40]}


def _value(name: str, value: str) -> str:
    if name in _BEGUN and value:
        return f"{value[:4]}… ({len(value)})"
    if name in _SHOWN:
        return value[:300]
    return MASKED if name in _SECRET and value else ""
