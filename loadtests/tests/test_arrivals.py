"""The schedule: the declared rates, the declared process, the same for any number of workers."""

import math
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtests import arrivals
from loadtests.rush import Rush
from mockportal.tests.pace import in_hashes

_SHAPES = {
    "constant": {"shape": "constant", "lasts": "600 s"},
    "ramp": {"shape": "ramp", "lasts": "600 s", "begins": 0, "ends": 2},
    "spike": {"shape": "spike", "lasts": "600 s", "level": 0.5, "peak": 3},
    "decay": {
        "shape": "decay",
        "lasts": "600 s",
        "begins": 3,
        "ends": 0.2,
        "halves_every": "2 min",
    },
}


def a_rush(*segments, rate=50.0, seed=7, process="poisson"):
    declared = {
        "title": "a rush",
        "rate": rate,
        "seed": seed,
        "process": process,
        "segment": segments,
        "journey": [{"journey": "vote", "share": "100 %"}],
    }
    return Rush.model_validate(declared)


@pytest.mark.parametrize("shape", _SHAPES)
def test_arrivals_follow_the_declared_rate_in_every_tenth_of_a_segment(shape):
    rush = a_rush(_SHAPES[shape])

    found = [0] * 10
    for instant in arrivals.instants(rush):
        found[int(instant / 60)] += 1

    steps = 10_000
    for tenth, number in enumerate(found):
        area = sum(
            arrivals.rate_at(rush, tenth * 60 + 60 * (i + 0.5) / steps) for i in range(steps)
        )
        wanted = area * 60 / steps
        assert abs(number - wanted) < 4.5 * math.sqrt(wanted)


def test_gaps_of_a_constant_segment_are_exponential():
    rush = a_rush({"shape": "constant", "lasts": "2000 s"})
    gaps = sorted(b - a for a, b in pairwise(arrivals.instants(rush)))

    worst = max(abs((i + 1) / len(gaps) - (1 - math.exp(-50 * gap))) for i, gap in enumerate(gaps))

    assert worst < 1.95 / math.sqrt(len(gaps))  # Kolmogorov-Smirnov, p = 0.001


def test_a_regular_process_has_exact_instants():
    rush = a_rush({"shape": "constant", "lasts": "2 s"}, rate=2.0, process="regular")

    assert list(arrivals.instants(rush)) == [0.25, 0.75, 1.25, 1.75]


def test_a_regular_ramp_inverts_its_parabola():
    ramp = {"shape": "ramp", "lasts": "10 s", "begins": 0, "ends": 1}
    rush = a_rush(ramp, rate=8.0, process="regular")

    found = list(arrivals.instants(rush))

    assert found == pytest.approx([math.sqrt((k + 0.5) / 0.4) for k in range(40)])


@given(workers=st.integers(1, 9), seed=st.integers(0, 50))
def test_workers_share_one_schedule_without_overlap(workers, seed):
    rush = a_rush(_SHAPES["ramp"], _SHAPES["decay"], rate=1.0, seed=seed)
    alone = list(enumerate(arrivals.instants(rush)))

    together = [taken for i in range(workers) for taken in arrivals.share(rush, i, workers)]

    assert sorted(together) == alone


def test_another_seed_gives_other_instants():
    one = islice(arrivals.instants(a_rush(_SHAPES["constant"], seed=1)), 10)
    other = islice(arrivals.instants(a_rush(_SHAPES["constant"], seed=2)), 10)

    assert list(one) != list(other)


def test_the_expected_number_and_the_peak_are_known_beforehand():
    rush = a_rush(_SHAPES["constant"], _SHAPES["spike"], rate=10)

    assert arrivals.expected(rush) == pytest.approx(10 * 600 + 10 * 600 * (0.5 + 2.5 / 2))
    assert arrivals.peak(rush) == pytest.approx(30)


def test_an_arrival_is_drawn_at_the_price_of_some_hashes():
    rush = a_rush(
        {"shape": "decay", "lasts": "100 s", "begins": 1, "ends": 1, "halves_every": "9 s"},
        rate=1000,
    )

    assert in_hashes(lambda: list(arrivals.instants(rush))) / 100_000 < 5
