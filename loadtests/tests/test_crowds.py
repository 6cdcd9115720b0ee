"""Real Locust processes against servers whose behaviour is known: what is measured is the truth."""

import subprocess
import sys

import pytest

from loadtests import queueing, stalling
from loadtests.arrivals import instants
from loadtests.figures import Figures, percentile
from loadtests.queueing import plan_of, play
from loadtests.stalling import BEGINS, CLICK, SERVICE

_STALL = 3.0


def slowest(measured, second):
    """Return the longest click of a second: in the first, that of who opens the connection."""
    return max(measured.felt[CLICK][second]) / 1e6


def test_a_stall_is_felt_by_everyone_who_came_during_it(server):
    url = server("stalling", BEGINS, _STALL, SERVICE)

    measured, arrivals = stalling.opened(url, 20.0, 10.0)

    first = arrivals[0] + slowest(measured, int(arrivals[0])) - SERVICE
    truth = stalling.seen(sorted(stalling.computed(arrivals, first, _STALL)))
    assert percentile(measured.overall(CLICK), 95) == pytest.approx(truth.p95, rel=0.05)


def test_a_closed_run_of_the_same_load_hides_the_stall(server):
    url = server("stalling", 1.0, _STALL, SERVICE)

    hidden = stalling.seen(stalling.closed(url, 20.0, 6.0))

    assert hidden.longest > _STALL * 0.9
    assert hidden.p95 < _STALL / 10


def test_two_workers_send_what_one_would(server):
    url = server("stalling", 100, 0, SERVICE)

    runs = [play(plan_of(30.0, 4.0, 9, url), workers) for workers in (1, 2)]

    alone, together = (Figures.unpacked(run["figures"]).counts["arrived\tknock"] for run in runs)
    assert alone == together
    assert sum(alone.values()) == len(list(instants(plan_of(30.0, 4.0, 9, url).rush)))
    assert {one["worker"] for one in runs[1]["health"]} == {0, 1}


def test_the_wait_in_a_queue_is_that_of_the_same_arrivals_by_arithmetic():
    _, exact, measured = queueing.measure(0.9, 12.0, 1)

    assert measured == pytest.approx(exact, rel=0.10)


@pytest.mark.parametrize("use", [0.5, 0.7, 0.9])
def test_a_typical_series_waits_as_long_as_theory_says(use):
    rate = use * 20
    seed = queueing.typical(rate, 60.0, "clerks", 1)

    found = queueing.waits(instants(plan_of(rate, 60.0, seed, "").rush), 4, 0.2, "clerks")

    assert sum(found) / len(found) == pytest.approx(queueing.erlang_wait(4, 0.2, rate), rel=0.02)


def test_no_series_of_a_moment_is_typical(capsys):
    assert queueing.main(["--seconds", "0.001"]) == 2
    assert "no series of 0.001 s is within 2% of theory" in capsys.readouterr().err


@pytest.mark.parametrize("use", [0.5, 0.7, 0.9])
def test_the_arithmetic_is_that_of_erlang(use):
    rate = use * 4 / 0.05
    arrivals = instants(plan_of(rate, 20_000.0, 1, "http://127.0.0.1").rush)

    found = queueing.waits(arrivals, 4, 0.05, "clerks")

    theory = queueing.erlang_wait(4, 0.05, rate)
    assert sum(found) / len(found) == pytest.approx(theory, rel=0.05)


def test_erlangs_formula_has_its_tabled_values():
    assert queueing.erlang_wait(1, 1.0, 0.5) == pytest.approx(1.0)  # M/M/1: ρ / (1 - ρ)
    assert queueing.erlang_wait(2, 1.0, 1.0) == pytest.approx(1 / 3)


def test_a_voter_keeps_the_connection_however_many_there_are(server):
    url = server("stalling", 100, 0, SERVICE)

    asked = [sys.executable, "-m", "loadtests.tests.many_sockets", url]
    ports = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=60).stdout

    assert ports == "1\n"
