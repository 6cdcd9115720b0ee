"""What electors are beyond their identifier: civil status, accounts, populations, secrets."""

import hashlib
import re
from datetime import date
from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockportal.domain.canonical import identifier, new_password, numen, phone, secret_answer
from mockportal.election import load, revised, slug
from mockportal.electorate import Electorate, canonical_login, electorate, social_key
from mockportal.electorate.civil import DAYS, SECOND_NAMES
from mockportal.electorate.draws import Draws
from mockportal.electorate.permutation import Permutation
from mockportal.electorate.shares import Shares
from mockportal.electorate.tables import words
from mockportal.tests.pace import in_hashes

WHOLE = electorate(load("electionspro2022"))
ranks = st.integers(0, len(WHOLE) - 1)

ATTRIBUTES = (
    *("civility", "given_name", "family_name", "identifier", "population", "scrutins", "academy"),
    *("establishment", "numen", "password", "question", "secret_answer", "vote_code", "phone"),
    *("personal_mail", "franceconnect_mail", "activated", "notice", "given_names", "birth_name"),
    *("usage_name", "birthdate", "gender", "birthplace", "birthcountry", "social_number"),
    *("variant", "franceconnect"),
)


def changed(**sections: Any) -> Electorate:
    """Return the electors of the default election with other values."""
    return electorate(revised(WHOLE.election, sections))


def test_everything_about_a_thousand_electors_is_pinned() -> None:
    seen = hashlib.blake2b(digest_size=16)
    for elector in islice(WHOLE, 1000):
        seen.update(repr([getattr(elector, name) for name in ATTRIBUTES]).encode())

    assert seen.hexdigest() == "e0a99675b21d7009fedd8b2aa8376e97"


@given(
    left=st.integers(1, 5000), right=st.integers(1, 5000), seed=st.integers(0, 99), data=st.data()
)
def test_a_permutation_is_undone(left: int, right: int, seed: int, data: st.DataObject) -> None:
    shuffle = Permutation(Draws(seed).key, "essai", left, right)
    number = data.draw(st.integers(0, left * right - 1))

    assert 0 <= shuffle.forward(number) < shuffle.size
    assert shuffle.backward(shuffle.forward(number)) == number


def test_a_permutation_takes_each_place_once() -> None:
    shuffle = Permutation(Draws(1).key, "essai", 31, 97)

    assert sorted(map(shuffle.forward, range(31 * 97))) == list(range(31 * 97))


@given(ranks)
@example(4)  # a persona whose given names the election file tells
def test_pivot_values_as_drawn_lead_back_to_the_rank(rank: int) -> None:
    """Hence no two electors share them, whatever the size of the roll."""
    one = WHOLE.births.of(rank, WHOLE[rank].names)
    table = words("given-feminine" if one.gender == "female" else "given-masculine")

    order = table.index(one.given_names[1]) % SECOND_NAMES * DAYS + one.birthdate.day - 1
    place = (one.birthplace or one.birthcountry)[2:]

    assert WHOLE.births.rank_of(f"1{one.birthdate:%y%m}00{place}{order + 1:03}") == rank


def test_no_two_of_twenty_thousand_citizens_share_their_pivot_values() -> None:
    seen = {
        (*one.given_names, one.birth_name, one.birthdate, one.gender, one.birthplace, country)
        for one in islice(WHOLE, 20_000)
        for country in [one.birthcountry]
    }

    assert len(seen) == 20_000


@given(ranks)
def test_a_citizen_is_impossible_by_construction(rank: int) -> None:
    one = WHOLE[rank]
    born_in_france = one.birthcountry == "99100"

    assert re.fullmatch(r"[12][0-9]{2}(0[1-9]|1[0-2])00[0-9]{6}", one.social_number)
    assert re.fullmatch(r"00[0-9]{3}", one.birthplace) if born_in_france else not one.birthplace
    assert born_in_france or 99961 <= int(one.birthcountry) <= 99990
    assert date(1958, 1, 1) <= one.birthdate <= date(1997, 12, 28)
    assert one.usage_name in {"", one.family_name}
    assert one.given_names[0] == one.given_name
    assert len(set(one.given_names)) == len(one.given_names)


@given(ranks)
def test_the_portal_takes_what_an_elector_types(rank: int) -> None:
    one, stop = WHOLE[rank], WHOLE.election.safety.stop_domains

    assert identifier(one.identifier, stop) == one.identifier
    assert numen(one.numen) == one.numen
    assert phone(one.phone) == one.phone
    assert new_password(one.password, one.password, 12, 128) == one.password
    assert secret_answer(one.secret_answer, one.question)


@given(ranks)
def test_accounts_are_where_the_providers_put_them(rank: int) -> None:
    accounts = {one.provider: one for one in WHOLE[rank].franceconnect}

    assert not {"ameli", "msa"} <= set(accounts)
    assert all(one.login.startswith("9") for name, one in accounts.items() if name == "impots")
    assert all(one.login.startswith("063998") for one in accounts.values() if not one.secret)


def test_a_mobile_number_has_one_account_at_each_provider() -> None:
    numbers = [f"063998{number:04}" for number in range(2000)]

    held = [WHOLE.rank_of_account("mcm", number) for number in numbers]

    owners = [WHOLE[rank].phone for rank in held if rank is not None]
    assert owners == [
        f"+33{number[1:]}" for number, rank in zip(numbers, held, strict=True) if rank is not None
    ]
    assert len(set(held)) > 1900


