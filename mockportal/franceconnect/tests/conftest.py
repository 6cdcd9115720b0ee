"""A stub for the whole run, an election of its own for each test."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from aiohttp import web

from mockportal import edge
from mockportal.election import Election
from mockportal.franceconnect import refusing
from mockportal.franceconnect.keys import Site
from mockportal.franceconnect.listener import build_franceconnect
from mockportal.franceconnect.tests.browsing import Browser, Client, Stub
from mockportal.tests.live import LiveServer, StoreAtHand


@dataclass(frozen=True)
class Listener:
    """A stub that listens, and the election that answers at its root."""

    root: str
    default: Election
    portal: str


@pytest.fixture(scope="session")
def listener(server: LiveServer) -> Iterator[Listener]:
    """Serve the stub beside the portal, on the same records."""
    default = server.store.create()
    bound = socket.create_server(("127.0.0.1", 0))
    root = f"http://127.0.0.1:{bound.getsockname()[1]}"
    site = Site(root, default.id, server.portal)
    runner = edge.runner(build_franceconnect(server.store.behind, site), refusing.answer)
    server.store.loop.run(_start(runner, bound))
    yield Listener(root, default, server.portal)
    server.store.loop.run(runner.cleanup())


async def _start(runner: web.AppRunner, bound: socket.socket) -> None:
    await runner.setup()
    await web.SockSite(runner, bound).start()


@pytest.fixture
def back_channel() -> Iterator[httpx.Client]:
    """Return the connection of every client of a test."""
    with httpx.Client() as made:
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
