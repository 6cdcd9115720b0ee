"""Names and identifiers: a rank is a name, an academy and a number, both ways."""

import re
from functools import cache
from typing import Literal, NamedTuple

from mockportal.election.slugs import slug
from mockportal.electorate.draws import Draws
from mockportal.electorate.permutation import Permutation
from mockportal.electorate.tables import words

Civility = Literal["M.", "Mme"]

NUMBERS = 99
"""Namesakes of one academy, numbered from 1: none is left without a number."""

_IDENTIFIER = re.compile(r"([a-z-]+)\.([a-z-]+)([1-9][0-9]?)@ac-([a-z]+)\.example")


class Names(NamedTuple):
    """What an elector is called, and by which address."""

    civility: Civility
    given_name: str
    family_name: str
    academy: str
    identifier: str
    local: str


class _Tables(NamedTuple):
    given: tuple[tuple[str, str, Civility], ...]
    family: tuple[tuple[str, str], ...]
    academies: tuple[tuple[str, str], ...]
    given_at: dict[str, int]
    family_at: dict[str, int]
    academy_at: dict[str, int]


@cache
def _tables() -> _Tables:
    feminine, masculine = words("given-feminine"), words("given-masculine")
    given: list[tuple[str, str, Civility]] = [(one, slug(one), "Mme") for one in feminine]
    given += [(one, slug(one), "M.") for one in masculine]
    family = [(one, slug(one)) for one in words("family")]
    academies = [(line.split("\t")[0], line.split("\t")[1]) for line in words("academies")]
    return _Tables(
        given=tuple(given),
        family=tuple(family),
        academies=tuple(academies),
        given_at={folded: at for at, (_, folded, _) in enumerate(given)},
        family_at={folded: at for at, (_, folded) in enumerate(family)},
        academy_at={folded: at for at, (folded, _) in enumerate(academies)},
    )


class Naming:
    """The names of one seed."""

    def __init__(self, draws: Draws) -> None:
        tables = _tables()
        self._given, self._family, self._academies, *_ = tables
        self._tables = tables
        self._places = len(self._academies) * NUMBERS
        people = len(self._given) * len(self._family)
        self._shuffle = Permutation(draws.key, "names", people, self._places)

    def of(self, rank: int) -> Names:
        """Return the names of a rank."""
        person, place = divmod(self._shuffle.forward(rank), self._places)
        first, last = divmod(person, len(self._family))
        given_name, given, civility = self._given[first]
        family_name, family = self._family[last]
        academy, number = divmod(place, NUMBERS)
        folded, label = self._academies[academy]
        local = f"{given}.{family}"
        identifier = f"{local}{number + 1}@ac-{folded}.example"
        return Names(civility, given_name, family_name, label, identifier, local)

    def rank_of(self, identifier: str) -> int | None:
        """Return the rank an identifier was made from, below the size or not."""
        found = _IDENTIFIER.fullmatch(identifier)
        if found is None:
            return None
        given, family, number, folded = found.groups()
        tables = self._tables
        first, last = tables.given_at.get(given), tables.family_at.get(family)
        academy = tables.academy_at.get(folded)
        if first is None or last is None or academy is None:
            return None
        place = academy * NUMBERS + int(number) - 1
        person = first * len(self._family) + last
        return self._shuffle.backward(person * self._places + place)
