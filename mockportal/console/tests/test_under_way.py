"""Copies and restores while voters vote: whole states, nothing lost that was not announced."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockportal.client import ControlError
from scenarios.http_driver import HttpDriver
from scenarios.journeys.voting import vote
from scenarios.levers import Stagehand
from scenarios.seen import Strayed
from scenarios.steps import play
from scenarios.transport import PlainTransport

VOTERS = 8


@pytest.fixture
def voting(remote):
    """Return how to have voters vote side by side: what each got, a reference or a refusal."""

    def one(voter):
        transport = PlainTransport()
        try:
            return play(vote(voter), HttpDriver(transport, remote.url, Stagehand(remote)).perform)
        except (Strayed, ControlError) as refused:  # a CAPTCHA of before the restore is unknown
            return refused
        finally:
            transport.close()

    with ThreadPoolExecutor(VOTERS) as threads:
        voters = [remote.claim(state="activated", scrutins=4) for _ in range(VOTERS)]
        yield lambda: [threads.submit(one, voter) for voter in voters]


def test_every_copy_made_while_voters_vote_is_whole(remote, voting):
    going = voting()
    copies = [remote.copy() for _ in range(6)]
    references = [one.result() for one in going]

    assert all(isinstance(one, str) for one in references)
    assert [copy.audit().holds for copy in copies] == [True] * len(copies)
    assert remote.audit().ballots == {"csa-ministeriel": VOTERS}


def test_a_restore_while_voters_vote_announces_what_it_annuls(remote, voting):
    copy = remote.copy()
    going = voting()
    remote.restore(copy, confirm=remote.id)
    outcomes = [one.result() for one in going]

    told = json.loads(remote.journal()[0].detail)
    kept = sum(remote.audit().ballots.values())
    acknowledged = sum(isinstance(one, str) for one in outcomes)
    assert acknowledged <= kept + told["annulled"]
    assert remote.audit().holds
    assert not [one for one in outcomes if "(500" in str(one) or "500 incident" in str(one)]
