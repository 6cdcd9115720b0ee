"""The journeys, by subject; importing this package fills the registry."""

from scenarios.journeys import (
    activating,
    asking,
    awaiting_messages,
    copying_captchas,
    demonstrating,
    failing_to_connect,
    franceconnect,
    keeping_time,
    looking_around,
    missing_codes,
    noticing,
    passwords,
    renewing,
    signing_in,
    standing,
    suffering_faults,
    using_links,
    voting,
    wandering,
)
from scenarios.journeys.activating import activate, activate_and_vote
from scenarios.journeys.demonstrating import show_everything
from scenarios.journeys.missing_codes import miss_the_code
from scenarios.journeys.passwords import forget_the_password
from scenarios.journeys.renewing import follow_the_tutorial, reissue_by_mail, reissue_by_sms
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import vote, vote_blank, vote_in_all, vote_in_parts
from scenarios.registry import REGISTRY, RegisteredJourney, Voter

__all__ = [
    "REGISTRY",
    "RegisteredJourney",
    "Voter",
    "activate",
    "activate_and_vote",
    "activating",
    "asking",
    "awaiting_messages",
    "copying_captchas",
    "demonstrating",
    "failing_to_connect",
    "follow_the_tutorial",
    "forget_the_password",
    "franceconnect",
    "keeping_time",
    "looking_around",
    "miss_the_code",
    "missing_codes",
    "noticing",
    "passwords",
    "reissue_by_mail",
    "reissue_by_sms",
    "renewing",
    "show_everything",
    "sign_in",
    "signing_in",
    "standing",
    "suffering_faults",
    "using_links",
    "vote",
    "vote_blank",
    "vote_in_all",
    "vote_in_parts",
    "voting",
    "wandering",
]
