"""A post office on each engine, and the console's port."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from mockportal.clock import RealTime
from mockportal.sinks.tests.office import Office
from mockportal.storage.store import Store
from mockportal.tests import plain
from mockportal.tests.engines import PLACES, Place, Places, sqlite
from mockportal.tests.live import Loop, StoreAtHand


@pytest.fixture(scope="session")
def stores(
    places: Places, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], StoreAtHand]]:
    """Give a store on each engine where nobody delivers, kept for the whole run."""
    loop = Loop()
    with ExitStack() as kept:

        def opened(kind: str) -> StoreAtHand:
            folder = tmp_path_factory.mktemp("office")
            beside = _beside(places[kind]) if kind == "postgres" else sqlite(folder)
            place = kept.enter_context(beside)
            store = StoreAtHand(Store(place.open(), RealTime()), loop)
            kept.callback(store.close)
            return store

        yield cache(opened)
    loop.close()


@contextmanager
def _beside(place: Place) -> Iterator[Place]:
    """Give one more database on the server of another."""
    name = f"mockportal_office_{secrets.token_hex(6)}"
    with psycopg.connect(place.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield Place("postgres", make_conninfo(place.address, dbname=name))
    finally:
        with psycopg.connect(place.address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=PLACES)
def office(
    request: pytest.FixtureRequest, stores: Callable[[str], StoreAtHand]
) -> Iterator[Office]:
    """Give a post office with one election, where nobody delivers unless the test says so."""
    office = Office(stores(request.param))
    yield office
    office.close()


@pytest.fixture
def api(server):
    """Give an HTTP client of the console's port that bears the token."""
    headers = {"Authorization": f"Bearer {server.token}"}
    with plain.Client(
        base_url=server.console, headers=headers, trust_env=False, timeout=30
    ) as client:
        yield client


@pytest.fixture
def remote(control, election):
    """Return the test's election in a tester's hand."""
    return control.election(election.id)


@pytest.fixture
def voter(remote):
    """Return the card of a voter."""
    return remote.claim(state="activated")
