"""Requests and answers of journeys, kept as they went over the wire."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from scenarios.transport import Answer, PlainTransport

_NOT_REPLAYED = frozenset(("content-length", "date", "server", "connection", "keep-alive"))


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; ``target`` is path and query."""

    method: str
    target: str
    sent: tuple[tuple[str, str], ...]
    body: bytes | None
    status: int
    headers: tuple[tuple[str, str], ...]
    answer: bytes


class TimedTransport(PlainTransport):
    """The plain client, which notes how long each answer took."""

    def __init__(self, timeout: float = 30) -> None:
        super().__init__(timeout)
        self.took: list[float] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request and wait for its answer. Refuses: Unreachable."""
        begin = perf_counter()
        answer = super().request(method, url, headers, body)
        self.took.append(perf_counter() - begin)
        return answer


class RecordingTransport(TimedTransport):
    """The plain client, which keeps every exchange."""

    def __init__(self, timeout: float = 30) -> None:
        super().__init__(timeout)
        self.exchanges: list[Exchange] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request and keep it with its answer. Refuses: Unreachable."""
        answer = super().request(method, url, headers, body)
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        kept = tuple((k, v) for k, v in answer.headers if k.lower() not in _NOT_REPLAYED)
        self.exchanges.append(
            Exchange(method, target, tuple(headers.items()), body, answer.status, kept, answer.body)
        )
        return answer


def save(exchanges: Iterable[Exchange], file: Path) -> None:
    """Write exchanges to a file, one JSON object a line."""
    with file.open("w", encoding="utf-8") as out:
        for exchange in exchanges:
            plain = asdict(exchange) | {"answer": b64encode(exchange.answer).decode()}
            plain["body"] = None if exchange.body is None else b64encode(exchange.body).decode()
            out.write(json.dumps(plain) + "\n")


def read(file: Path) -> list[Exchange]:
    """Read what `save` wrote."""
    return [_exchange(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _exchange(plain: dict[str, object]) -> Exchange:
    body = plain["body"]
    return Exchange(
        method=str(plain["method"]),
        target=str(plain["target"]),
        sent=_pairs(plain["sent"]),
        body=b64decode(body) if isinstance(body, str) else None,
        status=int(str(plain["status"])),
        headers=_pairs(plain["headers"]),
        answer=b64decode(str(plain["answer"])),
    )


def _pairs(plain: object) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in plain) if isinstance(plain, list) else ()
