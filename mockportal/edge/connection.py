"""One connection of aiohttp, hardened: deadlines, a short queue, answers that echo nothing."""

import asyncio
import logging
import math
import secrets
from typing import TYPE_CHECKING, Any, cast

from aiohttp import EMPTY_PAYLOAD, web
from aiohttp.http_exceptions import BadHttpMessage, HttpProcessingError
from aiohttp.web_protocol import RequestHandler, _ErrInfo

from mockportal.domain.refusals import Busy, Refused, Unreadable
from mockportal.edge.answers import unread
from mockportal.edge.door import TurnedAway
from mockportal.edge.refusals import Incident, Slow

if TYPE_CHECKING:
    from mockportal.edge.server import EdgeServer

log = logging.getLogger(__name__)


class Connection(RequestHandler):
    """An HTTP connection that waits for nobody and repeats nothing of what it was sent."""

    __slots__ = (
        "_address",
        "_answerer",
        "_deaf",
        "_door",
        "_half_head",
        "_head_due",
        "_last_body",
        "_unread_answer",
        "limits",
    )

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
        self._head_due = math.inf
        self._last_body = EMPTY_PAYLOAD
        self._deaf = False
        self._unread_answer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start waiting for a first request, or turn the client away."""
        stream = cast(asyncio.Transport, transport)
        peer = stream.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if not self._door.enter(address):
            self._turn_away(stream)
            return
        self._address = address
        super().connection_made(stream)
        self._expect_head()

    @property
    def short_of_room(self) -> bool:
        """Tell whether few connections are left, in all or for this client."""
        return self._address is not None and self._door.short_for(self._address)

    def _turn_away(self, transport: asyncio.Transport) -> None:
        if self._door.crowded:
            transport.abort()
            return
        answer = self._answerer.wire(Busy())
        protocol = TurnedAway(self._door, answer, self.limits.linger_seconds)
        transport.set_protocol(protocol)
        protocol.connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make room for another connection."""
        if self._address is not None:
            self._door.leave(self._address)
            self._address = None
        if self._unread_answer is not None:
            self._unread_answer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, and note when a head has begun to arrive."""
        if self._deaf:
            return
        amid_body = not self._last_body.is_eof()
        try:
            super().data_received(data)
        except ValueError:  # aiohttp's Python parser, on a length of 5,000 digits
            self._queue(_ErrInfo(400, BadHttpMessage(""), ""))
        if self._messages:
            message, self._last_body = self._messages[-1]
            self._half_head, self._head_due = False, math.inf
            if isinstance(message, _ErrInfo) or len(self._messages) >= self.limits.pipelined:
                self._break_off()
        elif data and not (self._half_head or amid_body or self._upgraded):
            self._half_head = True
            self._expect_head()

    def _queue(self, error: _ErrInfo) -> None:
        self._messages.append((error, EMPTY_PAYLOAD))
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _break_off(self) -> None:
        """Read nothing more; who waits for the rest of a body learns that it does not come."""
        self._deaf = True
        waiting = [payload for _, payload in self._messages]
        if self._current_request is not None:
            waiting.append(self._current_request.content)
        for payload in waiting:
            if not payload.is_eof():
                payload.set_exception(Unreadable())

    def _expect_head(self) -> None:
        self._head_due = self._loop.time() + self.limits.header_seconds
        if self._keepalive_handle is not None:
            self._keepalive_handle.cancel()
        self._look_again(self._head_due)

    def _look_again(self, due: float) -> None:
        step = min(self.limits.header_seconds, self.limits.idle_seconds)
        at = min(due, self._loop.time() + step)
        self._keepalive_handle = self._loop.call_at(at, self._process_keepalive)

    def _process_keepalive(self) -> None:
        """Close a connection whose time is over; what is being answered has its own deadlines."""
        self._keepalive_handle = None
        due = min(self._head_due, self._next_keepalive_close_time)
        if self._loop.time() < due:
            self._look_again(due)
        elif self._waiter is not None and not self._waiter.done() and self.transport is not None:
            self._leave()
            self.force_close()

    def _leave(self) -> None:
        """Say why, or cut the connection when its client reads nothing."""
        transport = cast(asyncio.Transport, self.transport)
        if transport.get_write_buffer_size():
            transport.abort()
        elif self._half_head:
            transport.write(self._answerer.wire(Slow()))

    def pause_writing(self) -> None:
        """Give a client that does not read its answer as long as one that does not send."""
        super().pause_writing()
        if self.transport is not None:
            seconds = self.limits.body_seconds
            self._unread_answer = self._loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Take note that the client reads on."""
        super().resume_writing()
        if self._unread_answer is not None:
            self._unread_answer.cancel()
            self._unread_answer = None

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send a response: the last one where bytes are left unread, or nobody listens."""
        last = (self._deaf and not self._messages) or not request.content.is_eof()
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
            return self._answerer.answer(unread(exc, self.limits), None)
        if isinstance(exc, ConnectionError) and self._gone():
            raise exc
        number = secrets.token_hex(4)
        log.error("incident %s at %s %s", number, request.method, _place(request), exc_info=True)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun")
        response = self._answerer.answer(Incident(number), request)
        response.force_close()
        return response

    def _gone(self) -> bool:
        return self.transport is None or self.transport.is_closing()

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log what broke here, not what a client did wrong after it was answered."""
        if not isinstance(kw.get("exc_info"), Refused | web.RequestPayloadError):
            super().log_exception(*args, **kw)


def _place(request: web.BaseRequest) -> str:
    """Return where in the routes a request was: an address may hold a token."""
    match = getattr(request, "_match_info", None)
    resource = match.route.resource if match is not None else None
    return resource.canonical if resource is not None else "-"
