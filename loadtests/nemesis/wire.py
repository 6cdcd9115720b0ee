"""The least HTTP client there is: one connection, one request at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 25.0  # seconds; a database locked for six seconds and a stopped process both come back


class Lost(Exception):
    """No whole answer came: whether the request was carried out is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, where it leads, the cookies it sets, its page."""

    status: int
    location: str
    cookies: tuple[tuple[str, str], ...]
    body: bytes

    def leads_to(self, path: str) -> bool:
        """Tell whether this is a redirect to a page."""
        return self.status == 303 and self.location.endswith(path)


class Wire:
    """One connection to wherever the portal is now; opened anew when it was lost."""

    def __init__(self, where: Callable[[], tuple[str, int]]) -> None:
        self._where = where
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.port = 0

    async def request(
        self,
        method: str,
        path: str,
        *,
        form: dict[str, str] | None = None,
        headers: str = "",
        body: bytes = b"",
    ) -> Answer:
        """Send a request and wait for its whole answer. Refuses: Lost."""
        if form is not None:
            body = urlencode(form).encode()
            headers += "Content-Type: application/x-www-form-urlencoded\r\n"
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}"
        if method != "GET":
            head += f"Content-Length: {len(body)}\r\n"
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._exchanged(f"{head}\r\n".encode() + body)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as lost:
            self.close()
            raise Lost(str(lost) or type(lost).__name__) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchanged(self, sent: bytes) -> Answer:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(*self._where())
            self.port = self._writer.get_extra_info("sockname")[1]
        self._writer.write(sent)
        head = await self._reader.readuntil(b"\r\n\r\n")
        answer, length, last = _read_head(head)
        body = await self._reader.readexactly(length)
        if last:
            self.close()
        return Answer(*answer, body)


def _read_head(head: bytes) -> tuple[tuple[int, str, tuple[tuple[str, str], ...]], int, bool]:
    """Return status, location and cookies; the length of the body; whether it is the last."""
    first, *lines = head.decode("latin-1").split("\r\n")
    location, length, last, cookies = "", 0, False, list[tuple[str, str]]()
    for line in lines:
        name, _, value = line.partition(": ")
        match name.lower():
            case "location":
                location = value
            case "content-length":
                length = int(value)
            case "connection":
                last = value == "close"
            case "set-cookie":
                key, _, rest = value.partition("=")
                cookies.append((key, rest.partition(";")[0]))
    return (int(first.split(" ", 2)[1]), location, tuple(cookies)), length, last
