"""What guides say of each screen: the file ``captions.toml``, checked."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from scenarios.tutorial import Tutorial

FILE = Path(__file__).parent / "captions.toml"
LOOKING, ANY = "–", "*"


class Declared(BaseModel):
    """Part of the file; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Showing(Declared):
    """What shows steps of the tutorial of 2022."""

    shows: tuple[Tutorial, ...] = ()

    @field_validator("shows", mode="before")
    @classmethod
    def _by_name(cls, names: Sequence[str]) -> tuple[Tutorial, ...]:
        unknown = [name for name in names if name not in Tutorial.__members__]
        if unknown:
            raise ValueError(f"no such step of the tutorial: {', '.join(unknown)}")
        return tuple(Tutorial[name] for name in names)


class Act(Showing):
    """What to do at an element."""

    says: str


class Look(Showing):
    """What to read on a screen: a CSS selector, a name; `each` points at all that match."""

    at: str
    name: str = ""
    says: str = ""
    each: bool = False


class Screen(Showing):
    """What a guide says of one screen."""

    page: str
    when: str = ANY
    chapter: str = ""
    says: str = ""
    acts: dict[str, Act] = Field(default_factory=dict)
    looks: tuple[Look, ...] = ()

    @field_validator("acts", mode="before")
    @classmethod
    def _spelled_out(cls, acts: dict[str, Any]) -> dict[str, Any]:
        return {name: {"says": act} if isinstance(act, str) else act for name, act in acts.items()}

    def act(self, name: str) -> Act | None:
        """Return what to do at an element, if anything is said of it."""
        act = self.acts.get(name) or self.acts.get(ANY)
        return act and act.model_copy(update={"says": act.says.replace("{name}", name)})


class Heading(Declared):
    """The title of a guide and what it is for."""

    title: str
    says: str = ""


class Captions(Declared):
    """The whole file."""

    guides: dict[str, Heading]
    screens: tuple[Screen, ...]

    def heading(self, journey: str) -> Heading:
        """Return the title of a journey's guide."""
        return self.guides.get(journey) or Heading(title=f"Parcours « {journey} »")

    def screen(self, page: str, used: Sequence[str]) -> Screen:
        """Return what is said of a screen where some elements are used, or one only looks."""
        for one in self.screens:
            if one.page == page and one.when in (used or (LOOKING,)):
                return one
        general = (one for one in self.screens if used and one.page == page and one.when == ANY)
        return next(general, Screen(page=page))


@cache
def captions() -> Captions:
    """Return the captions."""
    return Captions.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
