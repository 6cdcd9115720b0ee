"""How a refusal of the edge becomes an answer: the listener has the words, the edge the rest."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from aiohttp import HttpVersion10, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong
from multidict import istr

from mockportal.domain.refusals import Busy, Refused, UnknownPage, Unreadable
from mockportal.edge.limits import Limits
from mockportal.edge.refusals import TooLarge, TooLong, Version, WrongMethod

Answers: TypeAlias = Callable[[Refused, web.BaseRequest | None], web.Response]
"""Words and status (``edge.status``) of a refusal; no request comes when none could be read."""

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Simulation": "mockportal",
    }
)
"""On every page, errors included (ATTACKS 1.3); a handler's own value of one of them stands."""


def headers_with_form_action(url: str) -> Mapping[str, str]:
    """Return the headers of pages whose forms may lead to one other origin through a redirect."""
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    wider = policy.replace("form-action 'self'", f"form-action 'self' {url}")
    return MappingProxyType({**SECURITY_HEADERS, "Content-Security-Policy": wider})


BUSY_SECONDS = 5
"""After how long a client turned away may come back, unless the listener says otherwise."""


class Answerer:
    """The answers of one listener, dressed with its headers."""

    def __init__(self, answers: Answers, headers: Mapping[str, str]) -> None:
        self._answers = answers
        self._headers = tuple((istr(name), value) for name, value in headers.items())

    def answer(self, refused: Refused, request: web.BaseRequest | None) -> web.Response:
        """Return the answer to a refused request, and end a connection that cannot be read."""
        response = self._answers(refused, request)
        if isinstance(refused, WrongMethod):
            response.headers[hdrs.ALLOW] = ", ".join(refused.allow)
        if isinstance(refused, Busy):
            response.headers.setdefault(hdrs.RETRY_AFTER, str(BUSY_SECONDS))
        if isinstance(refused, Version) and request is not None:
            request._cache["version"] = HttpVersion10  # an answer is in a version that exists
        if request is None or isinstance(refused, Version):
            response.force_close()
        self._dress(response)
        return response

    async def dress(self, _: web.Request, response: web.StreamResponse) -> None:
        """Put the headers of every page on a response that is about to leave."""
        self._dress(response)

    def wire(self, refused: Refused) -> bytes:
        """Return a whole answer for a connection on which no request was read."""
        response = self.answer(refused, None)
        body = response.body
        assert isinstance(body, bytes), "the answers of the edge are plain bytes"
        response.headers[hdrs.CONTENT_LENGTH] = str(len(body))
        response.headers[hdrs.CONNECTION] = "close"
        head = [f"HTTP/1.1 {response.status} {response.reason}"]
        head += [f"{name}: {value}" for name, value in response.headers.items()]
        return "\r\n".join([*head, "", ""]).encode() + body

    def _dress(self, response: web.StreamResponse) -> None:
        headers = response.headers
        headers[hdrs.SERVER] = "mockportal"
        for name, value in self._headers:
            headers.setdefault(name, value)


def unread(exc: HttpProcessingError, limits: Limits) -> Refused:
    """Return what an error of aiohttp's parsers is called here."""
    match exc:
        case LineTooLong(args=(_, limit, *_)):
            return TooLong(headers=limit != limits.line_bytes)
        case HttpProcessingError(message="Too many headers received"):
            return TooLong(headers=True)
        case _:
            return Unreadable()


def raised(exc: web.HTTPException) -> Refused | None:
    """Return what an answer of aiohttp's own is called here; None for one with a meaning."""
    match exc:
        case web.HTTPNotFound() | web.HTTPForbidden():
            return UnknownPage()
        case web.HTTPMethodNotAllowed(allowed_methods=allowed):
            return WrongMethod(tuple(sorted(allowed)))
        case web.HTTPRequestEntityTooLarge():
            return TooLarge()
        case web.HTTPBadRequest() | web.HTTPExpectationFailed():
            return Unreadable()
        case _:
            return None
