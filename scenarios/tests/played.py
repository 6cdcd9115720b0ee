"""Journeys that tests play: those whose every part is served."""

from scenarios.journeys import REGISTRY
from scenarios.registry import RegisteredJourney

OBEYED = frozenset(
    (
        "answer-lost",
        "captcha-missing",
        "count-fails",
        "franceconnect-off",
        "identifier-case-sensitive",
        "identifier-format-refused",
        "identifier-overwritten",
        "identity-not-recognised",
        "link-dies-early",
        "logos-missing",
        "maintenance",
        "portal-unreachable",
        "provider-silent",
        "reissue-to-identifier",
        "reissue-unavailable",
        "scrutin-suspended",
        "session-drop",
        "slow-pages",
    )
)
"""Faults that the portal obeys."""


def is_served(told: RegisteredJourney) -> bool:
    """Tell whether the faults of a journey are obeyed."""
    return OBEYED.issuperset(told.shows.faults)


PLAYED = {name: told for name, told in REGISTRY.items() if is_served(told)}
