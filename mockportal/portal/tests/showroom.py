"""The gallery behind a small HTTP server, with a clock that tests hold."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from captcha.image import ImageCaptcha

from mockportal.portal.assets import assets
from mockportal.portal.logos import logo_svg
from mockportal.portal.render import bare_page, waiting_page
from mockportal.portal.tests.gallery import ELECTION, NOW, filled, sights

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class Showroom:
    """What the server answers, and what it was sent."""

    url: str = ""
    ahead: int = 0
    speed: int = 1
    frozen: bool = False
    cache: str = "no-store"
    refresh: int = 10
    since: float = field(default_factory=monotonic)
    statuses: dict[str, int] = field(default_factory=dict)
    holes: dict[str, str] = field(default_factory=dict)
    posted: list[dict[str, list[str]]] = field(default_factory=list)
    bodies: SimpleQueue[str] = field(default_factory=SimpleQueue)
    events: bool = True

    def now(self) -> int:
        """Return the election's instant."""
        elapsed = 0 if self.frozen else int((monotonic() - self.since) * 1000 * self.speed)
        return NOW + self.ahead + elapsed

    def reading(self) -> bytes:
        """Return the clock as pages read it."""
        return json.dumps({"now": self.now(), "speed": self.speed, "frozen": self.frozen}).encode()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, media type and body of a GET."""
        name = path.rpartition("/")[2]
        if path.startswith("/static/"):
            asset = assets()[name]
            return 200, asset.media_type, asset.body
        if path.endswith("/image"):
            return 200, "image/png", _captcha()
        if "/logos/" in path:
            return 200, "image/svg+xml", _logos()[name.removesuffix(".svg")]
        if name == "bare":
            page = bare_page("Page introuvable", "unknown-page", "Page introuvable.")
            return 200, "text/html; charset=utf-8", page
        if name == "busy":
            page = waiting_page("busy", "Service momentanément indisponible.", self.refresh)
            return 200, "text/html; charset=utf-8", page
        if name in sights():
            page = filled(sights()[name], **{"now_ms": str(self.now()), **self.holes})
            return self.statuses.get(name, 200), "text/html; charset=utf-8", page
        return 404, "text/plain", b""


@contextmanager
def showroom() -> Iterator[Showroom]:
    """Serve the gallery on a free port of the loopback address."""
    room = Showroom()
    handler = type("Handler", (_Handler,), {"room": room})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        room.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield room
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    room: Showroom

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not path.endswith("/horloge"):
            return self._send(*self.room.answer(path))
        if "json" in self.headers["Accept"]:
            return self._send(200, "application/json", self.room.reading())
        if not self.room.events:
            return self._send(404, "text/plain", b"")
        return self._send(
            200, "text/event-stream", b"retry: 100\n\ndata: %b\n\n" % self.room.reading()
        )

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.room.bodies.put(body)
        self.room.posted.append(parse_qs(body, keep_blank_values=True))
        self._send(204, "text/plain", b"")

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", self.room.cache)
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            with suppress(ConnectionError):  # the tab went elsewhere meanwhile
                self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@cache
def _captcha() -> bytes:
    picture = BytesIO()
    ImageCaptcha(width=200, height=80).generate_image("4363").save(picture, "PNG")
    return picture.getvalue()


@cache
def _logos() -> dict[str, bytes]:
    lists = (one for scrutin in ELECTION.scrutins for one in scrutin.lists)
    return {one.id: logo_svg(one.id, one.name) for one in lists}
