"""HTTP for crowds: one voter's connections over geventhttpclient, inside a fence.

Imported in the process that Locust has patched, and nowhere else.
"""

import select
import socket
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import gevent
from gevent.monkey import get_original
from geventhttpclient.client import HTTPClient
from geventhttpclient.connectionpool import ConnectionPool, SSLConnectionPool
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError

from loadtests.guard import Fence
from loadtests.visit import NoAnswer, OffLimits
from scenarios.transport import Answer

_poll = get_original("select", "poll")  # gevent's own would switch to another voter
_NO_LIMIT = 3600.0  # seconds: patience is what ends a wait
_OVERLOADED = frozenset((500, 502, 503, 504))


@cache
def _address(netloc: str) -> tuple[str, int]:
    """Look an address up once per run: cheaper, and it cannot change under way."""
    parts = urlsplit(f"//{netloc}")
    port = parts.port or 80
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    address = min(found, key=lambda one: one[0] != socket.AF_INET)[4]
    return str(address[0]), port


class _Kept:
    """Kept connections, looked at in a way that also knows a process's thousandth socket.

    The client's own look is select(2), which takes any socket beyond the 1024th for a dead one:
    a crowd would connect again for each request.
    """

    def _is_socket_alive(self, kept: Any) -> bool:
        if kept is None or kept.fileno() < 0:
            return False
        look = _poll()
        look.register(kept.fileno(), select.POLLIN)
        return not look.poll(0)


class _Plain(_Kept, ConnectionPool):
    """Connections to an address that is known: no thread is asked to look it up."""

    def _resolve(self) -> list[tuple[Any, ...]]:
        host, port = self._connection_host, self._connection_port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port))]


class _Secure(_Kept, SSLConnectionPool):
    """Connections under TLS."""


class GeventTransport:
    """A voter's own connections, one per host; each answer must come within ``patience``."""

    def __init__(self, fence: Fence, agent: str, sent: Callable[[], None]) -> None:
        self._fence, self._agent, self._sent = fence, agent, sent
        self._clients: dict[str, HTTPClient] = {}
        self.patience = 60.0
        self.accepts_refusals = False

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request and wait for its answer. Refuses: NoAnswer, OffLimits."""
        if not self._fence.lets(url):
            raise OffLimits(url)
        scheme, netloc, path, query, _ = urlsplit(url)
        origin = f"{scheme}://{netloc}"
        client = self._clients.get(origin) or self._connect(origin)
        self._sent()
        try:
            with gevent.Timeout(self.patience):
                response = client.request(
                    method,
                    f"{path or '/'}?{query}" if query else path or "/",
                    body or b"",
                    {**headers, "User-Agent": self._agent},
                )
                answer = Answer(
                    response.status_code, list(response.headers), bytes(response.read())
                )
        except gevent.Timeout:
            self._drop(origin)
            raise NoAnswer("timeout") from None
        except ConnectionRefusedError:
            self._drop(origin)
            raise NoAnswer("connection refused") from None
        except (OSError, HTTPConnectionClosed, HTTPParseError):
            self._drop(origin)
            raise NoAnswer("connection cut") from None
        if answer.status in _OVERLOADED and not self.accepts_refusals:
            raise NoAnswer(f"status {answer.status}")
        return answer

    def close(self) -> None:
        """Hang up."""
        while self._clients:
            self._clients.popitem()[1].close()

    def _connect(self, origin: str) -> HTTPClient:
        scheme, netloc, *_ = urlsplit(origin)
        if scheme == "https":  # the certificate is checked against the name
            client = HTTPClient.from_url(
                origin, connection_timeout=_NO_LIMIT, network_timeout=_NO_LIMIT, concurrency=1
            )
        else:
            address, port = _address(netloc)
            client = HTTPClient(
                address,
                port,
                {"Host": netloc},
                connection_timeout=_NO_LIMIT,
                network_timeout=_NO_LIMIT,
                concurrency=1,
            )
        client._connection_pool.__class__ = _Secure if scheme == "https" else _Plain
        self._clients[origin] = client
        return client

    def _drop(self, origin: str) -> None:
        self._clients.pop(origin).close()
