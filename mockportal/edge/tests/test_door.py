"""So many at once and no more: the others are served, who comes too many is told so."""

from contextlib import ExitStack

import pytest

from mockportal.edge import Limits
from mockportal.edge.door import Door
from mockportal.edge.tests.small_site import HOST, asked, connected

GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.mark.attack("H10")
def test_one_connection_too_many_is_told_that_the_site_is_busy(running):
    with running(limits=Limits(connections=3)) as site, ExitStack() as crowd:
        clients = [crowd.enter_context(connected(site)) for _ in range(3)]
        for client in clients:
            client.send(GET)
            assert client.read().status == 200
        with asked(site, GET) as reply:
            assert (reply.status, reply.refusal) == (503, "busy")
            assert int(reply.headers["Retry-After"]) > 0
            assert reply.closed()
        clients[0].send(GET)
        assert clients[0].read().status == 200
    assert len(site.seen) == 4


@pytest.mark.attack("H10")
def test_a_crowd_from_one_address_leaves_room_for_others(running):
    with running(limits=Limits(connections=100, per_address=2)) as site, ExitStack() as crowd:
        for _ in range(2):
            client = crowd.enter_context(connected(site))
            client.send(GET)
            assert client.read().status == 200
        with asked(site, GET) as refused, asked(site, GET, source="127.0.0.2") as served:
            assert refused.status == 503
            assert served.status == 200


@pytest.mark.attack("H10")
def test_a_crowd_before_the_door_is_not_even_answered(running):
    limits = Limits(connections=1, turned_away=1)
    with running(limits=limits) as site, connected(site) as inside:
        inside.send(GET)
        assert inside.read().status == 200
        with connected(site) as first, connected(site) as second:
            assert first.read().status == 503
            assert second.rest() == b""


def test_who_leaves_makes_room():
    door = Door(Limits(connections=2, per_address=1))

    assert door.enter("a")
    assert not door.enter("a")
    assert door.enter("b")
    assert not door.enter("c")
    door.leave("a")
    assert door.enter("c")
    assert not door.enter("a")


@pytest.mark.attack("H16")
@pytest.mark.parametrize(
    ("limits", "short"),
    [
        (Limits(connections=16, per_address=99), True),
        (Limits(connections=17, per_address=99), False),
        (Limits(connections=99, per_address=16), True),
        (Limits(connections=99, per_address=17), False),
    ],
)
def test_the_last_eighth_of_the_room_is_for_who_is_inside(limits, short):
    door = Door(limits)
    for _ in range(14):
        assert door.enter("a")

    assert door.short_for("a") is short


def test_an_address_that_has_used_up_its_room_leaves_others_theirs():
    door = Door(Limits(connections=99, per_address=4))
    for _ in range(4):
        door.enter("a")

    assert door.short_for("a")
    assert not door.short_for("b")


@pytest.mark.attack("H10")
def test_a_process_with_few_descriptors_keeps_half_of_them_to_itself(monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (6, 4096))
    door = Door(Limits(connections=100))

    assert [door.enter("a") for _ in range(4)] == [True, True, True, False]


def test_who_was_served_leaves_room(running):
    with running(limits=Limits(connections=1)) as site:
        statuses = [served_to_the_end(site) for _ in range(5)]

    assert statuses == [200] * 5


def served_to_the_end(site):
    """Return the status of one request, once the server has closed its connection."""
    with asked(site, GET[:-2] + b"Connection: close\r\n\r\n") as reply:
        assert reply.closed()
        return reply.status
