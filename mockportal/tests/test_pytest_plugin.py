"""A suite of somebody else, in a folder of its own: it finds the fixtures and passes."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from httpx import ConnectError

SUITE = """
import httpx


def test_a_visitor_sees_the_portal(election):
    assert "SIMULATION" in httpx.get(election.home).text


def test_a_voter_has_a_card(election, voter):
    assert voter.state == "activated"
    assert election.voter(voter.identifier) == voter


def test_the_clock_moves(clock):
    before = clock.now
    clock.advance(120)
    assert (clock.now - before).total_seconds() == 120


def test_something_goes_wrong(faults):
    faults.set("mail-slow", profile="hour")
    assert faults.active() == ("mail-slow",)


def test_nobody_wrote(inbox):
    assert inbox.all() == ()
"""

WORKERS = """

import pytest
from pathlib import Path


@pytest.mark.parametrize("turn", range(4))
def test_which_server_answers(turn, mockportal_server, worker_id):
    Path(f"{worker_id}.server").write_text(mockportal_server.server().portal)
"""

NOTED = """
from pathlib import Path


def test_where_the_server_is(mockportal_server):
    Path("server").write_text(mockportal_server.server().portal)
"""

FAILING_TO_END = """
def pytest_unconfigure():
    raise RuntimeError("this does not end well")
"""

FAILING = """
def test_a_link_that_never_comes(voter, inbox, faults):
    faults.set("sms-late", delay_s=600)
    inbox.next(voter=voter.identifier, kind="reissue-link", wait=0.1)
"""

OTHERS = """
import pytest

from mockportal.client.hands import NothingCame

pytestmark = pytest.mark.mockportal("formation", size=100, settings={"title": "Essai"})


def test_another_election(election):
    assert (election.look().title, election.look().size) == ("Essai", 100)


def test_it_may_be_deleted_by_the_test(election):
    election.delete()


def test_a_message_that_never_comes(inbox):
    with pytest.raises(NothingCame, match="kind reissue-link: nothing in 0.1 s"):
        inbox.next(kind="reissue-link", wait=0.1)


def test_a_message_that_should_not_come(inbox):
    inbox.nothing(kind="reissue-link", wait=0.1)
"""

BASE_URL = """
def test_the_address_of_the_portal(base_url, mockportal_server):
    assert base_url == mockportal_server.server().portal
"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder that knows nothing of this project."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    return tmp_path


def at(server) -> list[str]:
    """Return the options that name a server."""
    return ["--mockportal-url", server.console, "--mockportal-token", server.token]


def pytest_there(folder: Path, suite: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a suite in a folder, as its owner would."""
    (folder / "test_portal.py").write_text(suite)
    command = [sys.executable, "-m", "pytest", "-q", "--strict-markers", "-p", "no:locust"]
    command += ["-p", "no:randomly", "-p", "no:schemathesis", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_suite_elsewhere_passes_in_parallel(folder):
    done = pytest_there(folder, SUITE + WORKERS, "-n", "2")

    assert "9 passed" in done.stdout, done.stdout + done.stderr
    assert len({file.read_text() for file in folder.glob("*.server")}) == 1


def test_a_suite_elsewhere_uses_a_server_that_runs(folder, server):
    done = pytest_there(
        folder, SUITE, "--mockportal-url", f"{server.console}/?token={server.token}"
    )

    assert "5 passed" in done.stdout, done.stdout + done.stderr


def test_the_server_of_the_run_ends_with_it_even_when_something_else_fails_to(folder):
    (folder / "conftest.py").write_text(FAILING_TO_END)

    done = pytest_there(folder, NOTED)

    assert "this does not end well" in done.stderr, done.stdout
    with pytest.raises(ConnectError):
        httpx.get((folder / "server").read_text())


def test_a_test_says_which_election_it_wants(folder, server):
    done = pytest_there(folder, OTHERS, *at(server))

    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_the_elections_of_tests_are_removed(folder, server, control):
    before = {one.id for one in control.elections()}

    pytest_there(folder, SUITE, *at(server))

    assert {one.id for one in control.elections()} <= before


def test_a_failed_test_tells_its_election(folder, server, control):
    before = {one.id for one in control.elections()}

    done = pytest_there(
        folder,
        FAILING,
        "--mockportal-keep",
        *at(server),
    )

    (kept,) = {one.id for one in control.elections()} - before
    election = control.election(kept)
    election.delete()
    for told in (
        "kind reissue-link: nothing in 0.1 s",
        "stands still",
        f"election {kept}",
        f"portal   {election.home}",
        "faults   sms-late(delay_s=600)",
        "messages: none",
        "08:47:00 fault-set",
    ):
        assert told in done.stdout


def test_base_url_leads_to_the_portal_when_asked_for(folder, server):
    done = pytest_there(
        folder,
        BASE_URL,
        "--mockportal-base-url",
        *at(server),
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_plugin_is_silent_when_nobody_asks(folder):
    done = pytest_there(folder, "def test_nothing():\n    pass\n")

    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert "mockportal" not in done.stdout
