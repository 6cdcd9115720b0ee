"""A pool with too few seats delays voters, and the verdict says that the pool was the reason."""

from dataclasses import replace

from loadtests.figures import Figures
from loadtests.queueing import plan_of, play
from loadtests.verdict import Outcome, judge


def test_a_pool_that_is_too_small_makes_the_run_invalid_by_name(server):
    plan = plan_of(10.0, 3.0, 2, server("stalling", 1000, 0, 1.0))
    small = replace(plan, declared=plan.declared | {"generator": {"pool": 4}})

    verdict = judge(small.rush, Figures.unpacked(play(small)["figures"]))

    assert verdict.outcome is Outcome.INVALID
    assert "generator.pool" in verdict.reasons[0]
