"""Cards of voters, and claims that give each voter once."""

from collections import Counter

import pytest

from mockportal.client import ControlError
from mockportal.electorate import electorate
from mockportal.usecases import handing_out
from mockportal.usecases.handing_out import Wanted
from scenarios.journeys.activating import activate
from scenarios.journeys.renewing import reissue_by_sms
from scenarios.journeys.voting import vote


def test_a_card_holds_every_secret(remote, election):
    card = remote.voter("alix.quidam@ac-fictive.example")

    alix = electorate(election)[0]
    assert card.password == alix.password
    assert (card.numen, card.question, card.secret_answer) == (
        alix.numen,
        alix.question,
        alix.secret_answer,
    )
    assert (card.vote_code, card.notice) == (alix.vote_code, False)
    assert [one.provider for one in card.franceconnect] == [
        one.provider for one in alix.franceconnect
    ]
    assert card.story.startswith("Sans code de vote")


def test_an_identifier_is_found_in_any_case(remote):
    assert remote.voter("ALIX.Quidam@ac-fictive.example").rank == 0


@pytest.mark.parametrize("identifier", ["personne@ac-fictive.example", "0", "%00", "alix"])
def test_an_unknown_identifier_has_no_card(remote, identifier):
    with pytest.raises(ControlError) as refused:
        remote.voter(identifier)

    assert refused.value.status in (400, 404)


def test_pages_of_cards_follow_the_roll(remote):
    first = remote.voters(limit=30)
    second = remote.voters(limit=30, after=first.next)

    ranks = [one.rank for one in (*first.voters, *second.voters)]
    assert ranks == list(range(40))
    assert second.next is None


def test_cards_are_chosen_by_state(remote, election):
    new = remote.voters(state="new", limit=40).voters
    activated = remote.voters(state="activated", limit=40).voters

    told = {one.rank for one in electorate(election) if one.activated}
    assert {one.rank for one in activated} == told
    assert len(new) + len(activated) == 40


def test_what_a_voter_does_changes_the_card(walk, remote):
    newcomer, bystander = remote.claim(state="new"), remote.claim(state="activated")

    walk(activate(newcomer))
    walk(vote(bystander))

    voted = remote.voter(bystander.identifier)
    assert remote.voter(newcomer.identifier).state == "activated"
    assert (voted.state, voted.voted) == ("voted", ("csa-ministeriel",))
    assert [one.rank for one in remote.voters(state="voted").voters] == [bystander.rank]


def test_a_card_tells_that_the_printed_code_is_void(walk, remote, voter):
    walk(reissue_by_sms(voter))

    assert remote.voter(voter.identifier).vote_code_replaced


def test_no_voter_is_given_twice(remote):
    given = [remote.claim().rank for _ in range(40)]

    assert sorted(given) == list(range(40))
    with pytest.raises(ControlError) as refused:
        remote.claim()
    assert refused.value.status == 409


def test_personas_are_given_last(remote, election):
    given = [remote.claim().rank for _ in range(40)]

    personas = {one.rank for one in election.personas}
    assert set(given[-len(personas) :]) == personas


def test_kinds_of_claims_share_the_same_voters(remote):
    kinds = ({}, {"state": "activated"}, {"state": "new"}, {"has": ["notice"]}, {"scrutins": 4})

    given = [remote.claim(**kind).rank for kind in kinds * 3]

    assert len(set(given)) == len(given)


@pytest.mark.parametrize("state", ["new", "activated"])
def test_a_claimed_voter_is_in_the_state_asked_for(remote, state):
    assert remote.claim(state=state).state == state


def test_a_voter_who_has_voted_is_claimed_by_that(walk, remote, voter):
    bystander = remote.claim(state="activated")
    walk(vote(bystander))
    with pytest.raises(ControlError) as refused:
        remote.claim(state="voted")
    witness = remote.voters(state="voted").voters

    assert refused.value.problem.refusal == "no-voter-left"
    assert [one.rank for one in witness] == [bystander.rank]


def test_voters_nobody_claimed_are_claimed_once_they_voted(walk, remote):
    one = remote.voters(state="activated", limit=40).voters[-1]
    walk(vote(one))

    assert remote.claim(state="voted").rank == one.rank


def test_those_who_activated_since_are_found_at_the_end_of_the_roll(walk, remote, election):
    late = remote.voters(state="new", limit=40).voters[-1]
    walk(activate(late))
    activated = sum(one.activated for one in electorate(election))

    given = [remote.claim(state="activated").rank for _ in range(activated + 1)]

    assert given[-1] == late.rank
    assert len(set(given)) == len(given)


def test_a_claim_asks_for_what_a_voter_has(remote):
    card = remote.claim(has=["notice", "franceconnect:ameli"], scrutins=4)

    assert card.notice
    assert "ameli" in [one.provider for one in card.franceconnect]
    assert len(card.scrutins) == 4


@pytest.mark.parametrize("body", [{"has": ["wings"]}, {"state": "asleep"}, {"scrutins": 0}, []])
def test_a_claim_that_makes_no_sense_is_refused(api, remote, body):
    assert api.post(f"/api/elections/{remote.id}/voters/claim", json=body).status_code == 422


def test_parallel_claims_never_give_a_voter_twice(control, in_parallel):
    crowd = control.create("electionspro2022")

    given = in_parallel(64, lambda: [crowd.claim(state="activated").rank for _ in range(4)])

    ranks = Counter(rank for some in given for rank in some)
    assert len(ranks) == 256
    assert set(ranks.values()) == {1}


def test_claims_in_several_processes_never_give_a_voter_twice(store, store_factory, in_parallel):
    crowd = store.create("electionspro2022")
    stores = [store, store_factory()]

    given = in_parallel(
        40,
        lambda: [
            one.perform(crowd.id, handing_out.claim, wanted=Wanted()).card.elector.rank
            for one in stores
        ],
    )

    ranks = [rank for some in given for rank in some]
    assert len(set(ranks)) == len(ranks) == 80


def test_a_rare_kind_of_voter_holds_nobody_up(store):
    crowd = store.create("electionspro2022", franceconnect={"accounts": {"yris": 0.0}})
    rare = Wanted(has=frozenset({"franceconnect:yris"}))

    first = store.perform(crowd.id, handing_out.claim, wanted=rare)

    assert (first.card, first.unfinished) == (None, True)


@pytest.mark.parametrize(
    "wanted", [Wanted(scrutins=99), Wanted(has=frozenset({"franceconnect:france_identite"}))]
)
def test_no_roll_is_read_for_a_voter_it_cannot_hold(store, wanted):
    crowd = store.create("electionspro2022")

    first = store.perform(crowd.id, handing_out.claim, wanted=wanted)

    assert (first.card, first.unfinished) == (None, False)
