"""Fixtures for any pytest suite: a server, a fresh election per test, and what one holds of it.

Installed with the package and silent until a fixture is asked for. A test that wants another
election says so: ``@pytest.mark.mockportal(source="formation", size=100, settings={…})``.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from mockportal.client import Control, RemoteElection
    from mockportal.client.hands import Clock, Faults, Inbox
    from mockportal.client.models import Voter

ELECTION: dict[str, Any] = {
    "source": "formation",
    "at": "2022-12-01T08:47:00+01:00",
    "frozen": True,
}
"""The election of a test that does not say: forty electors, the clock stands at 08:47."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, all of which begin with ``--mockportal-``."""
    group = parser.getgroup("mockportal", "a mock of the elections portal")
    group.addoption(
        "--mockportal-url",
        metavar="URL",
        help="console of a running server, its ?token= included; none: one is started",
    )
    group.addoption(
        "--mockportal-token", metavar="TOKEN", help="its token, when the address has none"
    )
    group.addoption(
        "--mockportal-store",
        metavar="PLACE",
        default="memory",
        help="store of the server that is started: memory, a file, postgresql://…",
    )
    group.addoption(
        "--mockportal-base-url",
        action="store_true",
        help="have base_url, for plain pytest-playwright suites, lead to the portal",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; take base_url over when asked to, after whoever else gives it."""
    config.addinivalue_line(
        "markers",
        "mockportal(source, id, seed, size, at, speed, frozen, settings): the test's election",
    )
    if config.getoption("--mockportal-base-url"):
        config.pluginmanager.register(_BaseUrl(), "mockportal-base-url")


@pytest.fixture(scope="session")
def mockportal_server(pytestconfig: pytest.Config) -> "Iterator[Control]":
    """Give a server by its control API: the one of ``--mockportal-url``, else one of its own."""
    from mockportal.client import Control
    from mockportal.client.own_server import serving

    url = pytestconfig.getoption("--mockportal-url")
    if url is None:
        with serving(store=pytestconfig.getoption("--mockportal-store")) as control:
            yield control
        return
    parts = urlsplit(url)
    token = pytestconfig.getoption("--mockportal-token") or _token(parts.query)
    with Control(f"{parts.scheme}://{parts.netloc}", token) as control:
        yield control


@pytest.fixture
def election(
    request: pytest.FixtureRequest, mockportal_server: "Control"
) -> "Iterator[RemoteElection]":
    """Give a fresh election that no other test sees; it is removed after the test."""
    marker = request.node.get_closest_marker("mockportal")
    told = ELECTION | (dict(marker.kwargs) if marker else {})
    if marker and marker.args:
        told["source"] = marker.args[0]
    election = mockportal_server.create(told.pop("source"), **told)
    yield election
    if election.id in [one.id for one in mockportal_server.elections()]:
        election.delete(confirm=election.id)


@pytest.fixture
def voter(election: "RemoteElection") -> "Voter":
    """Return the card of a voter with an active account and a printed code, who has not voted."""
    return election.claim(state="activated", has=["notice"])


@pytest.fixture
def inbox(election: "RemoteElection") -> "Inbox":
    """Return the mails and texts of the election, each given once."""
    from mockportal.client.hands import Inbox

    return Inbox(election)


@pytest.fixture
def clock(election: "RemoteElection") -> "Clock":
    """Return the election's clock."""
    from mockportal.client.hands import Clock

    return Clock(election)


@pytest.fixture
def faults(election: "RemoteElection") -> "Faults":
    """Return what goes wrong in the election."""
    from mockportal.client.hands import Faults

    return Faults(election)


class _BaseUrl:
    """The one fixture that other plugins know, given only when asked for."""

    @pytest.fixture(scope="session")
    @classmethod
    def base_url(cls, pytestconfig: pytest.Config, mockportal_server: "Control") -> str:
        """Return ``--base-url`` if it was given, else the portal's address."""
        told: str | None = pytestconfig.getoption("--base-url", None)
        return told or mockportal_server.server().portal


def _token(query: str) -> str:
    """Return the token of an address that is ready to click."""
    return parse_qs(query).get("token", [""])[0]
