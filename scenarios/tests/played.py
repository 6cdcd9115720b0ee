"""Journeys that tests play: those whose every part is served."""

from scenarios.journeys import REGISTRY
from scenarios.journeys.franceconnect import BUTTON
from scenarios.registry import RegisteredJourney
from scenarios.rehearsal import rehearse
from scenarios.steps import Submit

OBEYED = frozenset(
    (
        "answer-lost",
        "captcha-missing",
        "count-fails",
        "franceconnect-off",
        "identifier-case-sensitive",
        "identifier-format-refused",
        "identifier-overwritten",
        "link-dies-early",
        "logos-missing",
        "maintenance",
        "portal-unreachable",
        "reissue-to-identifier",
        "reissue-unavailable",
        "scrutin-suspended",
        "session-drop",
        "slow-pages",
    )
)
"""Faults that the portal obeys."""


def is_served(told: RegisteredJourney) -> bool:
    """Tell whether a journey does without FranceConnect and with faults that are obeyed."""
    steps = rehearse(told)
    connects = any(isinstance(step, Submit) and step.button == BUTTON for step in steps)
    return not connects and OBEYED.issuperset(told.shows.faults)


PLAYED = {name: told for name, told in REGISTRY.items() if is_served(told)}
