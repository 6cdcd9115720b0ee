"""Journeys that tests play: those whose every part is served."""

from scenarios.journeys import REGISTRY
from scenarios.registry import RegisteredJourney

OBEYED = frozenset(
    (
        "answer-lost",
        "captcha-missing",
        "count-fails",
        "decoy-mails",
        "franceconnect-off",
        "identifier-case-sensitive",
        "identifier-format-refused",
        "identifier-overwritten",
        "identity-not-recognised",
        "link-dies-early",
        "logos-missing",
        "mail-domain-blocked",
        "mail-server-down",
        "mail-slow",
        "mailbox-full",
        "maintenance",
        "message-duplicated",
        "message-lost",
        "message-out-of-order",
        "portal-unreachable",
        "provider-silent",
        "reissue-to-identifier",
        "reissue-unavailable",
        "scrutin-suspended",
        "session-drop",
        "slow-pages",
        "sms-late",
    )
)
"""Faults that the portal obeys."""


def is_served(told: RegisteredJourney) -> bool:
    """Tell whether the faults of a journey are obeyed."""
    return OBEYED.issuperset(told.shows.faults)


PLAYED = {name: told for name, told in REGISTRY.items() if is_served(told)}
