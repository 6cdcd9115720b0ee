"""What is heard of a run while it lasts adds up, and says when to stop."""

import json

import pytest

from loadtests.hearing import Hearing
from loadtests.tests.runs import a_plan, figures_of
from loadtests.verdict import Outcome


def a_line(heard, **told):
    return json.dumps({"heard": heard, **told})


def figures_line(figures, at, worker=0):
    health = {"worker": worker, "at": at, "cpu": 0.3, "took": 1.0, "playing": 1, "waiting": 0}
    return a_line("figures", figures=figures.packed(), health=health)


@pytest.fixture
def looks():
    return []


@pytest.fixture
def hearing(looks):
    """Give who listens to a run of two workers that has begun."""
    hearing = Hearing(a_plan().rush, 1.0, looks.append)
    hearing.hear(a_line("began", workers=2))
    return hearing


def test_what_workers_tell_adds_up(hearing, looks):
    hearing.hear(figures_line(figures_of(1), 20.0, worker=1))
    hearing.hear(figures_line(figures_of(2), 20.0))

    (look,) = looks
    assert (look.at, look.arrived, look.completed, look.playing) == (20.0, 480, 480, 0)
    assert look.p95 > look.p50
    assert look.lateness_p99 < 0.005
    assert hearing.raw["figures"]["counts"]


@pytest.mark.parametrize(("trouble", "so_far"), [(False, "passed"), (True, "failed")])
def test_there_is_a_verdict_so_far(hearing, looks, trouble, so_far):
    hearing.hear(figures_line(figures_of(1, trouble=trouble), 20.0))

    assert looks[0].verdict.outcome is Outcome(so_far)


def test_a_run_is_over_when_all_are_done(hearing):
    hearing.hear(a_line("done", worker=0))
    assert not hearing.over

    hearing.hear(a_line("done", worker=1))
    assert hearing.over
    assert hearing.halted == ""


def test_a_halt_ends_it_with_the_first_reason(hearing):
    hearing.hear(a_line("halt", reason="Cible non prouvée."))
    hearing.halt("it was stopped by hand")

    assert hearing.over
    assert hearing.halted == "Cible non prouvée."


def test_a_worker_that_falls_silent_ends_the_run(hearing):
    hearing.hear(figures_line(figures_of(1), 5.0, worker=1))
    hearing.hear(figures_line(figures_of(1), 24.0))
    assert not hearing.over

    hearing.hear(figures_line(figures_of(1), 26.0))
    assert hearing.halted == "worker 2 fell silent"


def test_what_others_print_is_not_ours(hearing):
    assert not hearing.hear("something that Locust says")
    assert not hearing.hear('{"at": 3}')
