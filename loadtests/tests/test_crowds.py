"""Real Locust processes against servers whose behaviour is known: what is measured is the truth."""

from contextlib import closing
from time import perf_counter, sleep

import pytest

from loadtests import queueing
from loadtests.arrivals import instants
from loadtests.figures import Figures, percentile
from loadtests.queueing import plan_of, play
from loadtests.recording import TimedTransport

_BEGINS, _STALL, _SERVICE = 3.0, 3.0, 0.005
_CLICK = "step\tknock\tOpen"


def computed(arrivals, first):
    """Return what each voter must feel of a server that stalls after its first request came."""
    begins, ends = first + _BEGINS, first + _BEGINS + _STALL
    return [(ends - t if begins <= t < ends else 0.0) + _SERVICE for t in arrivals]


def slowest(measured, second):
    """Return the longest click of a second: in the first, that of who opens the connection."""
    return max(measured.felt[_CLICK][second]) / 1e6


def closed_loop(url, rate, seconds):
    """Return the latencies of one user who asks again only once answered."""
    took, end = [], perf_counter() + seconds
    with closing(TimedTransport()) as transport:
        while perf_counter() < end:
            transport.request("GET", url + "/portail/accueil", {}, None)
            sleep(1 / rate)
        took = sorted(transport.took)
    return took


def test_a_stall_is_felt_by_everyone_who_came_during_it(server):
    plan = plan_of(20.0, 10.0, 3, server("stalling", _BEGINS, _STALL, _SERVICE))

    measured = Figures.unpacked(play(plan)["figures"])

    arrivals = list(instants(plan.rush))
    first = arrivals[0] + slowest(measured, int(arrivals[0])) - _SERVICE
    felt = sorted(computed(arrivals, first))
    expected = felt[int(len(felt) * 0.95)]
    assert percentile(measured.overall(_CLICK), 95) == pytest.approx(expected, rel=0.05)


def test_a_closed_run_of_the_same_load_hides_the_stall(server):
    url = server("stalling", 1.0, _STALL, _SERVICE)

    took = closed_loop(url, 20.0, 6.0)

    assert took[-1] > _STALL * 0.9
    assert took[int(len(took) * 0.95)] < _STALL / 10


def test_two_workers_send_what_one_would(server):
    url = server("stalling", 100, 0, _SERVICE)

    runs = [play(plan_of(30.0, 4.0, 9, url), workers) for workers in (1, 2)]

    alone, together = (Figures.unpacked(run["figures"]).counts["arrived\tknock"] for run in runs)
    assert alone == together
    assert sum(alone.values()) == len(list(instants(plan_of(30.0, 4.0, 9, url).rush)))
    assert {one["worker"] for one in runs[1]["health"]} == {0, 1}


def test_the_wait_in_a_queue_is_that_of_the_same_arrivals_by_arithmetic():
    _, exact, measured = queueing.measure(0.9, 12.0, 1)

    assert measured == pytest.approx(exact, rel=0.10)


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
