"""Fixtures for any pytest suite: a server, a fresh election per test, and what one holds of it.

Installed with the package and silent until a fixture is asked for. All processes of a run share
one server. A test that wants another election says so:
``@pytest.mark.mockportal(source="formation", size=100, settings={…})``.
"""

import shlex
import sys
from collections.abc import Generator, Iterator
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from mockportal.client import Control, RemoteElection
    from mockportal.client.hands import Clock, Faults, Inbox
    from mockportal.client.models import Voter
    from mockportal.client.own_server import Console
    from mockportal.client.shared_server import Desk

ELECTION: dict[str, Any] = {
    "source": "formation",
    "at": "2022-12-01T08:47:00+01:00",
    "frozen": True,
}
"""The election of a test that does not say: forty electors, the clock stands at 08:47."""

DOOR = "mockportal_door"
"""Where the workers of a parallel run are told to ask for its server."""

_DESK = pytest.StashKey["Desk"]()
_OURS = pytest.StashKey["RemoteElection"]()
_VOTER = pytest.StashKey["Voter"]()
_FAILED = pytest.StashKey[bool]()


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
        "--mockportal-serve",
        metavar="OPTIONS",
        default="",
        help="more options of the server that is started, such as '--election mine.toml'",
    )
    group.addoption(
        "--mockportal-base-url",
        action="store_true",
        help="have base_url, for plain pytest-playwright suites, lead to the portal",
    )
    group.addoption(
        "--mockportal-keep",
        action="store_true",
        help="keep the elections of failed tests; at a terminal, serve them until Ctrl-C",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; take base_url over when asked to, after whoever else gives it."""
    config.addinivalue_line(
        "markers",
        "mockportal(source, id, seed, size, at, speed, frozen, settings): the test's election",
    )
    if config.getoption("--mockportal-base-url"):
        config.pluginmanager.register(_BaseUrl(), "mockportal-base-url")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where to ask for the server of the run."""
    if node.config.getoption("--mockportal-url") is None:
        node.workerinput[DOOR] = tuple(_desk(node.config).door)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a failed test what happened in its election."""
    report = yield
    election = item.stash.get(_OURS, None)
    if report.failed and election is not None and report.when != "teardown":
        from mockportal.client.recounting import recount

        item.stash[_FAILED] = True
        told = recount(election, item.stash.get(_VOTER, None))
        report.sections.append((f"election {election.id}", told))
    return report


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Let people look at what failed, if they asked to, before the server of the run ends."""
    desk = config.stash.get(_DESK, None)
    if desk and desk.started and config.getoption("--mockportal-keep") and sys.stdout.isatty():
        desk.wait()


@pytest.fixture(scope="session")
def mockportal_server(pytestconfig: pytest.Config) -> "Iterator[Control]":
    """Give a server by its control API: the one of ``--mockportal-url``, else one of the run's."""
    from mockportal.client import Control

    with Control(*_console(pytestconfig)) as control:
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
    request.node.stash[_OURS] = election
    yield election
    kept = request.config.getoption("--mockportal-keep") and request.node.stash.get(_FAILED, False)
    if not kept:
        _remove(election)


@pytest.fixture
def voter(request: pytest.FixtureRequest, election: "RemoteElection") -> "Voter":
    """Return the card of a voter with an active account and a printed code, who has not voted."""
    card = election.claim(state="activated", has=["notice"])
    request.node.stash[_VOTER] = card
    return card


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


def _console(config: pytest.Config) -> "Console":
    """Return the server of the run: the one that was named, or the one that all share."""
    from mockportal.client.own_server import Console
    from mockportal.client.shared_server import Door, ask

    url = config.getoption("--mockportal-url")
    if url is not None:
        parts = urlsplit(url)
        token = config.getoption("--mockportal-token") or _token(parts.query)
        return Console(f"{parts.scheme}://{parts.netloc}", token)
    door = getattr(config, "workerinput", {}).get(DOOR)
    return ask(Door(*door)) if door else _desk(config).console()


def _desk(config: pytest.Config) -> "Desk":
    """Return what starts the server of the run when it is first asked for."""
    from mockportal.client.own_server import started
    from mockportal.client.shared_server import Desk

    if _DESK not in config.stash:
        options = shlex.split(config.getoption("--mockportal-serve"))
        store = config.getoption("--mockportal-store")
        config.stash[_DESK] = Desk(partial(started, *options, store=store))
        config.add_cleanup(config.stash[_DESK].close)  # whatever fails at the end of the run
    return config.stash[_DESK]


def _remove(election: "RemoteElection") -> None:
    """Remove an election, unless the test did."""
    from mockportal.client import ControlError

    try:
        election.delete(confirm=election.id)
    except ControlError as refused:
        if refused.status != HTTPStatus.NOT_FOUND:
            raise


def _token(query: str) -> str:
    """Return the token of an address that is ready to click."""
    return parse_qs(query).get("token", [""])[0]
