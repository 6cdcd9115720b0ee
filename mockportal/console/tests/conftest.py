"""Elections in a tester's hand, and voters who play their journeys there."""

import re
from functools import cache

import pytest

from mockportal import app
from mockportal.client import RemoteElection
from mockportal.console.calls import Call
from mockportal.console.openapi import describe
from mockportal.console.routes import CALLS
from mockportal.tests import plain
from scenarios.http_driver import HttpDriver
from scenarios.levers import Stagehand
from scenarios.steps import play
from scenarios.transport import PlainTransport


@pytest.fixture
def control(control):
    """Return the control API of the server; what it answers is held to its description."""
    control._http.event_hooks = {"response": [answer_is_listed]}
    return control


@pytest.fixture
def remote(control, election) -> RemoteElection:
    """Return the test's election by the control API."""
    return control.election(election.id)


@pytest.fixture
def api(server):
    """Give a bare HTTP client of the control port that bears the token."""
    headers, hooks = {"Authorization": f"Bearer {server.token}"}, {"response": [answer_is_listed]}
    with plain.Client(base_url=server.console, headers=headers, event_hooks=hooks) as client:
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


def answer_is_listed(response):
    """Refuse an answer whose status the OpenAPI description does not list for that call."""
    path, method = response.request.url.path, response.request.method
    for shape, operations in _listed():
        if shape.fullmatch(path) and method.lower() in operations:
            assert str(response.status_code) in operations[method.lower()]["responses"]


@cache
def _listed():
    paths = describe((*CALLS, *map(Call.of, app.CALLS)))["paths"]
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), item) for path, item in paths.items()]
