"""When the portal has all it can carry, newcomers wait and voters inside go on."""

import asyncio
import json
import logging
import time

import httpx
import pytest
from aiohttp import web

from mockportal import edge
from mockportal.portal.crowding import MANY, Crowd
from mockportal.portal.keys import CROWD, Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.tests.live import apart


@pytest.fixture
def crowded(server, visitor, browse):
    """Move a newcomer and a signed-in voter to a portal that has all it can carry."""
    newcomer = browse()
    visitor.vote_ready(visitor.elector())
    app = build_portal(server.store.behind, Address("formation", most_at_once=4))
    runner = edge.runner(app, bare)
    loop = server.store.loop
    loop.run(runner.setup())
    loop.run(web.TCPSite(runner, "127.0.0.1", 0).start())
    host, port = runner.addresses[0]
    for one in (newcomer, visitor):
        one.client.base_url = f"http://{host}:{port}/{visitor.election.id}/portail/"
    app[CROWD].inside = 4
    yield newcomer, visitor
    app[CROWD].inside = 0
    loop.run(runner.cleanup())


@pytest.mark.attack("H16")
@pytest.mark.parametrize("path", ["accueil", "identification"])
def test_a_newcomer_is_told_when_to_come_back(crowded, path):
    newcomer, _ = crowded
    page = newcomer.get(path)
    wait = page.answer.headers["retry-after"]

    assert (page.status, page.refusal) == (503, "busy")
    assert 5 <= int(wait) <= 20
    assert f'<meta http-equiv="refresh" content="{wait}">' in page.source
    assert "Cette page se rechargera d'elle-même." in page.words
    assert "SIMULATION – aucun vote réel" in page.words


@pytest.mark.attack("H16")
def test_who_waits_holds_no_connection_and_no_visit(crowded):
    newcomer, _ = crowded
    page = newcomer.get("accueil")

    assert page.answer.headers["connection"] == "close"
    assert "set-cookie" not in page.answer.headers


@pytest.mark.attack("H16")
def test_newcomers_do_not_all_come_back_at_once(crowded):
    newcomer, _ = crowded
    waits = {newcomer.get("accueil").answer.headers["retry-after"] for _ in range(40)}

    assert len(waits) > 3


@pytest.mark.attack("H16")
def test_a_voter_inside_votes_on(crowded):
    _, voter = crowded
    home = voter.get("accueil")
    cast = voter.cast("csa-ministeriel")
    receipt = voter.get("vote/csa-ministeriel/accuse")

    assert home.status == 200
    assert cast.status == 303
    assert receipt.status == 200


@pytest.mark.attack("H16")
@pytest.mark.parametrize(
    ("late", "drawn", "waits"),
    [(0.0, 0.15, False), (0.3, 0.2, True), (0.3, 0.4, False), (1, 0.6, True)],
)
def test_the_later_all_is_the_more_newcomers_wait(monkeypatch, late, drawn, waits):
    crowd = Crowd(most=4)
    crowd.late = late
    monkeypatch.setattr("random.uniform", lambda least, most: drawn)

    assert crowd.turns_away() is waits


@pytest.mark.attack("H16")
@pytest.mark.parametrize(("requests", "felt"), [(MANY, True), (MANY - 1, False)])
def test_late_with_a_crowd_is_full_and_late_without_one_is_starved(requests, felt):
    crowd = Crowd(most=4)

    async def stall():
        feeling = asyncio.create_task(crowd.feel())
        await asyncio.sleep(0)
        for _ in range(requests):
            with crowd.one_more():
                pass
        time.sleep(0.2)  # the stall itself: nothing else holds a loop up
        await asyncio.sleep(0.001)
        feeling.cancel()

    apart(stall())

    assert (crowd.late > 0) is felt


def test_a_page_that_follows_the_clock_is_no_work_in_hand():
    crowd = Crowd(most=4)
    with crowd.one_more(), crowd.one_more_follower():
        following = (crowd.inside, crowd.followers)

    assert following == (0, 1)
    assert (crowd.inside, crowd.followers) == (0, 0)


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
