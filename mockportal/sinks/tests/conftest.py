"""A post office on each engine, and the console's port."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockportal.sinks.tests.office import Office
from mockportal.tests.engines import PLACES
from mockportal.tests.live import Loop


@pytest.fixture(params=PLACES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Give a store of its own, where nobody delivers unless the test says so."""
    loop = Loop()
    with PLACES[request.param](tmp_path) as place:
        office = Office(place, loop)
        yield office
        office.store.close()
    loop.close()


@pytest.fixture
def api(server):
    """Give an HTTP client of the console's port that bears the token."""
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.console, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def remote(control, election):
    """Return the test's election in a tester's hand."""
    return control.election(election.id)


@pytest.fixture
def voter(remote):
    """Return the card of a voter."""
    return remote.claim(state="activated")
