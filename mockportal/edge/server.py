"""The hardened server that every listener of mockportal runs on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestHandler
from yarl import URL

from mockportal.domain.refusals import Refused
from mockportal.edge.answers import SECURITY_HEADERS, Answerer, Answers, raised
from mockportal.edge.checks import LOOPBACK, check
from mockportal.edge.connection import Connection
from mockportal.edge.door import Door
from mockportal.edge.limits import Limits

_NOWHERE = URL("/")

_Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def runner(
    app: web.Application,
    answers: Answers,
    limits: Limits | None = None,
    *,
    hosts: frozenset[str] = LOOPBACK,
    headers: Mapping[str, str] = SECURITY_HEADERS,
    shutdown_timeout: float = 10,
) -> web.AppRunner:
    """Return a runner that serves ``app`` behind the edge.

    ``answers`` has the words of what the edge refuses; ``hosts`` are the names, without port, a
    client may call the site by; ``headers`` go on every response that does not set its own.
    """
    answerer = Answerer(answers, headers)
    return EdgeRunner(
        app,
        answerer=answerer,
        limits=limits or Limits(),
        hosts=hosts,
        shutdown_timeout=shutdown_timeout,
    )


def short_of_room(request: web.BaseRequest) -> bool:
    """Tell whether few connections are left, in all or for the client of a request."""
    return isinstance(request.protocol, Connection) and request.protocol.short_of_room


class Guard:
    """What stands before an application: the checks of the edge, and its answers."""

    def __init__(
        self, handler: _Handler, answerer: Answerer, limits: Limits, hosts: frozenset[str]
    ) -> None:
        self._handler = handler
        self._answerer = answerer
        self._body_bytes = limits.body_bytes
        self._hosts = hosts

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Check a request, pass it on, and answer what was refused."""
        try:
            check(request, self._hosts, self._body_bytes)
            return await self._handler(request)
        except Refused as refused:
            return self._answerer.answer(refused, request)
        except web.HTTPException as exc:
            known = raised(exc)
            if known is None:
                raise
            return self._answerer.answer(known, request)


class EdgeServer(web.Server):
    """Makes a hardened connection for each client."""

    def __init__(
        self, bare: web.Server, answerer: Answerer, limits: Limits, hosts: frozenset[str]
    ) -> None:
        guard = Guard(bare.request_handler, answerer, limits, hosts)
        super().__init__(guard.handle, request_factory=self._request)
        self._bare_request = bare.request_factory
        self.answerer = answerer
        self.limits = limits
        self.door = Door(limits)

    def __call__(self) -> RequestHandler:
        """Return the protocol of a new connection."""
        return Connection(self, loop=asyncio.get_running_loop())

    def _request(self, message: RawRequestMessage, *rest: Any) -> web.BaseRequest:
        """Make a request; an absolute address will be refused, and is never taken apart."""
        if not message.path.startswith("/"):
            message = message._replace(url=_NOWHERE)
        return self._bare_request(message, *rest)


class EdgeRunner(web.AppRunner):
    """Runs an application behind the edge."""

    __slots__ = ("_answerer", "_hosts", "_limits")

    def __init__(
        self,
        app: web.Application,
        *,
        answerer: Answerer,
        limits: Limits,
        hosts: frozenset[str],
        shutdown_timeout: float,
    ) -> None:
        super().__init__(app, shutdown_timeout=shutdown_timeout)
        self._answerer = answerer
        self._limits = limits
        self._hosts = hosts
        app.on_response_prepare.append(answerer.dress)

    async def _make_server(self) -> web.Server:
        bare = await super()._make_server()
        return EdgeServer(bare, self._answerer, self._limits, self._hosts)
