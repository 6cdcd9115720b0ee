"""The numbers of access, from the CAPTCHA to the activation: PORTAL §4.1 and §4.2."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from mockportal.domain.instants import HOUR, MINUTE, SECOND, Millis
from mockportal.election.declared import Declared, Misfit, Switch, Whole


class Captcha(Declared):
    """The digits to copy, twice on the path."""

    digits: Whole = Field(default=4, ge=1, le=8, description="attested, seed and [SE66]")
    single_use: Switch = Field(default=True, description="any answer kills the challenge; assumed")
    lifetime_minutes: Whole = Field(default=10, ge=1, le=1440, description="assumed")
    failures: Whole = Field(
        default=5, ge=1, le=1000, description="wrong answers per visit before 429; assumed"
    )
    failures_minutes: Whole = Field(
        default=10, ge=1, le=1440, description="the span over which they count; assumed"
    )
    fixed_answer: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")] | None = Field(
        default=None, description="for test runs: every challenge has this answer; assumed"
    )

    @model_validator(mode="after")
    def _answerable(self) -> "Captcha":
        """Refuse a fixed answer of another length than the picture."""
        if self.fixed_answer is not None and len(self.fixed_answer) != self.digits:
            raise Misfit(f"attendu {self.digits} chiffres (captcha.digits)", "fixed_answer")
        return self

    @cached_property
    def lifetime_millis(self) -> Millis:
        """How long a challenge may be answered."""
        return self.lifetime_minutes * MINUTE

    @cached_property
    def failures_millis(self) -> Millis:
        """The span over which wrong answers count."""
        return self.failures_minutes * MINUTE


class Lockout(Declared):
    """After too many wrong answers even the right one is refused for a while."""

    tries: Whole = Field(default=5, ge=1, le=1000, description="wrong answers allowed; assumed")
    minutes: Whole = Field(default=15, ge=1, le=1440, description="the wait; assumed")
    per_address: Whole | None = Field(
        default=None,
        ge=1,
        description="wrong answers per network address; off, load runs share one; assumed",
    )

    @cached_property
    def millis(self) -> Millis:
        """How long the wait is."""
        return self.minutes * MINUTE


Renewal = Literal["sign-in", "activation", "provider", "code"]


class Session(Declared):
    """How long a visit lasts."""

    idle_minutes: Whole = Field(default=15, ge=1, le=1440, description="without a request; assumed")
    total_minutes: Whole = Field(default=120, ge=1, le=10_080, description="in all; assumed")
    warning_s: Whole = Field(default=60, ge=0, le=3600, description="told before the end; assumed")
    renewed_at: tuple[Renewal, ...] = Field(
        default=("sign-in", "activation", "provider", "code"),
        description="moves that give the visit a new number; assumed",
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Session":
        """Refuse a visit that idles longer than it lasts."""
        if self.idle_minutes > self.total_minutes:
            raise Misfit("ne peut pas dépasser total_minutes", "idle_minutes")
        return self

    @cached_property
    def idle_millis(self) -> Millis:
        """How long a visit may stay without a request."""
        return self.idle_minutes * MINUTE

    @cached_property
    def total_millis(self) -> Millis:
        """How long a visit may last."""
        return self.total_minutes * MINUTE

    @cached_property
    def warning_millis(self) -> Millis:
        """How long before the end the voter is told."""
        return self.warning_s * SECOND


class Password(Declared):
    """What a password must be, and how dear its hash is."""

    min: Whole = Field(default=12, ge=8, le=64, description="characters; attested [SUNDEP]")
    max: Whole = Field(default=128, ge=64, le=1024, description="characters; assumed")
    profile: Literal["mock", "reference"] = Field(
        default="mock", description="cost of argon2id: cheap, or as OWASP advises; assumed"
    )


class Activation(Declared):
    """The first link, by which a voter chooses a password."""

    single_use: Switch = Field(default=True, description="attested [SE66] [SEAIX] [SUNDEP]")
    link_hours: Whole = Field(
        default=24, ge=1, le=2400, description="an asked link; the opening one lives on; assumed"
    )
    per_hour: Whole = Field(default=3, ge=1, le=1000, description="mails per voter; assumed")
    signs_in: Switch = Field(default=True, description="derived: the seed says « à nouveau »")

    @cached_property
    def link_millis(self) -> Millis:
        """How long an asked link lives."""
        return self.link_hours * HOUR
