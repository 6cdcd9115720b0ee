"""When the portal has all it can carry, newcomers wait and voters inside go on."""

import json
import logging
import re

import httpx
import pytest
from aiohttp import web

from mockportal import edge
from mockportal.portal.keys import CROWD, Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare


@pytest.fixture
def crowded(server, visitor):
    """Move a signed-in voter to a portal of the same store that has all it can carry."""
    visitor.vote_ready(visitor.elector())
    app = build_portal(server.store.behind, Address("formation", most_at_once=4))
    runner = edge.runner(app, bare)
    loop = server.store.loop
    loop.run(runner.setup())
    loop.run(web.TCPSite(runner, "127.0.0.1", 0).start())
    host, port = runner.addresses[0]
    visitor.client.base_url = f"http://{host}:{port}/{visitor.election.id}/portail/"
    app[CROWD].inside = 4
    yield visitor
    app[CROWD].inside = 0
    loop.run(runner.cleanup())


@pytest.mark.attack("H16")
@pytest.mark.parametrize("path", ["accueil", "identification"])
def test_a_newcomer_is_told_when_to_come_back(crowded, path):
    page = crowded.get(path)

    assert (page.status, page.refusal) == (503, "busy")
    assert int(page.answer.headers["retry-after"]) > 0
    assert 'http-equiv="refresh"' in page.source


@pytest.mark.attack("H16")
def test_newcomers_do_not_all_come_back_at_once(crowded):
    pages = [crowded.get("accueil").source for _ in range(40)]
    waits = {re.search(r'http-equiv="refresh" content="([0-9]+)"', page)[1] for page in pages}

    assert len(waits) > 3


@pytest.mark.attack("H16")
def test_a_voter_inside_votes_on(crowded):
    cast = crowded.cast("csa-ministeriel")
    receipt = crowded.get("vote/csa-ministeriel/accuse")

    assert cast.status == 303
    assert receipt.status == 200


@pytest.mark.attack("J13")
@pytest.mark.parametrize("agent", ["x\\r\\nERROR forged", "\x1b[31mred"])
def test_what_a_client_calls_itself_reaches_no_log(visitor, caplog, agent):
    caplog.set_level(logging.DEBUG, logger="mockportal")
    visitor.client.headers["User-Agent"] = agent
    visitor.send("identification", identifiant="forged\nERROR line@ac-fictive.example")

    assert not any("forged" in json.dumps(one.getMessage()) for one in caplog.records)


def test_a_crowd_that_left_lets_newcomers_in(server, visitor):
    page = httpx.get(server.address(visitor.election.id))

    assert page.status_code == 200
