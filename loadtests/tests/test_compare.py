"""A change beyond the noise is reported, noise is not, and only like is compared with like."""

import pytest

from loadtests.compare import NotComparable, compare
from loadtests.tests.runs import a_run


def test_a_portal_slowed_by_a_fifth_is_flagged():
    found = compare(a_run("calm", run="a"), a_run("calm", seed=12, run="b", slower=1.2))

    worse = {one.what for one in found.regressions}

    assert "all steps p50" in worse
    assert "portal CPU per request" in worse


def test_two_equal_runs_are_not():
    flagged = 0
    for seed in range(6):
        before = a_run("calm", seed=2 * seed, run=f"a{seed}")
        after = a_run("calm", seed=2 * seed + 1, run=f"b{seed}")
        flagged += bool(compare(before, after).regressions)

    assert flagged == 0


def test_an_improvement_is_no_regression():
    found = compare(a_run("calm", run="a"), a_run("calm", seed=12, run="b", slower=0.7))

    assert found.regressions == ()
    assert any(one.better for one in found.differences)


def test_more_errors_are_a_regression():
    found = compare(a_run("calm", run="a"), a_run("in trouble", run="b"))

    assert "errors per click" in {one.what for one in found.regressions}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "other"}, "results of a rush"),
        ({"fitted": {"rate": 7.0}}, "fitted"),
        ({"verdict": {"outcome": "invalid", "reasons": ["late"]}}, "invalid: late"),
    ],
)
def test_only_like_is_compared_with_like(change, words):
    with pytest.raises(NotComparable, match=words):
        compare(a_run("calm"), a_run("calm") | change)
