"""What carries a journey over HTTP: any client that can send one request."""

from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from scenarios.seen import Strayed


class Unreachable(Exception):
    """No answer came: refused, cut or silent."""


class Answer(NamedTuple):
    """What came back; a header may come several times, its name in any case."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first value of a header. Refuses: Strayed."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        raise Strayed(f"a header {name} with the status {self.status}")


class Transport(Protocol):
    """An HTTP client that follows no redirect and keeps no cookie. Refuses: Unreachable."""

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request and wait for its answer."""


class PlainTransport:
    """The standard library's client, one kept connection per host: enough for one voter."""

    def __init__(self, timeout: float = 30) -> None:
        self._timeout = timeout
        self._connections: dict[tuple[str, str], HTTPConnection] = {}

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request; once more when a kept connection turns out to be closed."""
        parts = urlsplit(url)
        place = (parts.scheme, parts.netloc)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection = self._connections.pop(place, None)
        try:
            if connection is None or connection.sock is None:
                connection = self._connect(*place)
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        except (OSError, HTTPException) as cause:
            if connection is not None:
                connection.close()
            raise Unreachable(str(cause)) from cause
        self._connections[place] = connection
        return answer

    def close(self) -> None:
        """Close the kept connections."""
        while self._connections:
            self._connections.popitem()[1].close()

    def _connect(self, scheme: str, netloc: str) -> HTTPConnection:
        kind = HTTPSConnection if scheme == "https" else HTTPConnection
        return kind(netloc, timeout=self._timeout)
