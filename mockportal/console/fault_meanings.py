"""What each fault does and what its own parameters mean, for those who call or schedule it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Meaning(NamedTuple):
    """What goes wrong, and what each parameter of it says."""

    does: str
    settings: Mapping[str, str] = MappingProxyType({})


MEANINGS: Mapping[str, Meaning] = MappingProxyType(
    {
        "mail-slow": Meaning(
            "mails come late, maybe after their link has expired",
            {"profile": "how late: 10 s, 5 min, 15 min or 75 min on the election's clock"},
        ),
        "sms-late": Meaning(
            "texts come late", {"delay_s": "how late, in seconds on the election's clock"}
        ),
        "decoy-mails": Meaning(
            "mails whose link only leads to the home page come before the right one",
            {
                "count": "how many come before it",
                "gap_s": "between one mail and the next, in seconds on the election's clock",
            },
        ),
        "message-duplicated": Meaning(
            "a message comes several times; its link works once",
            {"copies": "how many times it comes in all"},
        ),
        "message-out-of-order": Meaning(
            "messages wait and leave in reverse: an older link comes after a newer one",
            {"span_s": "what is written within so many seconds leaves at their end; 0: at once"},
        ),
        "message-lost": Meaning("a message never leaves"),
        "mailbox-full": Meaning("a mail bounces to the portal's postmaster; the voter gets none"),
        "mail-domain-blocked": Meaning(
            "mails to one domain never leave", {"domain": "such as perso.example; empty: all"}
        ),
        "mail-server-down": Meaning(
            "mails to one domain wait until the fault ends, then all come at once",
            {"domain": "such as perso.example; empty: all"},
        ),
        "link-dies-early": Meaning(
            "a reissue link expires sooner than its message says",
            {"minutes": "how long it lives, in minutes on the election's clock"},
        ),
        "reissue-unavailable": Meaning("asking for a new vote code answers 503, all else works"),
        "reissue-to-identifier": Meaning("the reissue link goes to the professional mailbox"),
        "franceconnect-off": Meaning("no reissue by FranceConnect; the secret question remains"),
        "provider-unavailable": Meaning(
            "an identity provider is shown closed where one chooses",
            {"provider": "its uid, such as ameli; empty: all"},
        ),
        "provider-silent": Meaning(
            "FranceConnect answers the portal late or not at all, which ends in a 503",
            {
                "delay_s": "how late, in real seconds; 0, or 5 and more: it never answers",
                "status": "from 400 on: an error of HTTP at once, whatever the delay",
            },
        ),
        "identity-not-recognised": Meaning(
            "the identity that FranceConnect tells is refused as somebody else's"
        ),
        "maintenance": Meaning(
            "every page answers 503 and announces when the portal is back",
            {"retry_after": "when, in seconds on the election's clock; at the end, if that is set"},
        ),
        "portal-unreachable": Meaning(
            "no page can be had",
            {"mode": "the connection is cut, nothing comes for a minute, or a page says 503"},
        ),
        "portal-intermittent": Meaning(
            "the portal works, answers 503, works again",
            {
                "up_s": "how long it works, in seconds on the election's clock",
                "down_s": "how long it does not, in seconds on the election's clock",
            },
        ),
        "slow-pages": Meaning(
            "pages take their time",
            {
                "delay_ms": "how long each is held back, in real milliseconds, 60,000 at most",
                "paths": "which, below `/portail/`, such as `vote`; empty: all",
            },
        ),
        "logos-missing": Meaning(
            "candidate lists lack their logo", {"lists": "ids of those it may strike; empty: all"}
        ),
        "captcha-missing": Meaning("a CAPTCHA's picture is blank; its sound or another one helps"),
        "session-drop": Meaning(
            "the visit is lost: back to the sign-in, nothing is cast",
            {"at": "as a choice is sent, as it is confirmed, or at whatever page comes next"},
        ),
        "session-warning-early": Meaning(
            "the page warns almost at once that the session ends",
            {"after_s": "how long after the page is shown, in seconds"},
        ),
        "identifier-case-sensitive": Meaning("an address typed with a capital is unknown"),
        "identifier-overwritten": Meaning(
            "the voter's address is unknown; the new one, and mails, have `.nouveau` before the @"
        ),
        "identifier-format-refused": Meaning("a right address is refused as misshapen"),
        "notice-missing": Meaning("the voter never got the printed notice with the vote code"),
        "scrutin-suspended": Meaning(
            "no vote is taken there, the other scrutins stay open",
            {"scrutin": "its id; empty: all"},
        ),
        "answer-lost": Meaning(
            "what was asked is done, then the connection is cut before the answer",
            {"at": "as the ballot is cast, or as the vote code is regenerated"},
        ),
        "wrong-receipt": Meaning("the receipt's reference is not the ballot's: a red alert shows"),
        "count-fails": Meaning(
            "the automatic count waits until the fault is over; its results are the same"
        ),
    }
)
"""Every fault of the catalogue; a test fails when one, or one of its parameters, is not here."""
