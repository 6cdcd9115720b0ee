"""The bare application answers what was recorded, and costs a measurable little."""

from contextlib import ExitStack, closing

import pytest

from loadtests import processes, recording
from loadtests.recording import Exchange, RecordingTransport, TimedTransport
from loadtests.replay import Diverged, replay


def an_exchange(method="GET", body=None, answer=b"<h1>Accueil</h1>", status=200):
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"))
    return Exchange(
        method, "/e/portail/accueil?x=1", (("Accept", "*/*"),), body, status, headers, answer
    )


@pytest.fixture
def bare(tmp_path):
    """Give a way to start a bare application on journeys."""
    with ExitStack() as started:

        def start(journeys, *length):
            file = tmp_path / "recording.jsonl"
            recording.save((e for journey in journeys for e in journey), file)
            block = processes.running(["-m", "loadtests.bare", str(file), *map(str, length)])
            process = started.enter_context(block)
            return process, process.stdout.readline().strip()

        yield start


def test_a_recording_survives_its_file(tmp_path):
    exchanges = [an_exchange(), an_exchange("POST", b"a=1&b=\xff", b"", 303)]

    recording.save(exchanges, tmp_path / "r")

    assert recording.read(tmp_path / "r") == exchanges


def test_every_request_gets_the_answer_that_was_recorded(bare):
    journeys = [
        [an_exchange(), an_exchange("POST", b"a=1", b"", 303)],
        [an_exchange(answer=b"<h1>Espace</h1>")],
    ]
    process, url = bare(journeys)

    took = replay(journeys, url, times=10, at_once=3)

    assert len(took) == 5 * 2 + 5 * 1
    assert processes.processor_time(process.pid) > 0


def test_another_answer_than_the_recorded_one_is_noticed(bare):
    served = [[an_exchange(answer=b"short")]]
    _, url = bare(served)

    with pytest.raises(Diverged, match="accueil"):
        replay([[an_exchange()]], url, times=1, at_once=1)


def test_recording_keeps_what_went_over_the_wire(bare):
    served = [[an_exchange()]]
    _, url = bare(served)
    transport = RecordingTransport()

    transport.request("GET", f"{url}/x?y=1", {"X-Exchange": "0"}, None)
    transport.close()

    (kept,) = transport.exchanges
    assert (kept.method, kept.target, kept.status) == ("GET", "/x?y=1", 200)
    assert ("Set-Cookie", "a=1") in kept.headers


def test_a_connection_gets_journeys_in_their_order(bare):
    pages = [an_exchange(answer=answer) for answer in (b"1a", b"1b", b"2a", b"2b")]
    _, url = bare([pages], 2)

    seen = []
    for _ in range(3):
        with closing(TimedTransport()) as browser:
            seen += [browser.request("GET", f"{url}/x", {}, None).body for _ in range(2)]

    assert seen == [b"1a", b"1b", b"2a", b"2b", b"1a", b"1b"]
