"""Of a hundred clicks at once one counts, on both engines."""

import asyncio

import pytest

from mockportal.tests.races import crowd, race


@pytest.mark.attack("D07")
def test_of_a_hundred_clicks_on_a_link_one_makes_a_code(server):
    election = crowd(server, 3)

    wrong = asyncio.run(race(server, election, 3, "link"))

    assert wrong == []


@pytest.mark.attack("F03")
def test_of_a_hundred_ballots_of_one_voter_one_is_cast(server):
    election = crowd(server, 3)

    wrong = asyncio.run(race(server, election, 3, "ballot"))

    assert wrong == []
