"""Civil status: what FranceConnect knows of a citizen, unique for each elector."""

from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from mockportal.electorate.draws import Draws
from mockportal.electorate.naming import Names
from mockportal.electorate.permutation import Permutation
from mockportal.electorate.tables import words

FIRST_YEAR, YEARS = 1958, 40
COMMUNES, ORDERS, DAYS = 990, 999, 28
ABROAD = 961
"""Places from this one on are fictional countries, 99961 to 99990."""
SECOND_NAMES = (ORDERS + DAYS - 1) // DAYS


class Civil(NamedTuple):
    """An identity as a birth certificate has it; the six pivot values are all here."""

    given_names: tuple[str, ...]
    birth_name: str
    usage_name: str
    birthdate: date
    gender: Literal["female", "male"]
    birthplace: str
    birthcountry: str
    social_number: str


class CivilStatus:
    """The civil status of one seed.

    A rank is shuffled into a month of birth, a place and an order number: the fictional
    social-security number tells them, so it leads back to the rank. The order number also
    gives the day and the second given name: hence no two electors share their pivot values.
    """

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._shuffle = Permutation(draws.key, "births", YEARS * 12, COMMUNES * ORDERS)

    def of(self, rank: int, names: Names) -> Civil:
        """Return the civil status of a rank."""
        month, rest = divmod(self._shuffle.forward(rank), COMMUNES * ORDERS)
        place, order = divmod(rest, ORDERS)
        year, month = FIRST_YEAR + month // 12, month % 12 + 1
        female = names.civility == "Mme"
        abroad = place + 1 >= ABROAD
        birth_name = self._birth_name(rank, names)
        return Civil(
            given_names=self._given_names(rank, names, order // DAYS),
            birth_name=birth_name,
            usage_name="" if birth_name == names.family_name else names.family_name,
            birthdate=date(year, month, order % DAYS + 1),
            gender="female" if female else "male",
            birthplace="" if abroad else f"00{place + 1:03}",
            birthcountry=f"99{place + 1:03}" if abroad else "99100",
            social_number=f"{2 if female else 1}{year % 100:02}{month:02}"
            f"00{place + 1:03}{order + 1:03}",
        )

    def rank_of(self, social_number: str) -> int | None:
        """Return the rank a social-security number was made from, below the size or not."""
        year, month = int(social_number[1:3]), int(social_number[3:5])
        place, order = int(social_number[7:10]), int(social_number[10:13])
        at = (year - FIRST_YEAR % 100) % 100
        if not (at < YEARS and 1 <= month <= 12 and 1 <= place <= COMMUNES and order >= 1):
            return None
        births = (at * 12 + month - 1) * COMMUNES + place - 1
        return self._shuffle.backward(births * ORDERS + order - 1)

    def _given_names(self, rank: int, names: Names, second: int) -> tuple[str, ...]:
        """Return two or three given names; the second tells ``second``."""
        table = words("given-feminine" if names.civility == "Mme" else "given-masculine")
        turns = len(table) // SECOND_NAMES
        turn = self._draws.below(rank, "second name", turns)
        if table[second + turn * SECOND_NAMES] == names.given_name:
            turn = (turn + 1) % turns
        chosen = (names.given_name, table[second + turn * SECOND_NAMES])
        third = self._draws.one_of(rank, "third name", table)
        more = self._draws.unit(rank, "three names") < 0.5 and third not in chosen
        return (*chosen, third) if more else chosen

    def _birth_name(self, rank: int, names: Names) -> str:
        """Return the name at birth: another one for 40 % of women and 3 % of men (assumed)."""
        changed = 0.40 if names.civility == "Mme" else 0.03
        if self._draws.unit(rank, "usage name") >= changed:
            return names.family_name
        return self._draws.one_of(rank, "birth name", _family_names())


@cache
def _family_names() -> tuple[str, ...]:
    return words("family")
