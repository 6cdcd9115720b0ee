"""A small application behind the edge, on a thread of its own, and a client that speaks bytes."""

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import parse_headers

from aiohttp import web

from mockportal import edge

HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
JSON = b"Content-Type: application/json\r\n"
PATIENCE = 10
"""Seconds after which a test fails rather than waits."""


def page(refused, request):
    """Return the page of a refusal: fixed words, as a portal would have."""
    del request
    number = refused.number if isinstance(refused, edge.Incident) else ""
    text = f'<main data-refusal="{refused.name()}">{number}</main>'
    return web.Response(status=edge.status(refused), text=text, content_type="text/html")


def problem(refused, request):
    """Return the problem of a refusal, as a control port would."""
    del request
    status = edge.status(refused)
    document = {"title": refused.name(), "status": status}
    return web.json_response(document, status=status, content_type="application/problem+json")


@dataclass
class Site:
    """A running site: its port, and what its handlers were asked to do."""

    seen: list = field(default_factory=list)
    cut: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    stop: object = None

    def application(self):
        """Return the application, whose handlers note each call they accept."""
        app = web.Application()
        app.router.add_get("/", self.greet)
        app.router.add_get("/temoins", self.cookies)
        app.router.add_get("/panne/{jeton}", self.fail)
        app.router.add_get("/retard", self.run_late)
        app.router.add_get("/dossier/{reste:.*}", self.greet)
        app.router.add_get("/flux", self.stream)
        app.router.add_get("/gros", self.send_much)
        app.router.add_post("/formulaire", self.form)
        app.router.add_post("/json", self.json)
        app.router.add_post("/sourd", self.greet)
        return app

    async def greet(self, request):
        """GET /."""
        self.seen.append(request.path)
        return web.Response(text="bonjour")

    async def cookies(self, request):
        """GET /temoins: every value of one cookie."""
        return web.json_response(list(edge.cookie_values(request, "visite")))

    async def fail(self, request):
        """GET /panne/{jeton}: a bug."""
        raise LookupError("broken on purpose")

    async def run_late(self, request):
        """GET /retard: a bug of another kind."""
        raise TimeoutError

    async def stream(self, request):
        """GET /flux: events for 0.4 s."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(8):
            await asyncio.sleep(0.05)
            await response.write(b": battement\n\n")
        return response

    async def send_much(self, request):
        """GET /gros: more than any buffer holds."""
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(20):
                await response.write(bytes(1_000_000))
        except ConnectionError:
            self.cut.set()
            raise
        return response

    async def form(self, request):
        """POST /formulaire: the fields, read twice."""
        fields = await edge.read_form(request)
        again = await edge.read_form(request)
        self.seen.append(fields)
        return web.json_response(dict(again))

    async def json(self, request):
        """POST /json."""
        value = await edge.read_json(request)
        self.seen.append(value)
        return web.json_response(value)


@contextmanager
def running(loop_factory=None, answers=page, limits=None, **options):
    """Serve a site until the block ends."""
    site, ready = Site(), threading.Event()

    async def serve():
        runner = edge.runner(site.application(), answers, limits, shutdown_timeout=1, **options)
        await runner.setup()
        door = socket.create_server(("127.0.0.1", 0))
        await edge.EdgeSite(runner, door).start()
        stop = asyncio.Event()
        site.port = door.getsockname()[1]
        site.stop = lambda: loop.call_soon_threadsafe(stop.set)
        loop = asyncio.get_running_loop()
        ready.set()
        await stop.wait()
        await runner.cleanup()

    def run():
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield site
    finally:
        site.stop()
        thread.join(PATIENCE)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: object
    body: bytes
    client: "Client"

    @property
    def refusal(self):
        """Return the name of the refusal the page tells, if any."""
        return self.body.decode().partition('data-refusal="')[2].partition('"')[0]

    def closed(self):
        """Tell whether the server ended the connection."""
        return self.client.rest() == b""


class Client:
    """One connection, spoken to in bytes."""

    def __init__(self, stream):
        self.stream = stream
        self._file = stream.makefile("rb")

    def send(self, raw):
        """Send bytes."""
        self.stream.sendall(raw)

    def read(self, method="GET"):
        """Read one answer."""
        status = int(self._file.readline().split()[1])
        headers = parse_headers(self._file)
        length = 0 if method == "HEAD" else int(headers["Content-Length"])
        return Reply(status, headers, self._file.read(length), self)

    def rest(self):
        """Read all that comes until the server ends the connection."""
        return self._file.read()

    def line(self):
        """Read one line."""
        return self._file.readline()

    def close(self):
        """End the connection."""
        self._file.close()
        self.stream.close()


@contextmanager
def connected(site, source="127.0.0.1"):
    """Open a connection."""
    address = ("127.0.0.1", site.port)
    client = Client(socket.create_connection(address, PATIENCE, source_address=(source, 0)))
    try:
        yield client
    finally:
        client.close()


@contextmanager
def asked(site, raw, method="GET", source="127.0.0.1"):
    """Send bytes, read one answer."""
    with connected(site, source) as client:
        client.send(raw)
        yield client.read(method)


def post(path, body, head=FORM):
    """Return the bytes of a POST."""
    length = b"Content-Length: %d\r\n" % len(body)
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + head + length + b"\r\n" + body
