"""A browser reduced to what a crowd needs: a connection, cookies, hidden fields of the last page.

It costs little, so that one core can send twice what another can answer.
"""

import asyncio
import re
import time
from collections.abc import Mapping
from random import Random
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

PATIENCE = 30.0  # seconds for one answer
_HIDDEN = re.compile(rb'name="(jeton|cle|captcha_id)" value="([^"]*)"')
_REFRESH = re.compile(rb'http-equiv="refresh" content="([0-9]+)"')


class Busy(Exception):
    """Turned away; ``wait`` is what both the header and the page say, None when they do not."""

    def __init__(self, wait: float | None) -> None:
        super().__init__(wait)
        self.wait = wait


class Lost(Exception):
    """No answer, or one that was not expected; the text says where."""


class LeanBrowser:
    """One voter's browser; every click is preceded by a pause, and its seconds are noted."""

    def __init__(self, url: str, clicks: list[float], pause: float, draw: Random) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._head = f"Host: {parts.netloc}\r\nUser-Agent: mockportal-load/overload\r\n"
        self._base = f"{parts.path}/portail/"
        self._clicks, self._pause, self._draw = clicks, pause, draw
        self._cookies: dict[str, str] = {}
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.hidden: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Open the browser; it connects when it must."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close its connection."""
        self._close()

    async def get(self, path: str) -> None:
        """Open a page. Refuses: Busy, Lost."""
        await self._click("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> None:
        """Send the form of the page in view, and open where it leads. Refuses: Busy, Lost."""
        body = urlencode({**self.hidden, **fields}).encode()
        place = await self._click("POST", path, body)
        if not place:
            raise Lost(f"POST {path} leads nowhere")
        await self._click("GET", place.partition("/portail/")[2], b"", pause=False)

    async def _click(self, method: str, path: str, body: bytes, *, pause: bool = True) -> str:
        if pause and self._pause:
            await asyncio.sleep(self._draw.expovariate(1 / self._pause))
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                status, head, page = await self._exchange(method, path, body)
        except (OSError, EOFError, TimeoutError, ValueError) as trouble:
            self._close()
            raise Lost(f"{method} {path}: {trouble!r}") from None
        if status == 503:
            self._close()
            raise Busy(_wait(head, page))
        if status not in (200, 303):
            raise Lost(f"{method} {path}: {status}")
        self._clicks.append(time.perf_counter() - began)
        self.hidden = {name.decode(): value.decode() for name, value in _HIDDEN.findall(page)}
        return head.get("location", "")

    async def _exchange(
        self, method: str, path: str, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request; once more when a kept connection turns out to be closed."""
        kept = self._stream is not None
        try:
            return await self._once(method, path, body)
        except (OSError, EOFError):
            self._close()
            if not kept:
                raise
        return await self._once(method, path, body)

    async def _once(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._stream is None:
            self._stream = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._stream
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = f"{method} {self._base}{path} HTTP/1.1\r\n{self._head}"
        head += f"Cookie: {cookies}\r\n" if cookies else ""
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        raw = await reader.readuntil(b"\r\n\r\n")
        lines = raw.decode("latin-1").split("\r\n")
        headers = self._read(lines[1:-2])
        page = await reader.readexactly(int(headers.get("content-length", "0")))
        return int(lines[0].split(" ", 2)[1]), headers, page

    def _read(self, lines: list[str]) -> dict[str, str]:
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            name = name.lower()
            headers[name] = value
            if name == "set-cookie":
                cookie, _, rest = value.partition("=")
                self._cookies[cookie] = rest.partition(";")[0]
        return headers

    def _close(self) -> None:
        if self._stream is not None:
            self._stream[1].transport.abort()
            self._stream = None


def _wait(head: Mapping[str, str], page: bytes) -> float | None:
    told = _REFRESH.search(page)
    after = head.get("retry-after", "")
    return float(after) if told and told[1].decode() == after else None
