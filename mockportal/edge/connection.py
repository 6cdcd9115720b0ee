"""One connection of aiohttp, hardened: deadlines, a short queue, answers that echo nothing."""

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING, cast

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError, LineTooLong
from aiohttp.web_protocol import RequestHandler, _ErrInfo

from mockportal.domain.refusals import Busy, Refused, Unreadable
from mockportal.edge.door import TurnedAway
from mockportal.edge.refusals import Incident, Slow, TooLong

if TYPE_CHECKING:
    from mockportal.edge.server import EdgeServer

log = logging.getLogger(__name__)


class Connection(RequestHandler):
    """An HTTP connection that waits for nobody and repeats nothing of what it was sent."""

    __slots__ = ("_address", "_answerer", "_deaf", "_door", "_half_head", "limits")

    def __init__(self, manager: "EdgeServer", *, loop: asyncio.AbstractEventLoop) -> None:
        limits = manager.limits
        super().__init__(
            manager,
            loop=loop,
            keepalive_timeout=limits.idle_seconds,
            access_log=None,  # type: ignore[arg-type]  # how aiohttp spells "no access log"
            max_line_size=limits.line_bytes,
            max_field_size=limits.field_bytes,
            max_headers=limits.headers,
            lingering_time=limits.linger_seconds,
            auto_decompress=False,
        )
        self.limits = limits
        self._answerer = manager.answerer
        self._door = manager.door
        self._address: str | None = None
        self._half_head = False
        self._deaf = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start waiting for a first request, or turn the client away."""
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if not self._door.enter(address):
            self._turn_away(cast(asyncio.Transport, transport))
            return
        self._address = address
        super().connection_made(transport)
        self._wait_for_head()

    def _turn_away(self, transport: asyncio.Transport) -> None:
        if self._door.crowded:
            transport.abort()
            return
        answer = self._answerer.bytes(Busy())
        protocol = TurnedAway(self._door, answer, self.limits.linger_seconds)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make room for another connection."""
        if self._address is not None:
            self._door.leave(self._address)
            self._address = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, and note when a head starts to arrive."""
        if self._deaf:
            return
        super().data_received(data)
        if self._messages:
            self._half_head = False
            if isinstance(self._messages[-1][0], _ErrInfo):
                self._break_off()
            elif len(self._messages) >= self.limits.pipelined:
                self._deaf = True
        elif self._waiter is not None and data and not self._half_head and not self._upgraded:
            self._half_head = True
            self._wait_for_head()

    def _break_off(self) -> None:
        """After what cannot be read nothing is read; whoever waits for it learns so."""
        self._deaf = True
        waiting = [payload for _, payload in self._messages]
        if self._current_request is not None:
            waiting.append(self._current_request.content)
        for payload in waiting:
            if not payload.is_eof():
                payload.set_exception(Unreadable())

    def _wait_for_head(self) -> None:
        at = self._loop.time() + self.limits.header_seconds
        self._next_keepalive_close_time = at
        if self._keepalive_handle is not None:
            self._keepalive_handle.cancel()
        self._keepalive_handle = self._loop.call_at(at, self._process_keepalive)

    def _process_keepalive(self) -> None:
        late = self._loop.time() >= self._next_keepalive_close_time
        if late and self._half_head and self._waiter is not None and self.transport is not None:
            self.transport.write(self._answerer.bytes(Slow()))
        super()._process_keepalive()

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send a response; the last one when the client is no longer listened to."""
        last = self._deaf and not self._messages
        if last and not resp.prepared:
            resp.force_close()
        return await super().finish_response(request, resp, start_time)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read, or what broke, in the listener's own words."""
        if isinstance(exc, HttpProcessingError):
            return self._answerer.answer(_unread(exc), None)
        if isinstance(exc, ConnectionError) and self.transport is None:
            raise exc
        number = secrets.token_hex(4)
        log.error("incident %s at %s %s", number, request.method, _place(request), exc_info=True)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        response = self._answerer.answer(Incident(number), request)
        response.force_close()
        return response


def _unread(exc: HttpProcessingError) -> Refused:
    match exc:
        case LineTooLong():
            return TooLong(headers=True)
        case BadHttpMessage(args=("Too many headers received",)):
            return TooLong(headers=True)
        case _:
            return Unreadable()


def _place(request: web.BaseRequest) -> str:
    """Return where in the routes a request was: an address may hold a token."""
    match = getattr(request, "_match_info", None)
    resource = match.route.resource if match is not None else None
    return resource.canonical if resource is not None else "-"
