"""Settings are the same from the command line and from the environment."""

import pytest

from mockportal.config import Settings


@pytest.mark.parametrize(
    ("written", "read"),
    [("portal", ("portal",)), ("portal, web.test", ("portal", "web.test")), ("", ())],
)
def test_a_list_in_the_environment_has_commas(monkeypatch, written, read):
    monkeypatch.setenv("MOCKPORTAL_HOSTS", written)

    assert Settings().hosts == read
