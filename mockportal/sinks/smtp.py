"""The mail sink: an SMTP server that keeps whatever it is given, within limits."""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from mockportal.sinks.mails import take_mail
from mockportal.sinks.receiving import Receiver
from mockportal.storage.engine import Unavailable

log = logging.getLogger(__name__)

HOST = "mockportal.example"
_PLAIN_PATH = re.compile(r"<([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253})>((?: .*)?)")

SETTLED = "kept"  # said of a letter that left the outbox as it was stored
READ_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class SmtpLimits:
    """What one client may ask of the sink (ATTACKS N12); seconds are real."""

    bytes: int = 1024 * 1024
    line: int = 998
    recipients: int = 10
    seconds: float = 30
    linger: float = 2
    connections: int = 256


class SmtpSink:
    """The handler of all connections: its methods are the hooks of aiosmtpd."""

    def __init__(self, receiver: Receiver, limits: SmtpLimits) -> None:
        self.limits = limits
        self.inside: set[Connection] = set()
        self._receiver = receiver

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: "Connection", session: Session, _: Envelope, name: str, said: list[str]
    ) -> list[str]:
        """Say what this server can do."""
        session.host_name = name
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: "Connection", _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Note a recipient."""
        if len(envelope.rcpt_tos) >= self.limits.recipients:
            server.leaving = True
            return f"550 5.5.3 {self.limits.recipients} recipients at most"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: "Connection", session: Session, envelope: Envelope
    ) -> str:
        """Store a mail for each of its recipients."""
        raw: Any = envelope.content
        assert isinstance(raw, bytes)
        try:
            sender = envelope.mail_from or ""
            kept = await take_mail(self._receiver, raw, sender, envelope.rcpt_tos)
        except Unavailable as trouble:
            log.warning("a mail must wait for the storage: %s", trouble)
            return "451 4.3.0 the storage does not answer, try again"
        return f"250 2.0.0 {SETTLED if all(one.settled for one in kept) else 'OK'}"


class Connection(SMTP):  # type: ignore[misc]  # the library has no types
    """One client of the sink: bounded in lines, bytes and seconds."""

    line_length_limit = 1024 * 1024  # of the reader's buffer; the line's own limit comes later

    def __init__(self, sink: SmtpSink) -> None:
        limits = sink.limits
        super().__init__(
            sink,
            data_size_limit=limits.bytes,
            enable_SMTPUTF8=True,
            hostname=HOST,
            ident="mockportal SIMULATION",
            timeout=limits.seconds,
            loop=asyncio.get_running_loop(),
        )
        self.leaving = False
        self._replies = bytearray()
        self._sink = sink
        self._limits = limits

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a client in, or turn it away."""
        self._sink.inside.add(self)
        super().connection_made(transport)
        if len(self._sink.inside) > self._limits.connections:
            self.turn_away("421 4.3.2 too many connections")

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for another client."""
        self._sink.inside.discard(self)
        super().connection_lost(error)

    async def push(self, status: str | bytes) -> None:
        """Send a reply, together with the next one when the next command is already here.

        After the last one, when a client has asked too much, nothing more is heard.
        """
        self._replies += (status.encode() if isinstance(status, str) else status) + b"\r\n"
        if self.leaving or b"\n" not in self._reader._buffer:
            self._writer.write(bytes(self._replies))
            self._replies.clear()
            await self._writer.drain()
        if self.leaving:
            await self._leave()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """Return the address of a command and what follows it; the library's way costs 0.1 ms."""
        plain = _PLAIN_PATH.fullmatch(arg)
        if plain is not None:
            return plain[1], plain[2]
        found: tuple[str | None, str | None] = super()._getaddr(arg)
        return found

    async def _leave(self) -> None:
        """Let the client read the last reply: a close upon unread bytes would take it back."""
        self.transport.write_eof()
        self._reset_timeout(self._limits.linger)
        while await self._reader.read(READ_BYTES):
            continue

    def _timeout_cb(self) -> None:
        self.turn_away(f"554 5.4.7 {self._limits.seconds:g} seconds are over")

    def turn_away(self, reply: str) -> None:
        """End a connection with a reply."""
        transport = self.transport
        if transport is None or transport.is_closing():
            return
        if not self.leaving:
            transport.write(f"{reply}\r\n".encode())
        transport.close()

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Take the text of a mail."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        text = await self._text()
        if text is not None:
            self.envelope.content = self.envelope.original_content = text
            status = await self._sink.handle_DATA(self, self.session, self.envelope)
            self._set_post_data_state()
            await self.push(status)

    async def _text(self) -> bytes | None:
        """Return the text sent, or break off with a reply as soon as it is too much."""
        text = bytearray()
        try:
            while not (text == b".\r\n" or text.endswith(b"\r\n.\r\n")):
                text += await self._reader.readuntil(b".\r\n")
                if len(text) > self._limits.bytes:
                    await self._break_off("552 5.3.4 too much mail data")
                    return None
        except asyncio.LimitOverrunError:
            await self._break_off("552 5.3.4 too much mail data")
            return None
        del text[-3:]
        if any(len(line) > self._limits.line for line in text.split(b"\r\n")):
            await self._break_off("500 5.5.2 line too long")
            return None
        plain = bytes(text).replace(b"\r\n..", b"\r\n.")
        return plain[1:] if plain.startswith(b"..") else plain

    async def _break_off(self, reply: str) -> None:
        self.leaving = True
        await self.push(reply)


@asynccontextmanager
async def listening(
    receiver: Receiver, bound: socket.socket, limits: SmtpLimits | None = None
) -> AsyncIterator[SmtpSink]:
    """Keep mails that arrive at a socket."""
    sink = SmtpSink(receiver, limits or SmtpLimits())
    server = await asyncio.get_running_loop().create_server(lambda: Connection(sink), sock=bound)
    try:
        yield sink
    finally:
        server.close()
        for follower in receiver.followers:
            follower.cancel()
        for connection in tuple(sink.inside):
            connection.turn_away("421 4.3.2 the sink closes")
