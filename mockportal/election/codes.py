"""The numbers of the réassort and of vote codes: PORTAL §4.2, §4.4 and the switches of §5."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mockportal.domain.instants import MINUTE, SECOND, Millis
from mockportal.election.calendar import ParisTime
from mockportal.election.declared import Declared, Line, Misfit, Switch, Whole


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
