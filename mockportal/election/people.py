"""Who is on the roll: its size, and the named voters at fixed ranks (PORTAL §4.7)."""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from mockportal.election.calendar import Day
from mockportal.election.declared import Declared, Line, Misfit, Share, Slug, Switch, Text, Whole
from mockportal.election.franceconnect import ProviderId
from mockportal.election.slugs import slug

Mail = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+([.'+_-][a-z0-9]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*\.(example|test)$",
        max_length=254,
    ),
]
"""An address in a reserved domain, lower case."""

_DRAWN = re.compile(r".*[0-9]@ac-[a-z]+\.example")

Variant = Literal[
    "exact",
    "no_accents",
    "hyphen",
    "more_names",
    "swapped_names",
    "usage_name",
    "unknown_day",
    "birthdate_shift",
    "other_gender",
    "born_abroad",
    "twin",
    "other_elector",
    "stranger",
]
"""How the citizen at FranceConnect differs from the elector: FRANCECONNECT §12."""


class Roll(Declared):
    """How many electors there are, and how they start."""

    size: Whole = Field(
        default=1_400_000,
        ge=1,
        le=10_000_000,
        description="attested [AMIENS]: 1.4 million; chosen per run",
    )
    seed: Whole = Field(default=2022, ge=0, le=2**63 - 1, description="everything is drawn from it")
    activated_share: Share = Field(
        default=0.24,
        description="accounts active at the start; 285 000 of 1.2 million in 2014 [CAFE14]",
    )
    notice_share: Share = Field(
        default=1.0, description="electors who hold a printed notice; assumed"
    )


class Persona(Declared):
    """A named voter at a fixed rank; what is not said is drawn as for any other elector."""

    rank: Whole = Field(ge=0, description="from 0; by default the place in the file")
    civility: Literal["M.", "Mme"] = Field(description="on screen, before the name")
    given_name: Line = Field(description="as written on screen, accents included")
    family_name: Line = Field(description="as written on screen; also the usage name")
    population: Slug = Field(description="one of `populations`")
    identifier: Mail = Field(description="by default prenom.nom@ac-fictive.example")
    story: Text = Field(default="", description="one sentence for the trainer")
    activated: Switch = Field(default=True, description="the account is active at the start")
    notice: Switch = Field(default=True, description="holds a printed notice")
    password: Annotated[str, StringConstraints(max_length=128)] | None = Field(
        default=None, description="follows the rule of `password`"
    )
    vote_code: Annotated[str, StringConstraints(max_length=64)] | None = Field(
        default=None, description="has the form of `vote_code`"
    )
    numen: Annotated[str, StringConstraints(pattern=r"^99[A-Z][0-9]{7}[A-Z]{3}$")] | None = Field(
        default=None, description="academy code 99, fictional"
    )
    question: Line | None = Field(
        default=None, description="one of `challenge.questions`, or another"
    )
    secret_answer: Annotated[str, StringConstraints(min_length=2, max_length=64)] | None = Field(
        default=None, description="2 to 64 characters"
    )
    phone: Annotated[str, StringConstraints(pattern=r"^\+3363998[0-9]{4}$")] | None = Field(
        default=None, description="06 39 98 xx xx, kept for fiction"
    )
    personal_mail: Mail | None = Field(
        default=None, description="by default prenom.nom@perso.example"
    )
    given_names: tuple[Line, ...] | None = Field(
        default=None, min_length=1, max_length=6, description="all of them, as at birth"
    )
    birth_name: Line | None = Field(default=None, description="by default the family name")
    birthdate: Day | None = Field(default=None, description="drawn when not said")
    birthplace: Annotated[str, StringConstraints(pattern=r"^00[0-9]{3}$")] | None = Field(
        default=None, description="five digits; department 00 is fictional"
    )
    providers: tuple[ProviderId, ...] | None = Field(
        default=None, description="FranceConnect accounts; none said: drawn"
    )
    variant: Variant = Field(default="exact", description="identity held by FranceConnect")

    @property
    def local(self) -> str:
        """What stands before the @ of the identifier, and of the private addresses."""
        return self.identifier.partition("@")[0]

    @model_validator(mode="after")
    def _apart(self) -> "Persona":
        """Refuse an identifier that belongs to the electors who are drawn."""
        if _DRAWN.fullmatch(self.identifier):
            reason = "un nom suivi d'un nombre à cette adresse est réservé aux électeurs tirés"
            raise Misfit(reason, "identifier")
        return self

    @model_validator(mode="before")
    @classmethod
    def _identified(cls, value: Any) -> Any:
        """Make the identifier from the name: prenom.nom, without accents."""
        if not isinstance(value, dict) or "identifier" in value:
            return value
        names = (value.get("given_name"), value.get("family_name"))
        if not all(isinstance(name, str) for name in names):
            return value
        local = ".".join(slug(name) for name in names if name)
        return {**value, "identifier": f"{local}@ac-fictive.example"}
