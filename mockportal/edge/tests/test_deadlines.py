"""Nobody is waited for for long: neither who does not send, nor who does not read."""

import time

import pytest

from mockportal.edge import Limits
from mockportal.edge.tests.small_site import FORM, HOST, PATIENCE, connected, post

GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
LONG = 60


def trickle(client, raw):
    """Send a byte every 10 ms until the server has had enough; return what it says."""
    client.stream.settimeout(0.01)
    for byte in raw:
        try:
            client.stream.send(bytes([byte]))
            return client.stream.recv(65536)
        except TimeoutError:
            continue
    return b""


@pytest.mark.attack("H09")
def test_a_connection_on_which_nothing_comes_is_closed(running):
    limits = Limits(header_seconds=0.1, body_seconds=LONG, idle_seconds=LONG)
    with running(limits=limits) as site, connected(site) as client:
        start = time.monotonic()

        assert client.rest() == b""
        assert 0.05 < time.monotonic() - start < 5


@pytest.mark.attack("H09")
@pytest.mark.parametrize("half", [b"G", b"GET / HTTP/1.1\r\n", GET[:-2], b"\r\n\r\nGET"])
def test_half_a_head_is_told_it_is_slow(running, half):
    limits = Limits(header_seconds=0.1, body_seconds=LONG, idle_seconds=LONG)
    with running(limits=limits) as site, connected(site) as client:
        client.send(half)
        reply = client.read()

        assert (reply.status, reply.refusal) == (408, "slow")
        assert reply.headers["Connection"] == "close"
        assert reply.closed()


@pytest.mark.attack("H09")
def test_half_a_head_after_an_answered_request_is_told_it_is_slow(running):
    limits = Limits(header_seconds=0.1, body_seconds=LONG, idle_seconds=LONG)
    with running(limits=limits) as site, connected(site) as client:
        client.send(GET)
        assert client.read().status == 200
        client.send(GET[:-2])

        assert client.read().status == 408


@pytest.mark.attack("H09")
def test_a_head_that_trickles_is_told_it_is_slow(running):
    limits = Limits(header_seconds=0.2, body_seconds=LONG, idle_seconds=LONG)
    with running(limits=limits) as site, connected(site) as client:
        said = trickle(client, b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 8000)

    assert said.startswith(b"HTTP/1.1 408 ")
    assert site.seen == []


@pytest.mark.attack("H09")
@pytest.mark.parametrize("path", [b"/formulaire", b"/json"])
def test_half_a_body_is_told_it_is_slow(running, path):
    limits = Limits(header_seconds=LONG, body_seconds=0.1, idle_seconds=LONG, linger_seconds=0.1)
    media = FORM if path == b"/formulaire" else b"Content-Type: application/json\r\n"
    with running(limits=limits) as site, connected(site) as client:
        client.send(post(path, b'{"a": 1}', media)[:-3])
        reply = client.read()

        assert (reply.status, reply.refusal) == (408, "slow")
        assert reply.closed()
    assert site.seen == []


@pytest.mark.attack("H09")
def test_a_body_that_trickles_is_told_it_is_slow(running):
    limits = Limits(header_seconds=LONG, body_seconds=0.2, idle_seconds=LONG, linger_seconds=0.1)
    with running(limits=limits) as site, connected(site) as client:
        client.send(post(b"/formulaire", b"a" * 8000)[:-8000])
        said = trickle(client, b"a" * 8000)

    assert said.startswith(b"HTTP/1.1 408 ")
    assert site.seen == []


@pytest.mark.attack("H09")
def test_a_body_nobody_asked_for_is_not_waited_for(running):
    limits = Limits(header_seconds=LONG, body_seconds=LONG, idle_seconds=LONG, linger_seconds=0.1)
    with running(limits=limits) as site, connected(site) as client:
        client.send(post(b"/sourd", b"a" * 8000)[:-8000])

        assert client.read().status == 200
        assert client.rest() == b""


@pytest.mark.attack("H09")
def test_an_idle_connection_is_closed_without_a_word(running):
    limits = Limits(header_seconds=LONG, body_seconds=LONG, idle_seconds=0.1)
    with running(limits=limits) as site, connected(site) as client:
        client.send(GET)

        assert client.read().status == 200
        assert client.rest() == b""


@pytest.mark.attack("H09")
def test_an_event_stream_outlives_every_deadline(running):
    limits = Limits(header_seconds=0.05, body_seconds=0.05, idle_seconds=0.05)
    with running(limits=limits) as site, connected(site) as client:
        client.send(b"GET /flux HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")

        assert client.rest().count(b": battement") == 8


def test_a_client_that_does_not_read_its_answer_is_cut(running, caplog):
    with running(limits=Limits(body_seconds=0.2)) as site, connected(site) as client:
        client.send(b"GET /gros HTTP/1.1\r\n" + HOST + b"\r\n")

        assert site.cut.wait(PATIENCE)
    assert caplog.records == []


def test_a_client_that_reads_slowly_but_steadily_gets_everything(running):
    with running(limits=Limits(body_seconds=1)) as site, connected(site) as client:
        client.send(b"GET /gros HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        received = client.rest()

    assert len(received) > 20_000_000
    assert not site.cut.is_set()
