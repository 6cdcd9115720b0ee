"""What follows the vote, what is shown, what is never allowed: PORTAL §1.4, §4.6, §5, §8."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mockportal.domain.instants import SECOND, Millis
from mockportal.election.declared import Declared, Misfit, Switch, Whole


class Grace(Declared):
    """Who may still vote after the closing."""

    needs: Literal["signed-in", "code-accepted"] = Field(
        default="signed-in", description="what a visit must have reached; assumed"
    )


class Urne(Declared):
    """The public page of references."""

    refresh_s: Whole = Field(default=60, ge=0, le=3600, description="0 for tests; assumed")

    @cached_property
    def refresh_millis(self) -> Millis:
        """How old the page may be."""
        return self.refresh_s * SECOND


class Count(Declared):
    """How the count starts."""

    automatic: Switch = Field(default=True, description="at calendar.counts_at; assumed")
    keys_needed: Whole = Field(
        default=3, ge=1, le=20, description="symbolic; attested elsewhere [JUR2022]"
    )
    keys_total: Whole = Field(
        default=7, ge=1, le=20, description="symbolic; attested for 2018 [KEYS18]"
    )

    @model_validator(mode="after")
    def _possible(self) -> "Count":
        """Refuse a threshold nobody can reach."""
        if self.keys_needed > self.keys_total:
            raise Misfit("ne peut pas dépasser keys_total", "keys_needed")
        return self


class Identification(Declared):
    """What the first screen tells."""

    neutral: Switch = Field(
        default=False, description="nothing shows whether an account is active; attested design: no"
    )


class Display(Declared):
    """What pages show beyond the rules."""

    show_turnout: Switch = Field(default=False, description="turnout on « Mes scrutins »; assumed")
    guided: Literal["off", "offered", "on"] = Field(
        default="off",
        description="explanations beside each page: none, folded, or open; each visitor may fold "
        "and unfold them; assumed",
    )


class Wording(Declared):
    """Whose spelling is on screen."""

    corrected: Switch = Field(
        default=False, description="standard spelling instead of the seed's own; seed"
    )


STOP_DOMAINS = ("ac-*.fr", "univ-*.fr", "education.fr", "*.gouv.fr")


def _lengthened(domains: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that lets a real domain in."""
    missing = [domain for domain in STOP_DOMAINS if domain not in domains]
    if missing:
        raise ValueError(f"la liste peut être allongée, jamais raccourcie : il manque {missing[0]}")
    return domains


DomainPattern = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9*.-]+\.[a-z*-]+$", max_length=80)
]


class Safety(Declared):
    """What no visitor may type here."""

    stop_domains: Annotated[tuple[DomainPattern, ...], AfterValidator(_lengthened)] = Field(
        default=STOP_DOMAINS,
        max_length=200,
        description="real mail domains, sub-domains included: full-page stop; never shortened",
    )
