"""The search finds a known limit, through answers that are sometimes wrong."""

from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtests.limit import Probe, find_limit


def a_portal(limit, noise=0.0, seed=0):
    """Return a probe of a portal whose runs near the limit pass or fail by chance."""
    random = Random(seed)
    asked = []

    def probe(rate):
        asked.append(rate)
        likely = 1 / (1 + exp((rate / limit - 1) / noise)) if noise else float(rate <= limit)
        passed = random.random() < likely
        return Probe(rate, passed, max(likely, 1 - likely))

    return probe, asked


@given(limit=st.floats(0.5, 900), start=st.floats(1, 100))
def test_a_sharp_limit_is_found_within_the_precision(limit, start):
    probe, asked = a_portal(limit)

    found = find_limit(probe, start, precision=0.1, most=40)

    assert found.settled
    assert found.low / 1.02 <= limit <= found.high * 1.02
    assert found.high <= found.low * 1.1
    assert len(asked) == len(found.probes)


def test_a_noisy_limit_lies_in_the_interval_as_often_as_stated():
    inside = 0
    for seed in range(200):
        probe, _ = a_portal(37.0, noise=0.05, seed=seed)
        found = find_limit(probe, 10.0, confidence=0.9, most=25)
        inside += found.low <= 37.0 <= found.high

    assert inside >= 0.85 * 200


def test_a_search_does_not_toss_a_coin_at_the_limit_for_ever():
    found = [find_limit(a_portal(37.0, 0.01, seed)[0], 10.0) for seed in range(50)]

    assert all(one.settled for one in found)


def test_three_searches_agree_within_ten_percent():
    found = [find_limit(a_portal(37.0, 0.03, seed)[0], 10.0, most=25).rate for seed in range(3)]

    assert max(found) / min(found) < 1.10


def test_a_search_that_runs_out_of_probes_says_so():
    found = find_limit(a_portal(37.0)[0], 10.0, most=3)

    assert not found.settled
    assert "not settled" in str(found)


def test_a_portal_that_always_passes_is_limited_by_the_caps():
    found = find_limit(lambda rate: Probe(rate, True, 1.0), 100.0, highest=800.0, most=30)

    assert found.high <= 800.0


def test_the_answer_states_rate_interval_confidence_and_effort():
    words = str(find_limit(a_portal(37.0)[0], 10.0, most=30))

    assert "arrivals/s" in words
    assert "90 % confidence" in words
    assert "runs" in words


@pytest.mark.parametrize("sure", [0.0, 0.5, 1.0])
def test_no_single_probe_decides_alone(sure):
    answers = iter([Probe(10, True, sure), Probe(20, False, sure)])

    found = find_limit(lambda rate: next(answers), 10.0, most=2)

    assert found.low < 10.1
    assert found.high > 19.9
