"""A stub for the whole run, an election of its own for each test."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from aiohttp import web

from mockportal import edge, trainer
from mockportal.console import Place, answering, build_console
from mockportal.election import Election
from mockportal.franceconnect import refusing
from mockportal.franceconnect.control import OPERATIONS
from mockportal.franceconnect.keys import SITE, Site
from mockportal.franceconnect.listener import build_franceconnect
from mockportal.franceconnect.tests.browsing import Browser, Client, Stub
from mockportal.portal.keys import Address, Partner
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.portal.renewing_franceconnect import join
from mockportal.tests import plain
from mockportal.tests.live import LiveServer, StoreAtHand


@dataclass(frozen=True)
class Listener:
    """A stub that listens, and the election that answers at its root."""

    root: str
    default: Election
    portal: str
    door: socket.socket
    """Where the portal that is its client will listen: each knows the other's address."""


@pytest.fixture(scope="session")
def listener(server: LiveServer) -> Iterator[Listener]:
    """Serve the stub beside the portal, on the same records."""
    default = server.store.create()
    bound = socket.create_server(("127.0.0.1", 0))
    root = f"http://127.0.0.1:{bound.getsockname()[1]}"
    door = socket.create_server(("127.0.0.1", 0))
    portal = f"http://127.0.0.1:{door.getsockname()[1]}"
    site = Site(root, default.id, portal)
    runner = edge.runner(build_franceconnect(server.store.behind, site), refusing.answer)
    server.store.loop.run(_start(runner, bound))
    yield Listener(root, default, portal, door)
    server.store.loop.run(runner.cleanup())
    door.close()


@pytest.fixture(scope="session")
def control_port(server: LiveServer, listener: Listener) -> Iterator[httpx.Client]:
    """Serve the control API with the stub's calls; give a client that bears the token."""
    bound = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    place = Place(server.token, listener.portal, url, listener.root)
    app = build_console(server.store.behind, place, trainer.routes(), OPERATIONS)
    app[SITE] = Site(listener.root, listener.default.id, listener.portal)
    runner = edge.runner(app, answering(OPERATIONS))
    server.store.loop.run(_start(runner, bound))
    headers = {"Authorization": f"Bearer {server.token}"}
    with plain.Client(base_url=url, headers=headers) as client:
        yield client
    server.store.loop.run(runner.cleanup())


@pytest.fixture
def desk(control_port: httpx.Client, election: Election) -> Iterator[httpx.Client]:
    """Return the control API of the stub of the test's election."""
    base = f"{control_port.base_url}/api/elections/{election.id}/franceconnect"
    with plain.Client(base_url=base, headers=control_port.headers) as client:
        yield client


async def _start(runner: web.AppRunner, bound: socket.socket) -> None:
    await runner.setup()
    await edge.EdgeSite(runner, bound).start()


@pytest.fixture(scope="session")
def portal(server: LiveServer, control_port: httpx.Client, listener: Listener) -> Iterator[str]:
    """Serve a portal that is a client of the stub; return its address."""
    app = build_portal(server.store.behind, Address(listener.default.id))
    join(app, Partner(listener.root, listener.portal))
    runner = edge.runner(app, bare)
    server.store.loop.run(_start(runner, listener.door))
    yield listener.portal
    server.store.loop.run(runner.cleanup())


@pytest.fixture
def back_channel() -> Iterator[httpx.Client]:
    """Return the connection of every client of a test."""
    with plain.Client() as made:
        yield made


@pytest.fixture
def stub(
    listener: Listener, store: StoreAtHand, election: Election, back_channel: httpx.Client
) -> Stub:
    """Return the stub of a fresh election, below its name."""
    base = f"{listener.root}/{election.id}"
    return Stub(listener.root, base, election, store, listener.portal, back_channel)


@pytest.fixture
def root_stub(listener: Listener, store: StoreAtHand, back_channel: httpx.Client) -> Stub:
    """Return the stub of the default election, at the root."""
    root, portal = listener.root, listener.portal
    return Stub(root, root, listener.default, store, portal, back_channel)


@pytest.fixture
def client(stub: Stub) -> Client:
    """Return a v2 client with every default."""
    return stub.client()


@pytest.fixture
def citizen(stub: Stub) -> Iterator[Browser]:
    """Return a fresh browser."""
    made = Browser(stub)
    with made.http:
        yield made
