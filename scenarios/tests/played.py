"""Journeys that tests play: those whose every part is served."""

from scenarios.journeys import REGISTRY
from scenarios.journeys.franceconnect import BUTTON
from scenarios.registry import RegisteredJourney
from scenarios.rehearsal import levers_of, rehearse
from scenarios.steps import Submit


def is_served(told: RegisteredJourney) -> bool:
    """Tell whether a journey does without faults and without FranceConnect."""
    steps = rehearse(told)
    connects = any(isinstance(step, Submit) and step.button == BUTTON for step in steps)
    return not connects and "faults" not in levers_of(steps)


PLAYED = {name: told for name, told in REGISTRY.items() if is_served(told)}
