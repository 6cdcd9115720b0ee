"""What an attack of the pack is: what is sent, what must come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Listener = Literal["portal", "console", "franceconnect"]

HOST = b"Host: <host>\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
JSON = b"Content-Type: application/json\r\n"
BEARER = b"Authorization: Bearer <token>\r\n"


@dataclass(frozen=True)
class Place:
    """What the placeholders of a row stand for at one listener."""

    host: bytes
    name: bytes = b""
    portail: bytes = b""
    page: bytes = b"/"
    form: bytes = b"/"
    token: bytes = b""

    def fill(self, raw: bytes) -> bytes:
        """Return bytes with every placeholder filled."""
        for name in ("host", "name", "portail", "page", "form", "token"):
            raw = raw.replace(b"<%s>" % name.encode(), getattr(self, name))
        return raw


@dataclass(frozen=True, kw_only=True)
class Wire:
    """Bytes on one connection. An empty refusal promises that nothing is refused.

    ``header`` is a header and words it must hold; ``ends`` says that the server must close.
    """

    id: str
    what: str
    raw: bytes
    statuses: tuple[int, ...]
    refusal: str = ""
    says: str = ""
    header: tuple[str, str] | None = None
    ends: bool = False
    at: Listener = "portal"
    intrusive: bool = False

    @property
    def expected(self) -> str:
        """Say what must come back."""
        told = [" or ".join(map(str, self.statuses)), self.refusal]
        told += [f"« {self.says} »"] if self.says else []
        told += [f"{self.header[0]}: {self.header[1]}"] if self.header else []
        return ", ".join(filter(None, told)) + (", then the end" if self.ends else "")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A value typed into one field of a page, all else being right."""

    id: str
    field: str
    value: str
    refusal: str

    @property
    def what(self) -> str:
        """Say what is typed, shortened and without signs that move text."""
        shown = ascii(self.value)[1:-1]
        shown = shown if len(shown) <= 60 else f"{shown[:40]}… ({len(self.value)} characters)"
        return f"{self.field}: {shown or '(nothing)'}"

    @property
    def expected(self) -> str:
        """Say what must come back."""
        return self.refusal


@dataclass(frozen=True, kw_only=True)
class Told:
    """An attack that a journey tells already."""

    id: str
    journey: str

    @property
    def what(self) -> str:
        """Name the journey."""
        return f"journey {self.journey}"

    @property
    def expected(self) -> str:
        """Say what must come back."""
        return "every step as the journey tells it; the audit holds"


def get(target: bytes, more: bytes = b"", host: bytes = b"<host>") -> bytes:
    """Return a GET."""
    return b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + more + b"\r\n"


def post(target: bytes, body: bytes, head: bytes = FORM) -> bytes:
    """Return a POST; nothing in its body is a placeholder."""
    length = b"Content-Length: %d\r\n" % len(body)
    return b"POST " + target + b" HTTP/1.1\r\n" + HOST + head + length + b"\r\n" + body


def wires(
    id: str, raws: Mapping[str, bytes], status: int, refusal: str, *, intrusive: bool = False
) -> tuple[Wire, ...]:
    """Return rows that differ by their bytes alone."""
    return tuple(
        Wire(id=id, what=what, raw=raw, statuses=(status,), refusal=refusal, intrusive=intrusive)
        for what, raw in raws.items()
    )


def typed(id: str, field: str, values: Mapping[str, str]) -> tuple[Typed, ...]:
    """Return rows that differ by what is typed, and by what it is refused as."""
    return tuple(
        Typed(id=id, field=field, value=value, refusal=refusal) for value, refusal in values.items()
    )
