"""Attacks that take time or room: clients that dawdle, and a crowd of connections."""

from dataclasses import dataclass

from scenarios.attacks.rows import FORM, HOST, get

_FORM_HEAD = b"POST <form> HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 1000\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Dawdle:
    """Bytes, then silence: the server must end the connection within so many seconds.

    ``statuses`` holds 0 when it may end it without a word.
    """

    id: str
    what: str
    raw: bytes
    seconds: float
    statuses: tuple[int, ...]

    @property
    def expected(self) -> str:
        """Say what must come back."""
        told = " or ".join(str(status) if status else "no word" for status in self.statuses)
        return f"{told}, the end within {self.seconds:g} s"


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Idle connections from one address: some are let in, the others are told to come back."""

    id: str
    connections: int

    @property
    def what(self) -> str:
        """Say how many connections."""
        return f"{self.connections:,} idle connections"

    @property
    def expected(self) -> str:
        """Say what must come back."""
        return "those let in are kept, others get 503 or are cut; then a page is served"


DAWDLERS = (
    Dawdle(id="H09", what="nothing sent", raw=b"", seconds=12, statuses=(0, 408)),
    Dawdle(
        id="H09",
        what="half a head",
        raw=b"GET <page> HTTP/1.1\r\n" + HOST,
        seconds=12,
        statuses=(408,),
    ),
    Dawdle(id="H09", what="half a body", raw=_FORM_HEAD + b"a=b", seconds=25, statuses=(408,)),
    Dawdle(
        id="H09",
        what="a kept connection left idle",
        raw=get(b"<page>"),
        seconds=18,
        statuses=(200,),
    ),
)
CROWD = Crowd(id="H10", connections=10_000)
