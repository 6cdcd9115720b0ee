"""What journeys say of themselves is what they do."""

import pytest

from scenarios.journeys import REGISTRY
from scenarios.rehearsal import levers_of, rehearse
from scenarios.steps import Open, SetFault
from scenarios.tutorial import Tutorial

TOLD_IN_WORDS = {"franceconnect-off"}
"""Refusals that stand beside a disabled button, on a page that refuses nothing."""

NOT_THE_PORTALS = {"", "unreachable"}
"""No refusal; no answer at all."""


@pytest.fixture(params=REGISTRY.values(), ids=REGISTRY)
def told(request):
    return request.param


def test_a_journey_has_a_sentence(told):
    assert told.sentence.endswith(".")


def test_a_journey_declares_the_levers_it_pulls(told):
    assert set(told.needs.levers) == levers_of(rehearse(told))


def test_a_journey_declares_the_refusals_it_meets(told):
    met = {step.refused for step in rehearse(told)} - NOT_THE_PORTALS

    assert set(told.shows.refusals) - TOLD_IN_WORDS == met


def test_a_journey_declares_the_faults_it_sets(told):
    assert set(told.shows.faults) == {
        step.fault for step in rehearse(told) if isinstance(step, SetFault)
    }


def test_a_journey_begins_at_an_address_or_in_an_inbox(told):
    assert any(isinstance(step, Open) for step in rehearse(told)[:4])


def test_every_step_of_the_tutorial_is_shown():
    shown = {step for told in REGISTRY.values() for step in told.shows.tutorial}

    assert shown == set(Tutorial)


def test_there_are_enough_journeys():
    assert len(REGISTRY) >= 40
