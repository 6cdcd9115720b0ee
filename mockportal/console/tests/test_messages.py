"""The inbox: the right message, the next one, never a stale one."""

import threading
import time

import pytest

from mockportal.client import ControlError
from scenarios.journeys.activating import ask_for_the_link
from scenarios.journeys.renewing import reach_the_form, reissue_by_sms


def test_a_message_arrives_with_its_links(walk, remote, server):
    voter = remote.claim(state="new")

    walk(ask_for_the_link(voter))

    (mail,) = remote.messages(voter=voter.identifier, wait=5)
    assert (mail.kind, mail.channel, mail.to) == ("activation-again", "mail", voter.identifier)
    assert mail.voter == voter.identifier
    assert mail.subject.startswith("[SIMULATION]")
    assert mail.links[0].startswith(f"{server.portal}/{remote.id}/portail/activation/")
    assert mail.at == remote.clock().at


def test_a_wait_ends_as_soon_as_a_message_is_there(walk, remote):
    voter = remote.claim(state="new")
    waiting = threading.Timer(0.3, lambda: walk(ask_for_the_link(voter)))
    waiting.start()
    began = time.monotonic()

    found = remote.messages(voter=voter.identifier, wait=20)

    waiting.join()
    assert len(found) == 1
    assert 0.3 <= time.monotonic() - began < 10


def test_a_wait_ends_empty_when_nothing_comes(remote):
    began = time.monotonic()

    found = remote.messages(wait=0.3)

    assert found == ()
    assert time.monotonic() - began >= 0.3


def test_what_was_read_before_is_never_the_next_message(walk, remote):
    voter = remote.claim(state="activated", has=["phone"])
    walk(reissue_by_sms(voter))
    seen = remote.messages(voter=voter.identifier, wait=5)

    assert remote.messages(voter=voter.identifier, after=seen[-1].id) == ()


def test_messages_are_chosen_by_channel_kind_and_recipient(walk, remote):
    voter = remote.claim(state="activated")
    walk(reissue_by_sms(voter))
    every = remote.messages(wait=5)

    (text,) = remote.messages(channel="sms", wait=5)
    assert text.kind == "reissue-link"
    assert remote.messages(kind="reissue-link") == (text,)
    assert remote.messages(to=voter.identifier)[0].channel == "mail"
    assert {one.id for one in every} <= {one.id for one in remote.messages()}


def test_another_voters_messages_are_not_mixed_in(walk, remote):
    one, other = remote.claim(state="new"), remote.claim(state="new")

    walk(ask_for_the_link(one))

    assert remote.messages(voter=one.identifier, wait=5)
    assert remote.messages(voter=other.identifier) == ()


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"voter": "personne@ac-fictive.example"}, "unknown-voter"),
        ({"after": "no-such-message"}, "unknown-message"),
    ],
)
def test_what_does_not_exist_is_said_and_not_waited_for(remote, query, refusal):
    with pytest.raises(ControlError) as refused:
        remote.messages(**query, wait=30)

    assert (refused.value.status, refused.value.problem.refusal) == (404, refusal)


@pytest.mark.parametrize("query", ["wait=61", "wait=-1", "channel=pigeon", "limit=0", "colour=1"])
def test_a_query_that_makes_no_sense_is_refused(api, remote, query):
    assert api.get(f"/api/elections/{remote.id}/messages?{query}").status_code == 422


@pytest.mark.attack("A13")
def test_a_parameter_given_twice_is_refused(api, remote):
    answer = api.get(f"/api/elections/{remote.id}/messages?wait=1&wait=2")

    assert answer.status_code == 400


def test_a_delayed_letter_comes_when_its_hour_has_come(walk, remote):
    voter = remote.claim(state="activated")
    remote.set_fault("sms-late", {"delay_s": 600})

    walk(reach_the_form(voter))

    assert remote.messages(kind="reissue-link") == ()
