"""What the portal believes of tokens whose signature holds: FRANCECONNECT §15, steps 5 to 7."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from mockportal.domain.instants import SECOND, Millis
from mockportal.domain.refusals import ProviderFailed

LEVELS = ("eidas1", "eidas2", "eidas3")


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must have spoken, to whom, in answer to what; ``tolerance`` is in seconds."""

    issuer: str
    client_id: str
    nonce: str
    tolerance: int


def check_id_token(claims: Mapping[str, Any], expected: Expected, now: Millis) -> str:
    """Return the subject of an id_token. Refuses: ProviderFailed (answer, or level)."""
    _check_envelope(claims, expected, now)
    nonce, subject = claims.get("nonce"), claims.get("sub")
    azp = claims.get("azp", expected.client_id)
    if nonce != expected.nonce or azp != expected.client_id:
        raise ProviderFailed("answer")
    if not isinstance(subject, str) or not subject:
        raise ProviderFailed("answer")
    if claims.get("acr") not in LEVELS:
        raise ProviderFailed("level")
    return subject


def check_userinfo(
    claims: Mapping[str, Any], expected: Expected, now: Millis, subject: str, *, signed: bool
) -> None:
    """Pass when userinfo speaks of the same person; in v1 it has no envelope.

    Refuses: ProviderFailed (answer).
    """
    if signed:
        _check_envelope(claims, expected, now)
    if claims.get("sub") != subject:
        raise ProviderFailed("answer")


def _check_envelope(claims: Mapping[str, Any], expected: Expected, now: Millis) -> None:
    """Pass when issuer, audience (us alone) and dates hold, on the election's clock."""
    audience, seconds = claims.get("aud"), now // SECOND
    if claims.get("iss") != expected.issuer:
        raise ProviderFailed("answer")
    if audience != expected.client_id and audience != [expected.client_id]:
        raise ProviderFailed("answer")
    expires, issued = claims.get("exp"), claims.get("iat")
    if not _is_instant(expires) or not _is_instant(issued):
        raise ProviderFailed("answer")
    if seconds - expires > expected.tolerance or issued - seconds > expected.tolerance:
        raise ProviderFailed("answer")


def _is_instant(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
