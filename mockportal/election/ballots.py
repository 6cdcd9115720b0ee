"""Who votes where, for which lists: PORTAL §4.5."""

import hashlib
from typing import Annotated, Any, Literal

from pydantic import Field, Strict, model_validator

from mockportal.election.declared import Declared, Line, Misfit, Slug, Text, Whole
from mockportal.election.slugs import slug


class CandidateList(Declared):
    """A list one may vote for; a bare name is enough."""

    id: Slug = Field(description="in addresses and ballots; by default from the name")
    name: Line = Field(description="invented, never a real organisation")
    candidates: tuple[Line, ...] = Field(
        default=(), max_length=200, description="in order; none: invented from the seed"
    )
    profession_de_foi: Text = Field(
        default="", description="none: a neutral text is made from the name"
    )

    @property
    def profession(self) -> str:
        """The text « Profession de foi »: as declared, else a neutral one."""
        return self.profession_de_foi or (
            f"{self.name} est une liste inventée pour la simulation. Ses candidats, ses idées et"
            " ce texte sont fictifs : ils n'engagent personne."
        )

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """Accept a name alone, and a list without an id."""
        if isinstance(value, str):
            value = {"name": value}
        if isinstance(value, dict) and "id" not in value and isinstance(value.get("name"), str):
            value = {**value, "id": slug(value["name"].removeprefix("Liste "))}
        return value


class Scrutin(Declared):
    """One ballot to cast: « CSA ministériel »."""

    id: Slug = Field(description="in addresses")
    label: Line = Field(description="on screen")
    kind: Literal["lists", "sigle"] = Field(
        default="lists", description="named candidates, or the name of the organisation alone"
    )
    seats: Whole = Field(default=6, ge=1, le=100, description="see the table of scrutins")
    lists: tuple[CandidateList, ...] = Field(
        min_length=1, max_length=60, description="in any order: the draw decides; numbers assumed"
    )

    @model_validator(mode="after")
    def _distinct(self) -> "Scrutin":
        """Refuse two lists that a ballot could not tell apart."""
        taken = {"blanc"}
        for place, one in enumerate(self.lists):
            if one.id in taken:
                raise Misfit(f"identifiant de liste déjà pris, {one.id}", "lists", place)
            taken.add(one.id)
        return self

    def list_of(self, list_id: str) -> CandidateList | None:
        """Return the list of that id."""
        return next((one for one in self.lists if one.id == list_id), None)

    def drawn(self, seed: int) -> tuple[CandidateList, ...]:
        """Return the lists in drawn order: one draw per scrutin, the same for all voters."""
        return tuple(
            sorted(
                self.lists,
                key=lambda one: hashlib.blake2b(
                    f"{seed}|{self.id}|{one.id}".encode(), digest_size=16
                ).digest(),
            )
        )


class Population(Declared):
    """A group of electors who share their scrutins."""

    label: Line = Field(description="on screen")
    scrutins: tuple[Slug, ...] = Field(
        min_length=1, max_length=20, description="ids, in the order they are shown"
    )
    share: Annotated[float, Strict()] = Field(
        default=0.0, ge=0, le=1_000_000, description="weight in the roll, against the others"
    )
