"""The token endpoint's checks, in the engine's order: FRANCECONNECT §5."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.codes import Problem, bad_client, bad_grant, bad_request
from mockportal.domain.instants import Millis

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who a client says it is, and by which means."""

    client_id: str
    secret: str | None
    basic: bool


def single(pairs: Pairs) -> dict[str, str] | Problem:
    """Return parameters that each came once."""
    given = dict(pairs)
    if len(given) == len(pairs):
        return given
    names = [name for name, _ in pairs]
    twice = next(name for name in names if names.count(name) > 1)
    return bad_request("Y0496E4A", f"'{twice}' parameter must not be provided twice")


def credentials(given: dict[str, str], authorization: str | None) -> Credentials | Problem:
    """Return how the client authenticates, by header or by form, never both."""
    if authorization is not None:
        return _basic(given, authorization)
    if not given.get("client_id"):
        return bad_request("Y044FEB3", "no client authentication mechanism provided")
    return Credentials(given["client_id"], given.get("client_secret") or None, basic=False)


def _basic(given: dict[str, str], authorization: str) -> Credentials | Problem:
    scheme, _, encoded = authorization.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    name, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon or not name:
        return bad_request("Y044FEB3", "invalid authorization header value format")
    if "client_secret" in given:
        return bad_request(
            "Y047E9E5", "client authentication must only be provided using one mechanism"
        )
    client_id = unquote_plus(name)
    if given.get("client_id", client_id) != client_id:
        return bad_request("Y0419ECE", "mismatch in body and authorization client ids")
    return Credentials(client_id, unquote_plus(secret) or None, basic=True)


def authenticate(claimed: Credentials, client: Client | None) -> Problem | None:
    """Return why a client is not who it says it is."""
    if client is None:
        return no_client(claimed)
    if claimed.secret is None:
        return bad_client("Y044D82C", "client_secret must be provided", basic=claimed.basic)
    if not hmac.compare_digest(claimed.secret.encode(), client.client_secret.encode()):
        return bad_client("Y0434A7B", "invalid secret provided", basic=claimed.basic)
    return None


def no_client(claimed: Credentials) -> Problem:
    """Return the refusal of a client that is unknown, disabled or of the other dialect."""
    return bad_client("Y0479FCE", "client not found", basic=claimed.basic)


def check_request(given: dict[str, str]) -> Problem | None:
    """Return what a token request lacks."""
    kind = given.get("grant_type")
    if kind and kind != "authorization_code":
        text = "unsupported grant_type requested"
        return Problem(400, "unsupported_grant_type", "Y04C2044", text, kind[:40])
    for name in ("grant_type", "code", "redirect_uri"):
        if not given.get(name):
            return bad_request("Y048017B", f"missing required parameter(s) '{name}'")
    return None


@dataclass(frozen=True, slots=True)
class Grant:
    """What stands behind one code, and then behind one access token."""

    code: str
    client_id: str
    redirect_uri: str
    issued_at: Millis
    challenge: str | None
    used_at: Millis | None = None
    dead: bool = False


def check_grant(
    grant: Grant | None, given: dict[str, str], client: Client, now: Millis, lives: Millis
) -> Problem | None:
    """Return why a code is refused; a code lives in ``[issued_at, issued_at + lives)``."""
    if grant is None:
        return bad_grant("Y049E20B", "authorization code not found")
    if now >= grant.issued_at + lives:
        return bad_grant("Y049E20B", "authorization code is expired")
    if grant.client_id != client.client_id:
        return bad_grant("Y047A2EA", "client mismatch")
    if not _proven(grant.challenge, given.get("code_verifier")):
        return bad_grant("Y0446550", "PKCE verification failed")
    if given["redirect_uri"] != grant.redirect_uri:
        return bad_grant("Y04F8199", "authorization code redirect_uri mismatch")
    return already_used() if grant.used_at is not None else None


ALREADY_USED = "Y0416228"


def already_used() -> Problem:
    """Return the refusal of a code that has served."""
    return bad_grant(ALREADY_USED, "authorization code already consumed")


def _proven(challenge: str | None, verifier: str | None) -> bool:
    if challenge is None:
        return verifier is None
    if verifier is None or not verifier.isascii():
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)
