"""The metrics of a registry, behind the token like the rest."""

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from mockportal.console import Place, build_console
from mockportal.tests.live import apart

TOKEN = "a-token-of-twenty-two-or-more"


@pytest.fixture
def asked(store):
    """Return how to ask a console that was given a registry for its metrics."""
    registry = CollectorRegistry()
    Counter("ballots", "Ballots cast", registry=registry).inc(3)

    async def ask(headers):
        app = build_console(store.behind, Place(TOKEN, "", ""), registry=registry)
        async with TestClient(TestServer(app)) as client:
            answer = await client.get("/metrics", headers=headers)
            return answer.status, await answer.text()

    return lambda headers: apart(ask(headers))


def test_the_metrics_of_the_registry_are_given(asked):
    status, text = asked({"Authorization": f"Bearer {TOKEN}"})

    assert status == 200
    assert "ballots_total 3.0" in text


def test_without_a_registry_there_are_no_metrics(api):
    assert api.get("/metrics").status_code == 404
