"""Every row of the pack, on a portal of its own; and no attack without a row or a test."""

import pytest

from mockportal.client.own_server import serving
from scenarios.attacks.catalogue import ROWS, catalogue, marked
from scenarios.attacks.ground import Ours
from scenarios.attacks.playing import is_intrusive, outcome
from scenarios.attacks.rows import Told

PLAYED = [row for row in ROWS if not isinstance(row, Told) and not is_intrusive(row)]


@pytest.fixture(scope="module")
def ground():
    """Give a portal whose levers are at hand, and where nobody else creates elections."""
    with serving() as control:
        yield Ours(control)


@pytest.mark.parametrize("id", sorted({row.id for row in PLAYED}))
def test_an_attack_is_answered_as_told(ground, id):
    outcomes = [outcome(ground, row) for row in PLAYED if row.id == id]

    assert [one for one in outcomes if one.verdict != "held"] == []


def test_every_attack_has_a_row_or_a_test():
    shown = {row.id for row in ROWS} | marked().keys()

    assert catalogue().keys() - shown == set()
    assert shown - catalogue().keys() == set()
