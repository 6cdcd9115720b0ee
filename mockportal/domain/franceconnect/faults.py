"""What can be made to fail in the stub, by name or by a magic login: FRANCECONNECT §13."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mockportal.domain.franceconnect.codes import MAGIC_CODES

IDENTITY_CODES: dict[str, str] = {
    "id_near": "Y010004",
    "id_several": "Y010006",
    "id_usage_name": "Y010007",
    "id_unknown": "Y010008",
    "id_refused": "Y010009",
    "id_silent": "Y010011",
    "id_unreachable": "Y010012",
    "id_error": "Y010013",
    "id_deceased": "Y010015",
    "id_incomplete": "Y600006",
    "id_access_off": "Y180001",
    "id_no_mail": "Y270001",
}

STAGES: dict[str, tuple[str, ...]] = {
    "authorize": ("fc_down", "fc_slow", "sector_unreachable"),
    "keys": ("jwks_500", "jwks_empty", "jwks_slow", "jwks_rotated"),
    "discovery": ("disco_500", "disco_other_issuer"),
    "provider": (
        *("idp_refuses", "idp_no_state", "idp_wrong_state", "idp_no_code", "idp_token_down"),
        *("idp_userinfo_down", "idp_low_acr", "idp_blocked", "idp_slow", "factor_timeout"),
    ),
    "identity": tuple(IDENTITY_CODES),
    "return": (
        *("ret_server_error", "ret_unavailable", "ret_no_state", "ret_wrong_state"),
        *("ret_no_iss", "ret_wrong_iss", "ret_dead_code", "ret_html_in_description"),
    ),
    "token": (
        *("tok_500", "tok_401", "tok_invalid_grant", "tok_slow", "tok_reset"),
        *("tok_not_json", "tok_huge", "tok_redirect", "tok_no_id_token"),
    ),
    "id_token": (
        *("jwt_bad_signature", "jwt_alg_none", "jwt_hs_with_public_key", "jwt_unknown_kid"),
        *("jwt_no_kid", "jwt_wrong_iss", "jwt_wrong_aud", "jwt_two_aud", "jwt_wrong_nonce"),
        *("jwt_no_nonce", "jwt_expired", "jwt_future", "jwt_low_acr"),
    ),
    "userinfo": (
        *("ui_500", "ui_401", "ui_slow", "ui_huge", "ui_other_sub", "ui_bad_signature"),
        *("ui_wrong_aud", "ui_plain_json", "ui_no_mail", "ui_bad_mail"),
    ),
    "logout": ("logout_drop_state", "logout_slow", "logout_stuck"),
    "mail": ("mail_lost",),
}
"""Every fault by the stage at which it strikes."""

STAGE_OF = {name: stage for stage, names in STAGES.items() for name in names}

FOR_ALL = frozenset({"authorize", "keys", "discovery", "logout"})
"""Stages that no login belongs to: a magic login arms them for the next request."""

ANONYMOUS = frozenset({"keys", "discovery"})
"""Stages at which nobody knows which client asks."""

SLOW = frozenset({"fc_slow", "jwks_slow", "idp_slow", "tok_slow", "ui_slow", "logout_slow"})
DEFAULT_DELAY = 6_000
"""Milliseconds; longer than the five seconds a client should wait."""


@dataclass(frozen=True, slots=True)
class Armed:
    """A fault that waits for its moment; ``times`` 0 means until removed."""

    id: str
    name: str
    times: int = 1
    client: str | None = None
    provider: str | None = None
    login: str | None = None
    elector: int | None = None
    delay_ms: int = DEFAULT_DELAY

    def concerns(self, moment: "Moment") -> bool:
        """Tell whether a moment is one this fault waits for."""
        pairs = (
            (self.client, moment.client),
            (self.provider, moment.provider),
            (self.login, moment.login),
            (self.elector, moment.elector),
        )
        return all(wanted is None or wanted == found for wanted, found in pairs)


@dataclass(frozen=True, slots=True)
class Moment:
    """Who is concerned when a fault might strike, as far as is known by then."""

    client: str | None = None
    provider: str | None = None
    login: str | None = None
    elector: int | None = None


def first(armed: Iterable[Armed], stage: str, moment: Moment) -> Armed | None:
    """Return the first fault armed for a stage and a moment."""
    return next(
        (one for one in armed if STAGE_OF.get(one.name) == stage and one.concerns(moment)), None
    )


_MAGIC = re.compile(r"panne-([a-z0-9_]+)(?:@(.{1,254}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Magic:
    """What a magic login asks for: a fault or an error code, and maybe somebody's identity."""

    name: str
    identifier: str | None = None


def magic(typed: str) -> Magic | None:
    """Read an identifier field: ``panne-{fault}``, ``panne-{fault}@{identifier}``, or a code."""
    text = typed.strip()
    if text.upper() in MAGIC_CODES:
        return Magic(text.upper())
    found = _MAGIC.fullmatch(text)
    if found is None or found[1].lower() not in STAGE_OF:
        return None
    return Magic(found[1].lower(), found[2])


def code_of(name: str) -> str | None:
    """Return the error code that a fault of the identity check, or a bare code, shows."""
    return name if name in MAGIC_CODES else IDENTITY_CODES.get(name)


def from_json(values: dict[str, Any]) -> Armed:
    """Return an armed fault as it was kept."""
    return Armed(**values)
