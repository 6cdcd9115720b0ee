"""When an election opens, closes and counts: PORTAL §1.3 and §1.4."""

import re
from bisect import bisect_right
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from mockportal.domain.instants import MINUTE, PARIS, Millis, date_in_words, hour_in_words, millis
from mockportal.election.declared import Declared, Misfit, Whole

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.{0,22}")


def paris_time(value: object) -> object:
    """Refuse what is no instant: a bare date, a number, an hour that Paris skips in spring."""
    if isinstance(value, str) and _ISO.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(_EXPECTED) from None
    if not isinstance(value, datetime):
        raise ValueError(_EXPECTED)
    if value.tzinfo is not None:
        return value.astimezone(PARIS)
    local = value.replace(tzinfo=PARIS)
    if local.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != value:
        raise ValueError("cette heure n'existe pas à Paris (passage à l'heure d'été)")
    return local


_EXPECTED = "attendu une date et une heure, par exemple 2022-12-01T08:00:00"

ParisTime = Annotated[datetime, BeforeValidator(paris_time)]
"""An instant; without an offset it is Paris time."""


def _day(value: object) -> object:
    """Refuse what is no day."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("attendu un jour, par exemple 2022-12-01")
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A day, without an hour."""


class Phase(StrEnum):
    """Where an election stands at an instant."""

    BEFORE = "before"
    PREPARATION = "preparation"
    CAMPAIGN = "campaign"
    OPEN = "open"
    GRACE = "grace"
    SEALED = "sealed"
    PUBLISHED = "published"


class Instants(NamedTuple):
    """The instants of a calendar, in order."""

    activation_opens: Millis
    candidates_visible: Millis
    opens: Millis
    closes: Millis
    seals: Millis
    counts: Millis
    results: Millis


class Calendar(Declared):
    """The days and hours of an election; intervals are half-open."""

    activation_opens_at: ParisTime = Field(
        default=datetime(2022, 10, 13, 8, tzinfo=PARIS),
        description="accounts may be activated; day attested [SE66] [AMIENS], hour assumed",
    )
    candidates_visible_at: ParisTime = Field(
        default=datetime(2022, 11, 16, 8, tzinfo=PARIS),
        description="candidate lists are shown; day attested [AMIENS], hour assumed",
    )
    notices_handed_over: tuple[Day, Day] = Field(
        default=(date(2022, 11, 7), date(2022, 11, 17)),
        description="first and last day, information only; attested [SUNDEP] [ARR24]",
    )
    opens_at: ParisTime = Field(
        default=datetime(2022, 12, 1, 8, tzinfo=PARIS),
        description="the vote opens; attested, seed",
    )
    closes_at: ParisTime = Field(
        default=datetime(2022, 12, 8, 17, tzinfo=PARIS),
        description="the vote closes; attested, seed and [SNES]",
    )
    grace_minutes: Whole = Field(
        default=20,
        ge=0,
        le=240,
        description="kept visits may still vote; assumed, neighbours say 20 [FIRE20], 30 [GERESO]",
    )
    counts_at: ParisTime = Field(
        default=datetime(2022, 12, 8, 18, tzinfo=PARIS),
        description="automatic count; assumed, the day is attested [FSURENNES]",
    )
    results_at: ParisTime = Field(
        default=datetime(2022, 12, 8, 19, tzinfo=PARIS),
        description="results are shown; assumed, the evening is attested [AEF]",
    )
    timezone: Literal["Europe/Paris"] = Field(
        default="Europe/Paris", description="the only one; attested, seed: « Heure de Paris »"
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Calendar":
        """Refuse a calendar that runs backwards."""
        steps = (
            ("activation_opens_at", self.instants.activation_opens),
            ("candidates_visible_at", self.instants.candidates_visible),
            ("opens_at", self.instants.opens),
            ("closes_at", self.instants.closes),
            ("closes_at + grace_minutes", self.instants.seals),
            ("counts_at", self.instants.counts),
            ("results_at", self.instants.results),
        )
        for (early, first), (late, second) in pairwise(steps):
            if first > second or (first == second and early == "opens_at"):
                raise Misfit(f"{late} doit venir après {early}", late.partition(" ")[0])
        if self.notices_handed_over[0] > self.notices_handed_over[1]:
            raise Misfit("attendu le premier jour, puis le dernier", "notices_handed_over")
        return self

    @cached_property
    def instants(self) -> Instants:
        """The calendar as milliseconds."""
        closes = millis(self.closes_at)
        return Instants(
            activation_opens=millis(self.activation_opens_at),
            candidates_visible=millis(self.candidates_visible_at),
            opens=millis(self.opens_at),
            closes=closes,
            seals=closes + self.grace_minutes * MINUTE,
            counts=millis(self.counts_at),
            results=millis(self.results_at),
        )

    @cached_property
    def in_words(self) -> str:
        """« Ouvert du … au … (Heure de Paris) »."""
        _, _, opens, closes, *_ = self.instants
        return (
            f"Ouvert du {date_in_words(opens)} à {hour_in_words(opens)}"
            f" au {date_in_words(closes)} à {hour_in_words(closes)} (Heure de Paris)"
        )

    def phase(self, now: Millis) -> Phase:
        """Tell where the election stands; a phase holds its first instant, not its last."""
        return _PHASES[bisect_right(self._ends, now)]

    @cached_property
    def _ends(self) -> tuple[Millis, ...]:
        """The end of each phase but the last."""
        return (*self.instants[:5], self.instants.results)


_PHASES = tuple(Phase)
