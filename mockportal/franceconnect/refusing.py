"""What is refused before any rule of the stub: unreadable, unknown, too long, broken."""

from aiohttp import web

from mockportal import edge
from mockportal.domain.franceconnect.codes import bad_request
from mockportal.domain.franceconnect.dialects import Dialect, Place
from mockportal.domain.refusals import Refused, UnknownPage, Unreadable
from mockportal.franceconnect import pages
from mockportal.franceconnect.calling import page
from mockportal.franceconnect.problems import problem

_JSON = ("/token", "/revocation", "/userinfo")


def answer(refused: Refused, request: web.BaseRequest | None) -> web.Response:
    """Return the answer to what the edge refuses; nothing of the request is in it."""
    path = request.path if request is not None else ""
    if isinstance(refused, Unreadable | edge.Media) and path:
        return _unreadable(refused, path)
    code = "Y000404" if isinstance(refused, UnknownPage) else "Y000400"
    if isinstance(refused, edge.Incident):
        code = "Y000500"
    _, body = pages.error_page(code, "")
    return page(body, edge.status(refused))


def _unreadable(refused: Refused, path: str) -> web.Response:
    """Return the error that the endpoint has for a request nobody can read."""
    old = "/api/v1/" in path
    if path.endswith(_JSON):
        dialect = Dialect.V1 if old else Dialect.V2
        wrong = (
            bad_request("Y043C322", "only form bodies are supported")
            if isinstance(refused, edge.Media)
            else bad_request("Y0496E4A", "parameters must not be provided twice")
        )
        return problem(Place("", ""), dialect, wrong, "")
    code = "030007" if path.endswith("/authorize") else "000400"
    status, body = pages.error_page(("E" if old else "Y") + code, "")
    return page(body, status)
