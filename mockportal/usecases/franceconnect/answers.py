"""What a use case of the stub answers a browser: a screen, an error page, another address."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

from mockportal.domain.franceconnect.authorize import SendBack
from mockportal.domain.franceconnect.dialects import Dialect, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A page of the stub; ``target`` is where its form may lead besides the stub itself."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    target: str = ""
    cookie: str | None = None
    delay_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """An error page; ``service`` names the client to go back to, when the session knows it."""

    code: str
    service: str = ""
    cookie: str | None = None
    delay_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """Another address."""

    url: str
    status: int = 303
    cookie: str | None = None
    delay_ms: int = 0


Answer: TypeAlias = Screen | ErrorPage | Go


def to_client(dialect: Dialect, redirect_uri: str, given: dict[str, str], mark: str = "") -> Go:
    """Return a redirect to a client, parameters added to whatever its address has."""
    sign = mark or ("&" if "?" in redirect_uri else "?")
    status = 303 if dialect is Dialect.V2 else 302
    return Go(url=f"{redirect_uri}{sign}{urlencode(given)}", status=status)


def error_to_client(place: Place, dialect: Dialect, back: SendBack) -> Go:
    """Return an OAuth error to a client; ``iss`` always in v2, never in v1."""
    given = {"error": back.error, "error_description": back.description, "state": back.state}
    if dialect is Dialect.V2:
        given["iss"] = place.issuer(dialect)
    return to_client(dialect, back.redirect_uri, given, "#" if back.fragment else "")
