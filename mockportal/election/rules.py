"""The numbers of the rules: PORTAL §4.1, §4.2 and the switches of §5."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mockportal.domain.instants import HOUR, MINUTE, SECOND, Millis
from mockportal.election.calendar import ParisTime
from mockportal.election.declared import Declared, Line, Misfit, Switch, Whole


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
        description="budget of wrong answers per network address; off, load runs share one",
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
        default=24, ge=1, le=2400, description="of an asked link; the opening one lives to the end"
    )
    per_hour: Whole = Field(default=3, ge=1, le=1000, description="mails per voter; assumed")
    signs_in: Switch = Field(default=True, description="derived: the seed says « à nouveau »")

    @cached_property
    def link_millis(self) -> Millis:
        """How long an asked link lives."""
        return self.link_hours * HOUR


class Reissue(Declared):
    """The réassort: a link, then a new vote code."""

    opens_at: ParisTime | None = Field(
        default=None, description="none: as the vote; attested [SE66] [SUD78]"
    )
    closes_at: ParisTime | None = Field(
        default=None, description="none: as the vote; attested for 2018 only [ELEC2018]"
    )
    single_use: Switch = Field(
        default=True, description="attested, seed; consumed by POST only, assumed"
    )
    link_minutes: Whole = Field(default=60, ge=1, le=10_080, description="life of a link; assumed")
    token_bits: Whole = Field(default=128, ge=128, le=512, description="of a link; assumed")
    unknown_tokens: Whole = Field(
        default=20, ge=1, le=10_000, description="from one address before 429; assumed"
    )
    newest_only: Switch = Field(
        default=True, description="a new request replaces the live link; assumed"
    )
    per_hour: Whole = Field(default=3, ge=1, le=1000, description="in any 60 minutes; assumed")
    repeat_s: Whole = Field(
        default=60, ge=0, le=3600, description="the same request within counts once; assumed"
    )
    total: Whole | None = Field(default=None, ge=1, description="none: no limit in all; assumed")
    notice: Switch = Field(
        default=True, description="a new code is told to the identifier; assumed"
    )
    bind_to_session: Switch = Field(
        default=False, description="the link asks for a sign-in first; assumed"
    )
    mail_to: Literal["typed", "identifier"] = Field(
        default="typed", description="seed; `identifier` as [SNUASFP] [SUNDEP-RES] say"
    )
    delivers: Literal["link", "code"] = Field(
        default="link", description="seed; `code` as [SE66] says"
    )
    question: Literal["fixed", "select"] = Field(
        default="fixed", description="seed's screen; `select` as the seed's comment says"
    )

    @cached_property
    def link_millis(self) -> Millis:
        """How long a link lives."""
        return self.link_minutes * MINUTE

    @cached_property
    def repeat_millis(self) -> Millis:
        """Within what span the same request counts once."""
        return self.repeat_s * SECOND


class Reveal(Declared):
    """How long a new vote code stays on screen."""

    seconds: Whole = Field(
        default=120, ge=1, le=86_400, description="from the click, end excluded; attested, seed"
    )
    warning_s: Whole = Field(
        default=20, ge=0, le=3600, description="announced before the end; assumed"
    )

    @cached_property
    def millis(self) -> Millis:
        """How long a code is shown."""
        return self.seconds * SECOND


def _printable(text: str) -> str:
    """Refuse a special character that a form could not carry."""
    if any(not c.isascii() or not c.isprintable() or c.isalnum() or c == " " for c in text):
        raise ValueError("caractères spéciaux ASCII visibles seulement, sans lettre ni chiffre")
    return text


class VoteCode(Declared):
    """The form of vote codes, printed or reissued."""

    length: Whole = Field(default=16, ge=8, le=64, description="derived from the seed's sample")
    specials: Annotated[str, StringConstraints(max_length=20), AfterValidator(_printable)] = Field(
        default="-*/?", min_length=1, description="attested, seed's sample"
    )
    excluded: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="IOlo01", description="look alike; 60 characters left; assumed"
    )
    accents: Switch = Field(
        default=False, description="accented letters too; contested: seed no, [SNCL] yes"
    )
    asked_per: Literal["visit", "scrutin"] = Field(default="visit", description="derived [SNES]")

    @model_validator(mode="after")
    def _possible(self) -> "VoteCode":
        """Refuse an alphabet without one of its classes."""
        if not all(self.classes):
            raise Misfit("ne peut pas vider une classe de caractères", "excluded")
        return self

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Upper case, lower case, digits, specials: a code holds one of each at least."""
        accents = "éèêàùçôîû" if self.accents else ""
        drawn = (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abcdefghijklmnopqrstuvwxyz" + accents,
            "0123456789",
            self.specials,
        )
        return tuple("".join(c for c in one if c not in self.excluded) for one in drawn)

    @cached_property
    def alphabet(self) -> str:
        """Every character a code may hold."""
        return "".join(self.classes)

    def fits(self, code: str) -> bool:
        """Tell whether a code has this form."""
        return (
            len(code) == self.length
            and all(char in self.alphabet for char in code)
            and all(any(char in one for char in code) for one in self.classes)
        )


class OldCode(Declared):
    """When a replaced code dies."""

    dies_at: Literal["regenerate", "request"] = Field(
        default="regenerate", description="principle attested for 2018 [ELEC2018]; instant assumed"
    )


class Challenge(Declared):
    """The questions défi."""

    questions: tuple[Line, ...] = Field(
        default=(
            "En quelle année avez-vous obtenu votre baccalauréat ?",
            "Quelle était la couleur de votre première voiture ?",
            "Comment s'appelle votre chien ?",
            "Quel instrument auriez-vous voulu apprendre ?",
            "Quel est le titre du premier livre qui vous a plu ?",
            "À quel jeu jouiez-vous à la récréation ?",
            "Quel plat ne cuisinerez-vous jamais ?",
        ),
        min_length=1,
        max_length=40,
        description="first attested, seed; two topics attested [SNUASFP]; the rest assumed",
    )
