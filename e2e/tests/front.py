"""A portal of others: a mockportal behind a front that renames its words, paths and mails."""

import threading
from collections.abc import Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scenarios.transport import PlainTransport

INBOX = "/boite"
KEPT = ("content-type", "location", "set-cookie")
TEXT = ("text/html", "application/json")


class Front:
    """Serves what is behind it in other words, on an address of its own."""

    def __init__(self, portal: str, console: str, token: str, words: Mapping[str, str]) -> None:
        self._portal, self._console = portal, console
        self._key = {"Authorization": f"Bearer {token}"}
        desk = type("Desk", (_Desk,), {"front": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), desk)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._theirs = {**words, portal: self.url}
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def fetch(self, method, path, headers, body):
        """Ask what is behind, and rename what it answers."""
        url, key = self._portal + self._ours(path), {}
        if path.startswith(INBOX):
            url, key = self._console + path.replace(INBOX, "/mailpit", 1), self._key
        with closing(PlainTransport()) as transport:
            answer = transport.request(method, url, {**headers, **key}, body)
        told = [(name, self._say(v)) for name, v in answer.headers if name.lower() in KEPT]
        kind = {name.lower(): value for name, value in told}.get("content-type", "")
        renamed = kind.startswith(TEXT)
        text = self._say(answer.body.decode()).encode() if renamed else answer.body
        return answer.status, told, text

    def _say(self, text):
        for ours, theirs in self._theirs.items():
            text = text.replace(ours, theirs)
        return text

    def _ours(self, path):
        return path.replace("/vote-en-ligne/", "/portail/")


class _Desk(BaseHTTPRequestHandler):
    front: Front
    protocol_version = "HTTP/1.1"

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
        sent = {k: v for k, v in self.headers.items() if k.lower() in ("cookie", "content-type")}
        if self.path.endswith("/horloge"):
            status, told, text = 204, [], b""  # no live clock there: pages count by themselves
        else:
            status, told, text = self.front.fetch(self.command, self.path, sent, body)
        self.send_response(status)
        for name, value in told:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else text)

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 names the library asks for

    def log_message(self, *_):
        """Say nothing."""
