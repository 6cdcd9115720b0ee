"""When the portal has all it can carry, newcomers wait and voters inside go on."""

import asyncio
import json
import logging
import socket
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from mockportal import edge
from mockportal.domain.refusals import Busy
from mockportal.edge.answers import Answerer
from mockportal.portal.crowding import LONGEST, MANY, RETURNS, WAITS, Crowd
from mockportal.portal.keys import CROWD, Address
from mockportal.portal.listener import build_portal
from mockportal.portal.refusing import bare
from mockportal.tests.live import apart


@contextmanager
def moved(server, visitor, newcomer, limits=None):
    """Move a newcomer and a signed-in voter to a portal of their own; give its crowd."""
    visitor.vote_ready(visitor.elector())
    app = build_portal(server.store.behind, Address("formation", most_at_once=4))
    runner = edge.runner(app, bare, limits)
    loop = server.store.loop
    loop.run(runner.setup())
    loop.run(web.TCPSite(runner, "127.0.0.1", 0).start())
    host, port = runner.addresses[0]
    for one in (newcomer, visitor):
        one.client.base_url = f"http://{host}:{port}/{visitor.election.id}/portail/"
    yield app[CROWD]
    loop.run(runner.cleanup())


@pytest.fixture
def crowded(server, visitor, browse):
    """Move a newcomer and a signed-in voter to a portal that has all it can carry."""
    newcomer = browse()
    with moved(server, visitor, newcomer) as crowd:
        crowd.inside = 4
        yield newcomer, visitor
        crowd.inside = 0


@pytest.fixture
def short_of_room(server, visitor, browse):
    """Move them to a portal where few connections are left."""
    newcomer = browse()
    limits = edge.Limits(connections=8, per_address=8)
    with moved(server, visitor, newcomer, limits), ExitStack() as crowd:
        url = newcomer.client.base_url
        for _ in range(6):
            crowd.enter_context(socket.create_connection((url.host, url.port), 10))
        yield newcomer, visitor


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
def test_the_last_connections_are_for_voters_inside(short_of_room):
    newcomer, voter = short_of_room
    home, page = voter.get("accueil"), newcomer.get("accueil")

    assert home.status == 200
    assert (page.status, page.refusal) == (503, "busy")
    assert page.answer.headers["connection"] == "close"


@pytest.mark.attack("H10", "H16")
def test_a_crowd_before_the_door_is_not_told_to_come_back_all_at_once():
    door = Answerer(bare, edge.SECURITY_HEADERS)
    waits = {door.wire(Busy()) for _ in range(40)}

    assert len(waits) > 3


@pytest.mark.attack("H16")
@given(st.lists(st.floats(0, 30), min_size=1, max_size=50), st.integers(1, 40_000))
def test_whoever_waits_is_told_a_bearable_time(pauses, before):
    crowd, now = Crowd(most=4), 0.0
    crowd._last_return = before / RETURNS
    for pause in pauses:
        now += pause
        assert WAITS[0] <= crowd.come_back_in(now) <= LONGEST


@pytest.mark.attack("H16")
def test_a_crowd_turned_away_at_once_comes_back_bit_by_bit_first_who_came_first():
    crowd = Crowd(most=4)
    waits = [crowd.come_back_in(1000.0) for _ in range(100 * RETURNS)]
    each_second = Counter(waits)

    assert max(each_second.values()) < 1.6 * RETURNS
    assert max(waits[:RETURNS]) < min(waits[-RETURNS:])


@pytest.mark.attack("H16")
def test_who_is_turned_away_when_nobody_waits_any_more_need_not_wait_long():
    crowd = Crowd(most=4)
    for _ in range(100 * RETURNS):
        crowd.come_back_in(1000.0)

    assert crowd.come_back_in(1100.0) <= WAITS[1]


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
