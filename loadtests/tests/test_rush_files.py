"""Rush files are checked whole before anything starts."""

import pytest

from loadtests import rush_files
from loadtests.objectives import Objective, objective
from loadtests.rush_files import InvalidRush

_SOUND = """
title = "a rush"
rate = 2
segment = [{ shape = "constant", lasts = "10 s" }]
journey = [{ journey = "vote", share = "100 %" }]
"""


@pytest.fixture
def refusal(tmp_path):
    """Says why a text is not a rush."""

    def of(text):
        file = tmp_path / "mine.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidRush) as refused:
            rush_files.load(str(file))
        return str(refused.value)

    return of


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ('lasts = "10 s" }', ["mine.toml", "segment.0.constant.lasts", "10 parsecs", "10 min"]),
        ('shape = "constant"', ["segment.0.shape", "'sudden'", "'constant', 'ramp', 'spike'"]),
        ("rate = 2", ["rate", "nothing", "needed"]),
        ("title =", ["titel", "unknown key", "title, about, election"]),
        ('"100 %"', ["add up to 90 %", "100 %"]),
    ],
)
def test_an_error_names_file_key_what_was_found_and_what_is_allowed(refusal, change, words):
    broken = {
        'lasts = "10 s" }': 'lasts = "10 parsecs" }',
        'shape = "constant"': 'shape = "sudden"',
        "rate = 2": "",
        "title =": 'title = "a"\ntitel =',
        '"100 %"': '"90 %"',
    }

    said = refusal(_SOUND.replace(change, broken[change]))

    assert [word for word in words if word not in said] == []


def test_an_unknown_key_inside_a_table_lists_the_keys_of_that_table(refusal):
    said = refusal(_SOUND.replace('lasts = "10 s"', 'lasts = "10 s", colour = "red"'))

    assert "segment.0.constant.colour" in said
    assert "shape, lasts, level" in said


def test_broken_toml_says_where(refusal):
    assert "line 2" in refusal('title = "a"\nrate = = 2')


def test_a_file_that_is_not_text_is_refused(tmp_path):
    file = tmp_path / "image.toml"
    file.write_bytes(b"\x89PNG\xff")

    with pytest.raises(InvalidRush, match="not UTF-8"):
        rush_files.load(str(file))


def test_a_name_nobody_knows_lists_those_that_exist():
    with pytest.raises(InvalidRush, match="opening"):
        rush_files.load("openning")


@pytest.mark.parametrize("name", rush_files.names())
def test_every_rush_that_ships_is_sound(name):
    rush = rush_files.load(name)

    assert rush.title
    assert rush.objective


def test_a_rush_can_be_fitted_to_a_laptop():
    rush = rush_files.load("opening").fitted(scale=0.5, lasts=180.0, seed=9)

    assert rush.rate == 7.5
    assert rush.lasts == pytest.approx(180)
    assert rush.seed == 9


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("opening", ("opening", 0)),
        ("steady", ("opening", 26 * 3600)),
        ("closing", ("closing", -600)),
    ],
)
def test_a_rush_begins_at_an_instant_of_the_calendar(name, begins):
    assert rush_files.load(name).fitted(lasts=600.0).begins == begins


def test_a_rate_replaces_that_of_the_file():
    assert rush_files.load("opening").fitted(rate=4).rate == 4


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("p95 < 2 s", Objective("p95", "<", 2.0)),
        ("p99.9 < 300 ms", Objective("p99.9", "<", 0.3)),
        ("errors < 0.1 %", Objective("errors", "<", 0.001)),
        ("completion > 99 %", Objective("completion", ">", 0.99)),
    ],
)
def test_objectives_read_as_they_are_said(written, read):
    assert objective(written) == read
    assert str(read) == written


@pytest.mark.parametrize("written", ["p95 > 2 s", "completion < 1 %", "p95 < 2", "errors < 1 s", 3])
def test_an_objective_that_makes_no_sense_is_refused(written):
    with pytest.raises(ValueError, match=r"a number|p50"):
        objective(written)
