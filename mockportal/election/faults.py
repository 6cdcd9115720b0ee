"""What goes wrong, and when: PORTAL §6."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)

from mockportal.domain.instants import DAY, HOUR, MINUTE, SECOND, Millis, millis
from mockportal.election.calendar import Instants, paris_time
from mockportal.election.declared import Declared, Line, Misfit, Share

Setting = str | int | float | bool | tuple[str, ...]

CATALOGUE: Mapping[str, Mapping[str, Setting]] = MappingProxyType(
    {
        "mail-slow": {"profile": "normal"},
        "sms-late": {"delay_s": 600},
        "decoy-mails": {"count": 4, "gap_s": 60},
        "message-duplicated": {"copies": 2},
        "message-out-of-order": {"span_s": 300},
        "message-lost": {"share": 0.03},
        "mailbox-full": {},
        "mail-domain-blocked": {"domain": ""},
        "mail-server-down": {"domain": ""},
        "link-dies-early": {"minutes": 2},
        "reissue-unavailable": {},
        "reissue-to-identifier": {},
        "franceconnect-off": {},
        "provider-unavailable": {"provider": ""},
        "provider-silent": {"delay_s": 0, "status": 0},
        "identity-not-recognised": {},
        "maintenance": {"retry_after": 600},
        "portal-unreachable": {"mode": "503"},
        "portal-intermittent": {"up_s": 60, "down_s": 60},
        "slow-pages": {"delay_ms": 3000, "paths": ()},
        "logos-missing": {"lists": ()},
        "captcha-missing": {},
        "session-drop": {"at": "any"},
        "session-warning-early": {"after_s": 2},
        "identifier-case-sensitive": {},
        "identifier-overwritten": {},
        "identifier-format-refused": {},
        "notice-missing": {},
        "scrutin-suspended": {"scrutin": ""},
        "answer-lost": {"at": "cast-ballot"},
        "wrong-receipt": {},
        "count-fails": {},
    }
)
"""Every fault by name, with its own parameters and their defaults."""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("mail-slow", "profile"): ("normal", "minutes", "quarter", "hour"),
        ("portal-unreachable", "mode"): ("refuse", "hang", "503"),
        ("session-drop", "at"): ("choosing", "confirming", "any"),
        ("answer-lost", "at"): ("cast-ballot", "regenerate"),
    }
)

_LANDMARKS = {
    "activation": 0,
    "candidates": 1,
    "opening": 2,
    "closing": 3,
    "closing_grace": 4,
    "count": 5,
    "results": 6,
}
_UNITS = {"s": SECOND, "min": MINUTE, "h": HOUR, "d": DAY}
_RELATIVE = re.compile(
    rf"({'|'.join(_LANDMARKS)})(?: *([+-]) *([0-9]{{1,6}}) *({'|'.join(_UNITS)}))?"
)


def _moment(value: object) -> object:
    """Refuse what is neither an instant nor a distance from a landmark."""
    if isinstance(value, str) and _RELATIVE.fullmatch(value):
        return value
    try:
        return paris_time(value)
    except ValueError as reason:
        raise ValueError(f"{reason}, ou « opening + 4 h », « closing - 30 min »") from None


Moment = Annotated[datetime | str, BeforeValidator(_moment)]
"""An instant, or a distance from a landmark of the calendar: « opening + 4 h »."""


def _setting(value: object) -> Setting:
    """Refuse a table, a list of anything but texts, a text without end."""
    if isinstance(value, str | int | float | bool) and len(str(value)) <= 200:
        return value
    if isinstance(value, list | tuple) and len(value) <= 100:
        texts = tuple(one for one in value if isinstance(one, str))
        if len(texts) == len(value):
            return texts
    raise ValueError("attendu un texte court, un nombre, oui ou non, ou une liste de textes")


def _plain(value: Setting) -> Any:
    """Return a parameter as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


OneSetting = Annotated[Setting, PlainValidator(_setting), PlainSerializer(_plain, when_used="json")]


def instant(moment: datetime | str, at: Instants) -> Millis:
    """Return a moment on one calendar."""
    if isinstance(moment, datetime):
        return millis(moment)
    found = _RELATIVE.fullmatch(moment)
    assert found is not None
    distance = int(found[3]) * _UNITS[found[4]] if found[2] else 0
    return at[_LANDMARKS[found[1]]] + (-distance if found[2] == "-" else distance)


class Fault(Declared):
    """One thing that goes wrong, for whom and when."""

    name: str = Field(description="one of the catalogue")
    starts: Moment | None = Field(default=None, alias="from", description="none: from the start")
    ends: Moment | None = Field(default=None, alias="to", description="none: to the end")
    share: Share = Field(default=1.0, description="of those concerned, by seed")
    who: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="a persona's identifier, a population or a mail domain"
    )
    settings: dict[str, OneSetting] = Field(default={}, description="the fault's own parameters")

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, value: Any) -> Any:
        """Accept the fault's own parameters beside the common ones."""
        if not isinstance(value, dict) or not isinstance(value.get("name"), str):
            return value
        own, told = CATALOGUE.get(value["name"]), value.get("settings", {})
        if own is None or not isinstance(told, dict):
            return value
        beside = {key: value[key] for key in own if key in value and key != "share"}
        if not beside:
            return {"share": own["share"], **value} if "share" in own else value
        rest = {key: one for key, one in value.items() if key not in beside}
        return {**rest, "settings": {**told, **beside}}

    @model_serializer(mode="wrap")
    def _with_share(self, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Say a share that would be another one when it is not said."""
        fields: dict[str, Any] = told(self)
        return {**fields, "share": self.share} if "share" in CATALOGUE[self.name] else fields

    def setting(self, key: str) -> Setting:
        """Return one of the fault's own parameters, or its default."""
        return self.settings.get(key, CATALOGUE[self.name][key])

    def during(self, at: Instants) -> tuple[Millis, Millis | None]:
        """Return the span of this fault on one calendar, end excluded."""
        starts = instant(self.starts, at) if self.starts is not None else 0
        return starts, None if self.ends is None else instant(self.ends, at)

    def active(self, now: Millis, at: Instants) -> bool:
        """Tell whether the fault is on."""
        starts, ends = self.during(at)
        return starts <= now and (ends is None or now < ends)

    @model_validator(mode="after")
    def _known(self) -> "Fault":
        """Refuse a fault or a parameter that is not in the catalogue."""
        own = CATALOGUE.get(self.name)
        if own is None:
            raise Misfit(
                f"panne inconnue, {self.name!r} ; au choix : {', '.join(CATALOGUE)}", "name"
            )
        for key, found in self.settings.items():
            if key not in own:
                raise Misfit(f"paramètre inconnu de {self.name} ; au choix : {', '.join(own)}", key)
            _allowed(self.name, key, found, own[key])
        return self


def _allowed(name: str, key: str, found: Setting, default: Setting) -> None:
    """Refuse a parameter of another type than its default, or out of its choices."""
    choices = CHOICES.get((name, key))
    if choices and found not in choices:
        raise Misfit(f"trouvé {found!r}, au choix : {', '.join(choices)}", key)
    if isinstance(default, int | float):
        right = isinstance(found, int | float) and not isinstance(found, bool) and found >= 0
    else:
        right = isinstance(found, type(default))
    if not right:
        raise Misfit(f"trouvé {found!r}, attendu par exemple {default!r}", key)


class Timeline(Declared):
    """A fault profile: what goes wrong in the course of a vote."""

    title: Line
    story: str = ""
    faults: tuple[Fault, ...] = Field(alias="fault", min_length=1, max_length=1000)
