"""Elections in a tester's hand, and voters who play their journeys there."""

import pytest

from mockportal.client import RemoteElection
from mockportal.tests import plain
from scenarios.http_driver import HttpDriver
from scenarios.levers import Stagehand
from scenarios.steps import play
from scenarios.transport import PlainTransport


@pytest.fixture
def remote(control, election) -> RemoteElection:
    """Return the test's election by the control API."""
    return control.election(election.id)


@pytest.fixture
def api(server):
    """Give a bare HTTP client of the control port that bears the token."""
    headers = {"Authorization": f"Bearer {server.token}"}
    with plain.Client(base_url=server.console, headers=headers) as client:
        yield client


@pytest.fixture
def stranger(server):
    """Give a bare HTTP client of the control port that bears nothing."""
    with plain.Client(base_url=server.console) as client:
        yield client


@pytest.fixture
def voter(remote):
    """Return the card of a voter with an active account, who has not voted."""
    return remote.claim(state="activated")


@pytest.fixture
def walk(remote):
    """Return how to walk a journey in an election, as one more voter at a browser."""
    transport = PlainTransport()

    def walk_journey(journey, where=None):
        at = where or remote
        return play(journey, HttpDriver(transport, at.url, Stagehand(at)).perform)

    yield walk_journey
    transport.close()
