"""The tables of what shows what have no gap, and name no test that is not there."""

from pathlib import Path

import pytest

from docs.making import catalogues
from scenarios import elsewhere, traceability
from scenarios.journeys import REGISTRY

ROOT = Path(__file__).parents[2]
SHOWN = catalogues.shown_where()
NAMED = {**elsewhere.MOVES, **elsewhere.REFUSALS, **elsewhere.FAULTS}


@pytest.mark.parametrize("title", SHOWN)
def test_a_table_has_no_gap(title):
    shown, tests = SHOWN[title]

    assert len(shown) > 5
    assert traceability.gaps(shown, tests) == []


@pytest.mark.parametrize("what", NAMED)
def test_a_test_that_is_named_is_there(what):
    file, _, name = NAMED[what].partition("::")

    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_journeys_show_nothing_that_no_table_knows():
    known = {name for shown, _ in SHOWN.values() for name in shown}
    told = [one.shows for one in REGISTRY.values()]

    assert {name for one in told for name in one.moves} <= known
    assert {name for one in told for name in one.refusals} <= known
    assert {name for one in told for name in one.faults} <= known
