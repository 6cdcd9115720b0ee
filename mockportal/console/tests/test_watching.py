"""Journal, CAPTCHA answers, audit, count and events."""

import hashlib
import json
import re
import threading

import pytest

from mockportal.client import ControlError
from mockportal.tests import plain
from scenarios.journeys.voting import vote


def chained(entries, before="0" * 64):
    """Tell whether each entry's hash covers it and the one before."""
    for one in entries:
        text = f"{before}\n{one.seq}\n{one.millis}\n{one.kind}\n{one.detail}"
        before = hashlib.sha256(text.encode()).hexdigest()
        if before != one.hash:
            return False
    return True


def test_the_journal_is_a_chain_anybody_can_check(walk, voter, remote):
    walk(vote(voter))
    remote.set_fault("sms-late")

    entries = remote.journal()
    assert [one.kind for one in entries] == ["ballot-cast", "fault-set"]
    assert chained(entries)
    assert not chained(entries[1:])


def test_the_journal_is_read_on_from_any_entry(remote):
    names = ("sms-late", "mail-slow", "captcha-missing")
    for name in names:
        remote.set_fault(name)

    assert [one.seq for one in remote.journal(after=1)] == [2, 3]
    assert [one.seq for one in remote.journal(limit=2)] == [1, 2]
    assert remote.journal(after=3) == ()


def test_the_journal_tells_no_choice_and_no_voter(walk, voter, remote):
    walk(vote(voter, choice="Liste Dune"))

    told = json.dumps([one.model_dump(mode="json") for one in remote.journal()])
    assert "dune" not in told.lower()
    assert voter.identifier not in told


def test_the_answer_of_a_captcha_is_given_until_it_was_used(remote, browser):
    page = browser.get(f"/{remote.id}/portail/identification").text
    captcha = re.search(r'data-captcha="([^"]+)"', page)[1]

    assert remote.captcha(captcha) == "1234"


@pytest.mark.parametrize("captcha", ["unknown", "A" * 27, "-"])
def test_an_unknown_captcha_has_no_answer(remote, captcha):
    with pytest.raises(ControlError) as refused:
        remote.captcha(captcha)

    assert refused.value.status == 404


def test_an_audit_tells_each_promise(walk, voter, remote):
    walk(vote(voter))

    audit = remote.audit()
    assert audit.holds
    assert audit.ballots == {"csa-ministeriel": 1}
    assert {"reconciled", "chained"} <= {one.name for one in audit.checks}


def test_the_count_waits_for_the_seal(remote):
    with pytest.raises(ControlError) as refused:
        remote.tally()

    assert (refused.value.status, refused.value.problem.refusal) == (409, "count-impossible")


def test_the_count_is_done_once_and_read_again(walk, voter, remote):
    walk(vote(voter))
    remote.advance(to="closing_grace")

    first, second = remote.tally(), remote.tally()

    assert first == second
    assert first["csa-ministeriel"]["voters"] == 1


@pytest.fixture
def listening(server, remote):
    """Give the events of the test's election as they come, by name."""
    headers = {"Authorization": f"Bearer {server.token}"}
    with (
        plain.Client(base_url=server.console, headers=headers) as client,
        client.stream("GET", f"/api/elections/{remote.id}/events", timeout=20) as stream,
    ):
        yield _events(stream.iter_lines())


def _events(lines):
    """Return pairs of name and data."""
    name = ""
    for line in lines:
        key, _, value = line.partition(": ")
        if key == "event":
            name = value
        if key == "data":
            yield name, json.loads(value)


def test_events_begin_with_the_clock(listening):
    name, told = next(listening)

    assert (name, told["at"]) == ("clock", "2022-12-01T08:47:00+01:00")


def test_a_change_of_the_clock_is_an_event(listening, remote):
    next(listening)

    remote.advance(seconds=120)

    name, told = next(listening)
    assert (name, told["at"]) == ("clock", "2022-12-01T08:49:00+01:00")


def test_an_entry_of_the_journal_is_an_event(listening, remote):
    next(listening)

    remote.set_fault("sms-late")

    name, told = next(listening)
    assert (name, told["kind"], told["seq"]) == ("journal", "fault-set", 1)


def test_events_end_with_their_election(listening, remote):
    next(listening)

    remote.delete()

    assert list(listening) == []


def test_many_may_listen(server, remote):
    headers = {"Authorization": f"Bearer {server.token}"}
    heard = []

    def listen():
        with (
            plain.Client(base_url=server.console, headers=headers) as client,
            client.stream("GET", f"/api/elections/{remote.id}/events?after=0") as stream,
        ):
            events = _events(stream.iter_lines())
            heard.append([next(events)[0], next(events)[0]])

    remote.set_fault("sms-late")
    threads = [threading.Thread(target=listen) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert heard == [["clock", "journal"]] * 5
