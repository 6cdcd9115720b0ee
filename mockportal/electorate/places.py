"""Schools and postal addresses: shown, never looked up."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from mockportal.electorate.draws import Draws
from mockportal.electorate.tables import words

if TYPE_CHECKING:
    from faker import Faker

_one_at_a_time = Lock()


def establishment(draws: Draws, rank: int) -> str:
    """Return a school: « Collège Violette Brumière, Belcombe »."""
    drawn = draws.stream(rank, "establishment")
    kind, town = words("schools"), words("towns")
    given, family = words("given-feminine"), words("family")
    name = f"{given[drawn.below(len(given))]} {family[drawn.below(len(family))]}"
    return f"{kind[drawn.below(len(kind))]} {name}, {town[drawn.below(len(town))]}"


def address(draws: Draws, rank: int) -> str:
    """Return a postal address of the impossible department 00."""
    town = draws.one_of(rank, "town", words("towns"))
    with _one_at_a_time:
        people = _people()
        people.seed_instance(draws.number(rank, "address"))
        street = people.street_address()
    return f"{street}, 00{draws.below(rank, 'postcode', 1000):03} {town}"


@cache
def _people() -> "Faker":
    """Return the one Faker; its import is slow, hence late."""
    from faker import Faker

    return Faker("fr_FR")
