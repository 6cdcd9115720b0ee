"""Journeys where each page is explained: the guide is in nobody's way."""

from contextlib import closing
from dataclasses import replace

import pytest

from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.staging import set_scene
from scenarios.transport import PlainTransport

GUIDED = {"display": {"guided": "on"}}


@pytest.mark.parametrize("name", ["show-everything", "reissue-with-impots", "miss-the-code"])
def test_a_journey_leads_where_it_says_with_the_guide_open(name, mockportal_server):
    told = REGISTRY[name]
    needs = replace(told.needs, settings={**told.needs.settings, **GUIDED})
    scene = set_scene(mockportal_server, replace(told, needs=needs))

    with closing(PlainTransport()) as transport:
        driver = HttpDriver(transport, scene.url, scene.stagehand())
        read = []
        scene.play(lambda step: read.append(driver.perform(step)) or read[-1])

    assert scene.election.audit().holds
    assert any("Point faible connu" in seen.text for seen in read)
    scene.strike()
