"""Userinfo and revocation: how a token is presented, and when it is refused."""

import re
from collections.abc import Sequence

from mockportal.domain.franceconnect.clients import Client, Profile
from mockportal.domain.franceconnect.codes import Problem, bad_request, bad_token

_REVOCATION = frozenset({"token", "client_id", "client_secret"})
_TOKEN = re.compile(r"[^\s^.*?{}()|\[\]\\]{43,}")


def presented(query: Sequence[tuple[str, str]], authorization: str | None) -> str | Problem:
    """Return the access token of a userinfo request; ``schema`` is tolerated."""
    tokens = [value for name, value in query if name == "access_token"]
    if authorization is not None and tokens:
        return bad_request("Y04514E0", "access token must only be provided using one mechanism")
    if len(tokens) > 1:
        return bad_request("Y0496E4A", "'access_token' parameter must not be provided twice")
    if authorization is None:
        return tokens[0] if tokens and tokens[0] else bad_token("Y04146A2", "no token provided")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return bad_request("Y043D61A", "invalid authorization header value format")
    return token.strip()


def unknown_token(detail: str = "access token not found") -> Problem:
    """Return the refusal of a token that is unknown, expired, revoked or killed."""
    return bad_token("Y040001", detail)


def check_revocation(given: dict[str, str], client: Client) -> Problem | None:
    """Return what is wrong with a revocation request of an authenticated client."""
    if not _TOKEN.fullmatch(given.get("token", "")):
        return bad_request("Y000400", "token is missing or malformed")
    if client.profile is Profile.STRICT and not _REVOCATION.issuperset(given):
        return bad_request("Y000400", "unexpected parameter")
    return None


def foreign_token() -> Problem:
    """Return the refusal to revoke another client's token."""
    return bad_request("Y0466776", "this token does not belong to you")
