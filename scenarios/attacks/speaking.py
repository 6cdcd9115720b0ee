"""Speaking bytes to a listener: one connection, what came back, and whether it ended."""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

PATIENCE = 10.0
"""Seconds to wait for an answer that should come at once."""

_ENDS_WITHIN = 2.5  # seconds; a server may linger a little to have its answer read


@dataclass(frozen=True)
class Reply:
    """What came back; the status is 0 when the connection ended without a word."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ended: bool
    seconds: float


def ask(url: str, raw: bytes, *, patience: float = PATIENCE, until_it_ends: bool = False) -> Reply:
    """Send bytes and read one answer; then see whether the connection ends."""
    began = time.perf_counter()
    with connected(url, patience) as stream:
        with suppress(OSError):  # refused while still sending: the answer says why
            stream.sendall(raw)
        status, headers, body = _read(stream, raw)
        stream.settimeout(patience if until_it_ends else _ENDS_WITHIN)
        ended = _ends(stream) if until_it_ends or headers.get("connection") == "close" else False
    return Reply(status, headers, body, ended or status == 0, time.perf_counter() - began)


def connected(url: str, patience: float = PATIENCE) -> socket.socket:
    """Open a connection to where an address leads. Refuses: OSError."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    stream = socket.create_connection((parts.hostname or "", port), patience)
    if parts.scheme == "https":
        return ssl.create_default_context().wrap_socket(stream, server_hostname=parts.hostname)
    return stream


def _read(stream: socket.socket, raw: bytes) -> tuple[int, Mapping[str, str], bytes]:
    method = raw.partition(b" ")[0].decode("latin-1")
    response = HTTPResponse(stream, method=method)
    try:
        response.begin()
        body = response.read()
    except (OSError, HTTPException):
        return 0, {}, b""
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        kept = headers.get(name.lower())
        headers[name.lower()] = f"{kept}, {value}" if kept else value
    return response.status, headers, body


def _ends(stream: socket.socket) -> bool:
    try:
        while stream.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True
