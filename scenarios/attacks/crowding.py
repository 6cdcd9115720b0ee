"""Opening very many connections that say nothing, and seeing who else is still served."""

import resource
import selectors
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_SPARE = 256  # descriptors this process needs for other things
_ANSWERS_WITHIN = 2.0  # seconds after the last connection


@dataclass(frozen=True)
class Crowded:
    """What became of the connections."""

    opened: int
    kept: int
    told: int
    cut: int


def crowd(url: str, connections: int) -> Crowded:
    """Open as many idle connections as asked, or as this process may; then close them all."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 80)
    streams: list[socket.socket] = []
    cut = 0
    try:
        for _ in range(min(connections, _descriptors() - _SPARE)):
            try:
                streams.append(socket.create_connection(place, 5))
            except OSError:
                cut += 1
        told, ended = _listen(streams)
    finally:
        for stream in streams:
            stream.close()
    opened = len(streams) + cut
    return Crowded(opened, len(streams) - told - ended, told, cut + ended)


def _listen(streams: list[socket.socket]) -> tuple[int, int]:
    """Return how many were told to come back, and how many were cut without a word."""
    told = ended = 0
    with selectors.DefaultSelector() as ready:
        for stream in streams:
            ready.register(stream, selectors.EVENT_READ)
        while found := ready.select(_ANSWERS_WITHIN):
            for key, _ in found:
                assert isinstance(key.fileobj, socket.socket)
                said = b""
                with suppress(OSError):
                    said = key.fileobj.recv(4096)
                told += said.startswith(b"HTTP/1.1 503")
                ended += not said.startswith(b"HTTP/1.1 503")
                ready.unregister(key.fileobj)
    return told, ended


def _descriptors() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = sys.maxsize
    if soft < hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
