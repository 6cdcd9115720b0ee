"""Every journey, over bare HTTP, on a portal of its own."""

from contextlib import closing

import pytest

from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.staging import set_scene
from scenarios.transport import PlainTransport


@pytest.fixture(params=REGISTRY.values(), ids=REGISTRY)
def scene(request, mockportal_server):
    """Give a journey, in an election no other test can see."""
    scene = set_scene(mockportal_server, request.param)
    yield scene
    scene.strike()


@pytest.fixture
def driver(scene):
    """Give a voter at browsers without pictures or scripts."""
    with closing(PlainTransport()) as transport:
        yield HttpDriver(transport, scene.url, scene.stagehand())


def test_a_journey_leads_where_it_says(scene, driver):
    scene.play(driver.perform)

    assert scene.election.audit().holds
