"""The command refuses, plays, stops in order, and says so by its exit code."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from time import monotonic

import pytest
from typer.testing import CliRunner

from loadtests import processes, proof, rush_files
from loadtests.guard import today
from loadtests.plan import Plan
from loadtests.portal_process import serving
from mockportal.cli import app
from mockportal.config import DEFAULT_ELECTION
from mockportal.election import load
from mockportal.election.loading import dumped

_RUSH = [sys.executable, "-m", "mockportal", "rush"]


@pytest.fixture
def silent(monkeypatch):
    """Have network calls fail the test."""

    def forbidden(*_, **__):
        raise AssertionError("a packet was about to leave")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)


@pytest.fixture
def refused():
    """Give a way to run the command in this process, and what it ends with."""

    def run(*words):
        ended = CliRunner().invoke(app, ["rush", *map(str, words)], catch_exceptions=False)
        return ended.exit_code, " ".join(ended.stderr.split())

    return run


def hear_ctrl_c():
    """Undo what a shell does to commands in the background: they are deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def rush(tmp_path):
    """Give a way to start the command as a process that ends with the test."""
    started = []

    def start(*words):
        process = subprocess.Popen(
            [*_RUSH, *map(str, words)],
            env=os.environ | {"MOCKPORTAL_STATE": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_ctrl_c,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        processes.stop(process)


@pytest.fixture
def portal(tmp_path):
    """Give a portal that allows load as long as its proof file is there, and the options for it."""
    file, state = tmp_path / "proof.txt", tmp_path / "portal"
    file.write_text(proof.made(today()))
    state.mkdir()
    with serving(state, options=("--load-proof", str(file))) as there:
        options = ("--target", there.portal, "--console", there.console, "--token", there.token)
        yield there.control, (*options, "--proof", str(file)), file


def someone_was_there(control):
    """Return once a voter of the run has had a message."""
    while len(made := {one.id for one in control.elections()} - {DEFAULT_ELECTION}) == 0:
        pass
    control.election(made.pop()).messages(wait=30)


def scheduled(name, lasts):
    """Return when who comes by the schedule: journey, then second, then number of arrivals."""
    election = dumped(load(DEFAULT_ELECTION))
    plan = Plan("run", rush_files.declared(name), {"lasts": lasts}, election, "http://127.0.0.1")
    wanted = {}
    for one in plan.arrivals(0, 1):
        there = wanted.setdefault(one.journey, Counter())
        there[int(one.instant)] += 1
    return wanted


@pytest.mark.parametrize(
    "words",
    [
        ("--target", "http://portal.test"),
        ("--target", "http://10.0.0.7:8080", "--console", "http://127.0.0.1:1", "--token", "x"),
        ("--target", "http://127.0.0.1:1", "--console", "http://10.0.0.7:1", "--token", "x"),
        ("--target", "https://vote.education.gouv.fr"),
        ("--target", "http://0.0.0.0:8080", "--find-limit"),
        ("--target", "http://portal.test", "--master", "127.0.0.1:5557"),
    ],
)
def test_a_target_without_proof_ends_with_three_and_no_packet(silent, refused, words):
    code, told = refused("smoke", *words)

    assert code == 3
    assert told.startswith("Cible non prouvée.")


def test_a_first_proof_is_made_for_its_target_without_a_packet(silent, refused, tmp_path):
    file = tmp_path / "proof.txt"

    code, told = refused("smoke", "--target", "http://portal.test", "--proof", file)

    assert code == 3
    assert file.read_text().strip() in told


def test_no_proof_is_made_for_a_name_that_is_never_loaded(silent, refused, tmp_path):
    file = tmp_path / "proof.txt"

    code, _ = refused("smoke", "--target", "https://vote.education.gouv.fr", "--proof", file)

    assert code == 3
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "which rush?"),
        (("smoke", "--target", "http://127.0.0.1:1"), "needs --console and --token"),
        (("smoke", "--target", "nowhere.toml"), "nowhere.toml"),
        (("smoke", "--report", "/nowhere/at.html"), "/nowhere/at.html cannot be written"),
        (("smoke", "--duration", "soon"), "allowed: 1 s at least"),
        (("smoke", "--master", "5557"), "allowed: HOST:PORT"),
        (("smoke", "--master", "0.0.0.0:5557"), "--i-operate-this-network"),
        (("--worker", "10.0.0.7:5557"), "--i-operate-this-network"),
    ],
)
def test_what_cannot_be_played_is_said_before_anything_starts(silent, refused, words, told):
    code, said = refused(*words)

    assert code == 2
    assert told in said


def test_a_master_and_workers_elsewhere_play_one_rush(rush, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    master = rush("smoke", "--duration", "3", "--master", place, "--workers", "2", "--json", "-")
    workers = [rush("--worker", place) for _ in range(2)]

    results = json.loads(master.communicate(timeout=300)[0])

    arrived = {
        name.removeprefix("arrived\t"): dict(pairs)
        for name, pairs in results["figures"]["counts"].items()
        if name.startswith("arrived\t")
    }
    assert {one["worker"] for one in results["health"]} == {0, 1}
    assert arrived == scheduled("smoke", 3.0)
    assert results["audit"]["holds"]
    assert [one.wait(timeout=120) for one in workers] == [0, 0]


def test_a_run_that_is_interrupted_tells_what_was_seen(rush, portal, tmp_path):
    control, there, _ = portal
    process = rush("smoke", "--duration", "10 min", *there, "--json", tmp_path / "run.json")
    someone_was_there(control)
    process.send_signal(signal.SIGINT)

    told, _ = process.communicate(timeout=120)

    results = json.loads((tmp_path / "run.json").read_text())
    assert process.returncode == 1
    assert "stopped by hand" in told
    assert results["halted"] == "it was stopped by hand"
    assert results["series"]
    assert results["audit"]["holds"]


def test_a_proof_that_disappears_ends_the_run_within_five_seconds(rush, portal):
    control, there, file = portal
    process = rush("smoke", "--duration", "10 min", *there, "--json", "-")
    someone_was_there(control)
    file.unlink()
    begin = monotonic()

    told = json.loads(process.communicate(timeout=120)[0])

    took = monotonic() - begin
    assert "does not answer the token" in told["halted"]
    assert took < 5 + 3  # what comes after the last packet included: audit and report
