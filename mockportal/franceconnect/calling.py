"""The passage from a request to the rules of the stub, and back to a response."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.clock import wall_clock
from mockportal.domain.franceconnect import cookies
from mockportal.domain.franceconnect.dialects import Place
from mockportal.domain.instants import millis
from mockportal.franceconnect import keys, pages
from mockportal.usecases.franceconnect.answers import Answer, ErrorPage, Go, Screen
from mockportal.usecases.franceconnect.scene import Here

T = TypeVar("T")

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, the election it is for, and the variables of its path."""

    request: web.Request
    place: Place
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def here(self) -> Here:
        """Return what the rules know of the request; the one reading of the machine's clock."""
        return Here(self.place, millis(wall_clock()))

    @property
    def cookie(self) -> tuple[str, ...]:
        """Return every cookie of ours, in order: the first valid one counts."""
        return tuple(edge.cookie_values(self.request, cookies.NAME))

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of the address. Refuses: Unreadable, for one sent twice."""
        return tuple(edge.read_query(self.request).items())

    async def form(self) -> Mapping[str, str]:
        """Return the fields of the form sent. Refuses: Unreadable, Media."""
        return await edge.read_form(self.request)

    async def ask(self, usecase: Callable[..., T], **values: Any) -> T:
        """Ask something that changes nothing."""
        store = self.request.app[keys.STORE]
        return await store.ask(self.place.election, usecase, here=self.here, **values)

    async def perform(self, usecase: Callable[..., T], **values: Any) -> T:
        """Do something, wholly or not at all."""
        store = self.request.app[keys.STORE]
        return await store.perform(self.place.election, usecase, here=self.here, **values)


async def respond(call: Call, answer: Answer) -> web.Response:
    """Return the response of an answer; a slow one makes wait."""
    if answer.delay_ms:
        await asyncio.sleep(answer.delay_ms / 1000)
    match answer:
        case Go(url=url, status=status):
            response = web.Response(status=status, headers={hdrs.LOCATION: url})
        case ErrorPage(code=code, service=service):
            told, body = pages.error_page(code, call.place.prefix, service)
            response = page(body, told)
        case Screen(name=name, facts=facts, status=status, target=target):
            response = page(pages.render(name, call.place.prefix, **facts), status)
            if target:
                response.headers["Content-Security-Policy"] = _policy(target)
    if answer.cookie is not None:
        _remember(call, response, answer.cookie)
    return response


def page(body: bytes, status: int = 200) -> web.Response:
    """Return a page."""
    return web.Response(body=body, status=status, content_type=HTML, charset="utf-8")


def _policy(target: str) -> str:
    """Return the policy of a page whose form leads to a client: browsers check redirects too."""
    policy = edge.SECURITY_HEADERS["Content-Security-Policy"]
    return policy.replace("form-action 'self'", f"form-action 'self' {target}")


def _remember(call: Call, response: web.Response, value: str) -> None:
    """Set the one cookie: no age, since the server expires it on the election's clock."""
    secure = "; Secure" if call.request.app[keys.SITE].https else ""
    path = f"{call.place.prefix}/"
    text = f"{cookies.NAME}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}"
    response.headers[hdrs.SET_COOKIE] = text
