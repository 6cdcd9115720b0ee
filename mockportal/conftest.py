"""What tests stand on: both engines, one server per run, one election per test."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings

from mockportal.client import Control
from mockportal.clock import RealTime
from mockportal.election import Election
from mockportal.storage.store import Store
from mockportal.tests import plain
from mockportal.tests.engines import PLACES, Place, Places
from mockportal.tests.live import LiveServer, Loop, StoreAtHand, live

# A busy machine is no counterexample: durations are held elsewhere.
settings.register_profile(
    "busy", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy")


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Give a place to each database engine, kept for the whole run."""
    places = Places(tmp_path_factory.mktemp("stores"))
    yield places
    places.close()


@pytest.fixture(scope="session")
def servers(places: Places) -> Iterator[Callable[[str], LiveServer]]:
    """Give a server on each engine, kept for the whole run."""
    with ExitStack() as kept:
        yield cache(lambda kind: kept.enter_context(live(places[kind].open())))


@pytest.fixture(scope="session", params=PLACES)
def engine(request: pytest.FixtureRequest, places: Places) -> Place:
    """Return the place of each database engine in turn; ``open()`` opens it."""
    return places[request.param]


@pytest.fixture(scope="session")
def server(engine: Place, servers: Callable[[str], LiveServer]) -> LiveServer:
    """Return a server on that engine: ``portal`` is its address, ``store`` its store."""
    return servers(engine.kind)


@pytest.fixture
def store(server: LiveServer) -> StoreAtHand:
    """Return the server's store: ``create()``, ``ask()``, ``perform()`` wait for the answer."""
    return server.store


@pytest.fixture
def store_factory(engine: Place) -> Iterator[Callable[[], StoreAtHand]]:
    """Give a way to open the same records once more, as a restart or a second worker would."""
    loop, opened = Loop(), list[StoreAtHand]()

    def open_store() -> StoreAtHand:
        opened.append(StoreAtHand(Store(engine.open(), RealTime()), loop))
        return opened[-1]

    yield open_store
    for one in opened:
        one.close()
    loop.close()


@pytest.fixture
def election(store: StoreAtHand) -> Election:
    """Return a fresh `formation`: CAPTCHAs read 1234, the clock stands at 2022-12-01 08:47."""
    return store.create()


@pytest.fixture
def control(server: LiveServer) -> Iterator[Control]:
    """Give the control API of the server."""
    with server.control() as control:
        yield control


@pytest.fixture
def browser(server: LiveServer) -> Iterator[httpx.Client]:
    """Give a browser without JavaScript at the portal; it keeps cookies, follows no redirect."""
    with plain.Client(base_url=server.portal) as client:
        yield client


@pytest.fixture
def in_parallel() -> Callable[[int, Callable[[], Any]], list[Any]]:
    """Return how to do something many times at once; what was raised is raised here."""

    def run(times: int, act: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(times) as threads:
            return [one.result() for one in [threads.submit(act) for _ in range(times)]]

    return run
