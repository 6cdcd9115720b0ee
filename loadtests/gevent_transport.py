"""HTTP for crowds: one voter's connections over geventhttpclient, inside a fence.

Imported in the process that Locust has patched, and nowhere else.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import gevent
from geventhttpclient.client import HTTPClient
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError

from loadtests.guard import Fence
from loadtests.visit import NoAnswer, OffLimits
from scenarios.transport import Answer

_OVERLOADED = frozenset((500, 502, 503, 504))


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
        client = HTTPClient.from_url(
            origin, connection_timeout=3600, network_timeout=3600, concurrency=1
        )
        self._clients[origin] = client
        return client

    def _drop(self, origin: str) -> None:
        self._clients.pop(origin).close()
