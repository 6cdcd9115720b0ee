"""A challenge is its id: nothing is stored, nothing is guessed, nothing is shared."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockportal.domain import captcha

NOON = 1_669_892_400_000


@dataclass(frozen=True)
class Rules:
    """What an election file says of CAPTCHAs."""

    digits: int = 4
    fixed_answer: str | None = None


@pytest.fixture
def challenge():
    return captcha.issue(b"election X", "visit-1", NOON)


def test_a_challenge_has_one_answer_of_as_many_digits_as_the_rules_say(challenge):
    said = captcha.answer(b"election X", challenge, Rules(digits=6))

    assert said is not None
    assert said.isdecimal()
    assert len(said) == 6
    assert said == captcha.answer(b"election X", challenge, Rules(digits=6))


def test_answers_spread_over_all_values():
    drawn = [captcha.issue(b"election X", "visit-1", NOON) for _ in range(400)]

    said = {captcha.answer(b"election X", one, Rules(digits=1)) for one in drawn}

    assert said == set("0123456789")


def test_an_election_made_for_tests_may_fix_the_answer(challenge):
    rules = Rules(fixed_answer="0000")

    assert captcha.answer(b"election X", challenge, rules) == "0000"
    assert captcha.answer(b"election Y", challenge, rules) is None


def test_a_challenge_is_unknown_in_another_election(challenge):
    assert captcha.answer(b"election Y", challenge, Rules()) is None
    assert not captcha.belongs(b"election Y", challenge, "visit-1")


def test_a_challenge_belongs_to_the_visit_it_was_drawn_for(challenge):
    assert captcha.belongs(b"election X", challenge, "visit-1")
    assert not captcha.belongs(b"election X", challenge, "visit-2")


def test_a_challenge_says_to_the_second_when_it_was_drawn():
    challenge = captcha.issue(b"election X", "visit-1", NOON + 999)

    assert captcha.issued_at(challenge) == NOON


def test_two_challenges_of_one_visit_and_second_differ(challenge):
    assert captcha.issue(b"election X", "visit-1", NOON) != challenge


@pytest.mark.parametrize("end", ["", "A", "=", "é", "\x00", "!"])
def test_what_is_no_challenge_has_no_answer(challenge, end):
    broken = challenge[:-1] + end if end != "A" else challenge + end

    assert captcha.answer(b"election X", broken, Rules()) is None
    assert not captcha.belongs(b"election X", broken, "visit-1")


def test_what_is_no_challenge_has_no_date():
    with pytest.raises(ValueError, match="nonsense"):
        captcha.issued_at("nonsense")


def test_a_challenge_is_written_in_one_way_only(challenge):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spellings = [challenge[:-1] + letter for letter in alphabet]

    known = [one for one in spellings if captcha.answer(b"election X", one, Rules()) is not None]
    own = [one for one in spellings if captcha.belongs(b"election X", one, "visit-1")]

    assert len(known) == 16, "4 of the last letter's 6 bits count: the others must be zero"
    assert own == [challenge]


@given(st.integers(0, 26), st.sampled_from("ABCxyz019-_"))
def test_an_altered_challenge_is_nobodys(place, letter):
    challenge = captcha.issue(b"election X", "visit-1", NOON)
    altered = challenge[:place] + letter + challenge[place + 1 :]

    assert captcha.belongs(b"election X", altered, "visit-1") == (altered == challenge)