@pytest.mark.parametrize(
    ("provider", "login"),
    [
        ("impots", "0755138596886"),
        ("impots", "9" * 13),
        ("ameli", "2800100175426"),
        ("ameli", "2801300175425"),
        ("laposte", "alix.quidam@perso.example"),
        ("mcm", "0612345678"),
        ("yris", "+33639980001x"),
        ("msa", "2800100175425"),
        ("nobody", "2800100175425"),
        ("france-identite", "fi-00000"),
    ],
)
def test_a_login_of_nobody_leads_nowhere(provider: str, login: str) -> None:
    assert WHOLE.rank_of_account(provider, login) is None


@given(provider=st.sampled_from(["impots", "ameli", "laposte", "mcm"]), login=st.text())
def test_any_text_is_a_login_of_nobody(provider: str, login: str) -> None:
    assert WHOLE.rank_of_account(provider, login) is None


def test_blanks_dots_keys_and_prefixes_are_ignored_in_a_login() -> None:
    assert social_key("1840100001001") == 87
    assert canonical_login("ameli", "1 84 01 00 001 001 87") == "1840100001001"
    assert canonical_login("ameli", "184010000100188") == "184010000100188"
    assert canonical_login("mcm", "+33 6.39.98.00.01") == "0639980001"
    assert WHOLE.rank_of_account("yris", "06 39 98 00 01") == 0


def test_all_accounts_have_one_password_or_each_its_own() -> None:
    apart = changed(franceconnect={"passwords": "per_account"})

    assert len({one.secret for one in WHOLE[9].franceconnect}) == 1
    assert len({one.secret for one in apart[9].franceconnect}) == len(apart[9].franceconnect) > 1


@given(size=st.integers(1, 300), weights=st.lists(st.floats(0, 9), min_size=1, max_size=6))
def test_populations_have_their_exact_numbers(size: int, weights: list[float]) -> None:
    parts = {str(at): weight for at, weight in enumerate([1.0, *weights])}
    shares = Shares(size, parts, {0: "0"})

    drawn = [shares.of(rank) for rank in range(size)]

    assert {name: drawn.count(name) for name in parts} == shares.numbers
    assert all(
        abs(shares.numbers[name] - size * part / sum(parts.values())) < 2
        for name, part in parts.items()
    )


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_share_of_active_accounts_and_notices_is_chosen(share: float) -> None:
    electors = changed(electorate={"activated_share": share, "notice_share": 1 - share})
    drawn = [electors[rank] for rank in range(100, 3100)]

    assert abs(sum(one.activated for one in drawn) / 3000 - share) < 0.03
    assert abs(sum(one.notice for one in drawn) / 3000 - (1 - share)) < 0.03


def test_secrets_follow_other_rules() -> None:
    rules = {"length": 8, "accents": True, "specials": "#"}
    electors = changed(vote_code=rules, password={"min": 64, "max": 64})

    assert all(electors.election.vote_code.fits(electors[rank].vote_code) for rank in range(200))
    assert {len(electors[rank].password) for rank in range(200)} == {64}


def test_candidates_are_invented_but_for_those_on_sigle() -> None:
    lists = WHOLE.candidates("csa-ministeriel", "ardoise")

    assert len(set(lists)) == 30
    assert WHOLE.candidates("ccp", "boussole") == WHOLE.candidates("nope", "x") == ()


def test_an_address_by_faker_names_no_real_town_and_no_number_to_call() -> None:
    address = WHOLE[12].address

    assert re.search(r", 00[0-9]{3} \S+$", address)
    assert address == WHOLE[12].address
    assert not re.search(r"@|[0-9]{6}", address)


def test_what_is_beyond_the_roll_is_nobody() -> None:
    small = changed(electorate={"size": 9})

    assert [one.rank for one in small] == list(range(9))
    assert small.rank_of(WHOLE[9].identifier) is None
    assert small.rank_of_mail(WHOLE[9].personal_mail) is None
    with pytest.raises(IndexError):
        small[9]
    with pytest.raises(IndexError):
        small[-1]


@pytest.mark.parametrize("name", ["given-feminine", "given-masculine", "family", "academies"])
def test_a_word_table_folds_to_distinct_plain_words(name: str) -> None:
    folded = [slug(line.split("\t")[0]) for line in words(name)]

    assert len(set(folded)) == len(folded) == COUNTS[name]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one) for one in folded)


COUNTS = {"given-feminine": 256, "given-masculine": 128, "family": 1024, "academies": 31}


@pytest.mark.parametrize("size", [100, 10_000_000])
def test_a_roll_of_any_size_is_made_at_once(size: int) -> None:
    election = revised(WHOLE.election, {"electorate": {"size": size}})

    assert in_hashes(lambda: electorate(election), times=10) < 500


def test_an_elector_is_read_both_ways_at_the_price_of_some_hashes() -> None:
    some = range(20_000, 30_000)
    known = [WHOLE[rank].identifier for rank in some]

    assert in_hashes(lambda: [WHOLE[rank].identifier for rank in some]) / len(some) < 25
    assert in_hashes(lambda: [WHOLE.rank_of(identifier) for identifier in known]) / len(some) < 25
