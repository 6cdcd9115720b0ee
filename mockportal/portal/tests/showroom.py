"""The gallery behind a small HTTP server, with a clock that tests hold."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from captcha.image import ImageCaptcha

from mockportal.portal.assets import assets
from mockportal.portal.logos import logo_svg
from mockportal.portal.tests.gallery import ELECTION, NOW, filled, sights

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class Showroom:
    """What the server answers, and what it was sent."""

    url: str = ""
    clock: dict[str, object] = field(
        default_factory=lambda: {"now": NOW, "speed": 1, "frozen": False}
    )
    statuses: dict[str, int] = field(default_factory=dict)
    holes: dict[str, str] = field(default_factory=dict)
    posted: list[dict[str, list[str]]] = field(default_factory=list)
    events: bool = True

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
        if name in sights():
            page = filled(sights()[name], **self.holes)
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
            return self._send(200, "application/json", json.dumps(self.room.clock).encode())
        if not self.room.events:
            return self._send(404, "text/plain", b"")
        return self._send(200, "text/event-stream", b"retry: 200\n\n" + self._event())

    do_HEAD = do_GET

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.room.posted.append(parse_qs(body, keep_blank_values=True))
        self._send(204, "text/plain", b"")

    def _event(self) -> bytes:
        return f"data: {json.dumps(self.room.clock)}\n\n".encode()

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD" and status != 204:
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
