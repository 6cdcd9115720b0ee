"""Electors are a function: both ways, everywhere the same, nobody twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockportal.election import load, revised
from mockportal.electorate import electorate

WHOLE = electorate(load("electionspro2022"))
ranks = st.integers(0, len(WHOLE) - 1)

GOLDEN = {
    0: (
        "alix.quidam@ac-fictive.example",
        "99C2261989YWJ",
        "+33639980001",
        "93-Ruban-zigzag",
        "RRbjUT9rfq6v*q-4",
    ),
    10: (
        "ignace.eclaud62@ac-belleroute.example",
        "99F5105581QQU",
        "+33639988689",
        "87-Reglisse-nuage",
        "ZG5xhKGy*47k5Egz",
    ),
    699_999: (
        "raoul.arbaud32@ac-isoline.example",
        "99F0431567LIV",
        "+33639980449",
        "43-Ruban-ardoise",
        "xry5/gdeD??4jFys",
    ),
    1_399_999: (
        "corentin.cabrolle21@ac-griseval.example",
        "99M5206308PUU",
        "+33639980449",
        "72-Nuage-toupie",
        "b3TCBFiE/TYWRp/b",
    ),
}
"""Drawn once; load machines and libraries of another version must draw the same."""


@pytest.mark.parametrize("rank", GOLDEN)
def test_an_elector_is_the_same_on_every_machine(rank):
    one = WHOLE[rank]

    assert (one.identifier, one.numen, one.phone, one.password, one.vote_code) == GOLDEN[rank]


@given(ranks)
def test_an_identifier_leads_back_to_its_rank(rank):
    assert WHOLE.rank_of(WHOLE[rank].identifier) == rank


@given(ranks)
def test_every_private_address_leads_back_to_its_rank(rank):
    one = WHOLE[rank]

    assert WHOLE.rank_of_mail(one.personal_mail) == rank
    assert WHOLE.rank_of_mail(one.franceconnect_mail) == rank


@given(ranks)
def test_every_account_leads_back_to_its_citizen(rank):
    accounts = WHOLE[rank].franceconnect

    assert [WHOLE.rank_of_account(one.provider, one.login) for one in accounts] == [rank] * len(
        accounts
    )


@given(ranks)
def test_what_an_elector_holds_has_the_form_the_portal_asks_for(rank):
    one = WHOLE[rank]
    rules = WHOLE.election.vote_code

    assert re.fullmatch(r"99[A-Z][0-9]{7}[A-Z]{3}", one.numen)
    assert re.fullmatch(r"\+3363998[0-9]{4}", one.phone)
    assert re.fullmatch(r"[a-z'-]+\.[a-z'-]+[0-9]*@ac-[a-z]+\.example", one.identifier)
    assert len(one.vote_code) == 16
    assert all(any(c in one.vote_code for c in kind) for kind in rules.classes)
    assert len(one.password) >= 12
    assert one.scrutins == WHOLE.election.populations[one.population].scrutins


@given(st.text(max_size=60))
def test_a_text_that_is_nobodys_identifier_leads_nowhere(text):
    rank = WHOLE.rank_of(text)

    assert rank is None or WHOLE[rank].identifier == text


def test_no_identifier_is_given_twice_among_all_electors():
    seen = {names.identifier for names in map(WHOLE.naming.of, range(len(WHOLE)))}

    assert len(seen) == len(WHOLE) == 1_400_000


def test_another_seed_draws_other_people():
    other = electorate(revised(load("electionspro2022"), {"electorate": {"seed": 1}}))

    assert other[10].identifier != WHOLE[10].identifier


def test_the_rolls_of_the_scrutins_add_up_to_who_votes_there():
    small = electorate(load("formation"))
    counted = {
        one.id: sum(one.id in elector.scrutins for elector in small)
        for one in small.election.scrutins
    }

    assert counted == {name: small.on_roll(name) for name in counted}


def test_personas_stand_at_their_ranks():
    named = [(one.rank, one.identifier) for one in WHOLE.election.personas]

    assert named[0] == (0, "alix.quidam@ac-fictive.example")
    assert [WHOLE[rank].identifier for rank, _ in named] == [name for _, name in named]
    assert [WHOLE.rank_of(name) for _, name in named] == [rank for rank, _ in named]
