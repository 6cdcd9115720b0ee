"""Of a hundred clicks at once one counts, on both engines."""

from collections.abc import Iterator

import pytest

from mockportal.tests.live import Loop
from mockportal.tests.races import crowd, race


@pytest.fixture
def loop() -> Iterator[Loop]:
    """Give a loop apart from the server's, for the clients."""
    apart = Loop()
    yield apart
    apart.close()


@pytest.mark.attack("D07")
def test_of_a_hundred_clicks_on_a_link_one_makes_a_code(server, loop):
    election = crowd(server, 3)

    wrong = loop.run(race(server, election, 3, "link"))

    assert wrong == []


@pytest.mark.attack("F03")
def test_of_a_hundred_ballots_of_one_voter_one_is_cast(server, loop):
    election = crowd(server, 3)

    wrong = loop.run(race(server, election, 3, "ballot"))

    assert wrong == []
