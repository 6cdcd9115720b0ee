"""Citizens of a roll of a million: nobody's pivot is another's, and phones are few."""

import pytest

from mockportal.domain.franceconnect.citizens import citizen_of, subject
from mockportal.election import load, revised
from mockportal.electorate import Electorate, electorate

MILLION, PHONES = 1_000_000, 10_000


@pytest.fixture(scope="module")
def electors() -> Electorate:
    """Return a roll of a million."""
    return electorate(revised(load("formation"), {"electorate": {"size": MILLION}}))


@pytest.mark.matrix("C06")
def test_no_two_citizens_share_their_pivot(electors: Electorate):
    block, spread = range(5_000), range(7_001, MILLION, 97)
    ranks = [*block, *spread]

    subjects = {subject(b"key", "entity", citizen_of(electors[rank])) for rank in ranks}

    assert len(subjects) == len(ranks)


@pytest.mark.matrix("C06")
@pytest.mark.parametrize("provider", ["mcm", "yris"])
def test_a_phone_account_has_one_holder(electors: Electorate, provider: str):
    numbers = [f"063998{number:04}" for number in range(0, PHONES, 10)]

    holders = [electors.rank_of_account(provider, number) for number in numbers]

    known = [rank for rank in holders if rank is not None]
    assert len(known) == len(set(known)) > 0
    assert all(electors[rank].phone[-8:] in "".join(numbers) for rank in known[:50])
