"""What a run proves: passed, failed, stopped, or nothing because of the generator."""

import pytest

from loadtests.aborting import Watchdog
from loadtests.figures import Figures
from loadtests.limit import find_limit
from loadtests.portal_watch import measured
from loadtests.probing import judge as probe_of
from loadtests.probing import told
from loadtests.rush import Abort
from loadtests.tests.runs import a_plan, a_run, figures_of
from loadtests.verdict import Outcome, judge


@pytest.fixture
def rush():
    """Give the rush of the runs on paper."""
    return a_plan().rush


def test_a_run_that_meets_everything_passes(rush):
    verdict = judge(rush, figures_of(1))

    assert verdict.outcome is Outcome.PASSED
    assert {check.kind for check in verdict.checks} == {"journey", "step", "message"}
    assert verdict.missed == ()


def test_a_missed_objective_fails_the_run_and_is_named(rush):
    verdict = judge(rush, figures_of(1, trouble=True))

    assert verdict.outcome is Outcome.FAILED
    assert any("errors < 1 %" in check.promised for check in verdict.missed)
    assert all("✉" not in check.subject for check in verdict.missed)


def test_a_late_generator_makes_a_run_invalid_and_says_what_to_do(rush):
    figures = figures_of(1)
    for second in range(30):
        figures.latency("generator\tlateness", second, 0.4)

    verdict = judge(rush, figures)

    assert verdict.outcome is Outcome.INVALID
    assert "too little processor" in verdict.reasons[0]


def test_a_full_pool_is_told_from_a_busy_processor(rush):
    figures = figures_of(1)
    for second in range(30):
        figures.latency("generator\tlateness", second, 5.0)
        figures.count("generator\tcrowded", second)

    (reason,) = judge(rush, figures).reasons

    assert "generator.pool" in reason


def test_a_generator_that_failed_makes_a_run_invalid(rush):
    figures = figures_of(1)
    figures.count("generator\tbug", 3.0)

    assert judge(rush, figures).outcome is Outcome.INVALID


def test_a_stopped_run_says_why(rush):
    verdict = judge(rush, figures_of(1), "Cible non prouvée.")

    assert verdict.outcome is Outcome.STOPPED
    assert verdict.reasons == ("Cible non prouvée.",)


def test_a_run_without_arrivals_proves_nothing(rush):
    assert judge(rush, Figures()).outcome is Outcome.INVALID


@pytest.mark.parametrize("unless", ["errors < 5 %", "p95 < 200 ms"])
def test_a_rule_stops_a_run_once_it_has_been_broken_long_enough(unless):
    watchdog = Watchdog([Abort.model_validate({"unless": unless, "holds": "10 s"})])
    calm, trouble = figures_of(1), figures_of(1, trouble=True)

    assert watchdog.objects(calm, 35.0) == ""
    assert watchdog.objects(trouble, 5.0) == ""
    assert "did not hold for 10 s" in watchdog.objects(trouble, 35.0)


def test_the_portals_metrics_are_found_by_their_names():
    page = (
        "# TYPE process_cpu_seconds counter\nprocess_cpu_seconds_total 1.5\n"
        "# TYPE mockportal_storage_batch_size histogram\n"
        'mockportal_storage_batch_size_bucket{le="+Inf"} 4\n'
        "mockportal_storage_batch_size_count 4\nmockportal_storage_batch_size_sum 10\n"
    )

    assert measured(page) == {"cpu": 1.5, "batches": 4.0, "batched": 10.0}
    assert measured("") == {}


def test_a_probe_says_how_sure_it_is():
    sound, broken = probe_of(a_run("calm"), 6.0), probe_of(a_run("in trouble"), 6.0)

    assert (sound.passed, broken.passed) == (True, False)
    assert sound.sure > 0.9
    assert broken.sure > 0.9


def test_a_rate_the_generator_cannot_show_counts_as_missed():
    assert not probe_of(a_run("empty"), 6.0).passed


def test_a_limit_can_be_written_down():
    found = find_limit(lambda rate: probe_of(a_run("calm"), rate), 6.0, most=2)

    assert told(found)["probes"][0]["passed"]
