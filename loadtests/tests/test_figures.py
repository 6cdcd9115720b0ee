"""Latencies are kept as HDR keeps them, and add up whatever the order."""

import pytest
from hdrh.histogram import HdrHistogram
from hypothesis import given
from hypothesis import strategies as st

from loadtests import figures
from loadtests.figures import Figures

_MICROS = st.integers(1, 3_600_000_000)


@given(
    values=st.lists(_MICROS, min_size=1, max_size=40), at=st.sampled_from([50, 90, 95, 99, 99.9])
)
def test_percentiles_are_those_of_the_hdr_library(values, at):
    reference = HdrHistogram(1, figures.HIGHEST, 3)
    counts = {}
    for value in values:
        reference.record_value(value)
        counts[figures.bucket(value)] = counts.get(figures.bucket(value), 0) + 1

    found = figures.percentile(counts, at)

    assert round(found * 1e6) == reference.get_value_at_percentile(at)


@given(value=_MICROS)
def test_a_bucket_is_within_a_thousandth_of_its_values(value):
    lowest = figures.bucket(value)

    assert lowest <= value <= figures.top(lowest)
    assert value - lowest <= value / 1000


def test_the_encoding_is_read_back_by_the_library():
    counts = {figures.bucket(1_234_567): 3, 20: 1}

    read = HdrHistogram.decode(figures.hdr(counts))

    assert read.get_total_count() == 4
    assert read.get_value_at_percentile(50) == figures.top(figures.bucket(1_234_567))


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0.0001, 9)), max_size=30), st.integers(1, 4))
def test_parts_recorded_apart_add_up_to_the_whole(values, workers):
    whole, merged = Figures(), Figures()
    parts = [Figures() for _ in range(workers)]
    for i, (at, felt) in enumerate(values):
        for figure in (whole, parts[i % workers]):
            figure.latency("step", at, felt, felt / 2)
            figure.count("arrived", at)

    for part in parts:
        merged.add(part.packed())

    assert (merged.felt, merged.sent, merged.counts) == (whole.felt, whole.sent, whole.counts)
    assert Figures.unpacked(whole.packed()).felt == whole.felt


def test_an_empty_series_has_no_percentile():
    assert figures.percentile({}, 95) is None
    assert figures.mean({}) is None


def test_a_mean_is_that_of_the_values():
    counts = {1000: 2, 4000: 2}

    assert figures.mean(counts) == pytest.approx(0.0025, rel=1e-3)
