"""A service that lets a library do its OpenID Connect; what is ours here is the plumbing.

It listens, says where, is told its configuration in one line of JSON, and serves:
/entrer leads to FranceConnect, /retour shows who came back, /sortir logs out, /adieu is the end.
"""

import json
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, make_server

SCOPES = ("openid", "identite_pivot", "email")
App = Callable[[dict[str, Any], Callable[..., Any]], list[bytes]]


@dataclass(frozen=True)
class Settings:
    """What a service must know to be a client: told by whoever registered it."""

    url: str
    issuer: str
    client_id: str
    client_secret: str
    alg: str

    @property
    def back(self) -> str:
        """Return where citizens come back to."""
        return f"{self.url}/retour"

    @property
    def after(self) -> str:
        """Return where citizens end after a logout."""
        return f"{self.url}/adieu"


class Party(Protocol):
    """What a library does for a service."""

    def begin(self) -> str:
        """Return the address to send a citizen to."""

    def finish(self, told: dict[str, str]) -> dict[str, Any]:
        """Return the claims of the id_token and of userinfo, given what the callback told."""

    def leave(self, state: str) -> str:
        """Return the address that ends the session."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def serve(build: Callable[[Settings], App]) -> None:
    """Listen, say where, read the configuration, and serve until ended."""
    with make_server("127.0.0.1", 0, None, handler_class=_Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        print(url, flush=True)
        server.set_app(build(Settings(url=url, **json.loads(sys.stdin.readline()))))
        print("ready", flush=True)
        server.serve_forever()


def around(party: Party) -> App:
    """Return the pages around a library that has none of its own."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        told = dict(parse_qsl(environ["QUERY_STRING"]))
        match environ["PATH_INFO"]:
            case "/entrer":
                return _go(start, party.begin())
            case "/retour":
                return _tell(start, party.finish(told))
            case "/sortir":
                return _go(start, party.leave(secrets.token_urlsafe(32)))
        return _tell(start, told)

    return answer


def _go(start: Callable[..., Any], address: str) -> list[bytes]:
    start("303 See Other", [("Location", address)])
    return []


def _tell(start: Callable[..., Any], told: dict[str, Any]) -> list[bytes]:
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
