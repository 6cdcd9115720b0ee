"""The person behind an elector: civil identity, contact mail, pairwise subject."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

FRANCE = "99100"


class Person(Protocol):
    """What an elector tells of the citizen: see mockportal.electorate."""

    @property
    def rank(self) -> int:
        """Place on the roll."""

    @property
    def given_names(self) -> tuple[str, ...]:
        """All first names, as at birth."""

    @property
    def birth_name(self) -> str:
        """Name at birth."""

    @property
    def usage_name(self) -> str:
        """Name in use, empty when it is the name at birth."""

    @property
    def birthdate(self) -> date:
        """Day of birth."""

    @property
    def gender(self) -> str:
        """``male`` or ``female``."""

    @property
    def birthplace(self) -> str:
        """Five characters, empty when born abroad."""

    @property
    def birthcountry(self) -> str:
        """``99100`` for France, else ``99xxx``."""

    @property
    def franceconnect_mail(self) -> str:
        """Contact address of the accounts."""

    @property
    def phone(self) -> str:
        """Mobile number, in E.164."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person as the identity providers know them; ``birthdate`` may hold a ``00`` day."""

    key: str
    given_names: tuple[str, ...]
    birth_name: str
    usage_name: str
    birthdate: str
    gender: str
    birthplace: str
    birthcountry: str
    email: str
    phone: str = ""

    @property
    def born(self) -> str:
        """Return the birthdate as it is transmitted: an unknown day or month is ``01``."""
        year, month, day = self.birthdate.split("-")
        return f"{year}-{month if month != '00' else '01'}-{day if day != '00' else '01'}"

    @property
    def full_name(self) -> str:
        """Return given names and NAME, as on screen."""
        return f"{' '.join(self.given_names)} {self.birth_name.upper()}"


def citizen_of(person: Person) -> Citizen:
    """Return the citizen that an elector is, before any variant."""
    return Citizen(
        key=elector_key(person.rank),
        given_names=tuple(person.given_names),
        birth_name=person.birth_name,
        usage_name=person.usage_name if person.usage_name != person.birth_name else "",
        birthdate=person.birthdate.isoformat(),
        gender=person.gender,
        birthplace=person.birthplace if person.birthcountry == FRANCE else "",
        birthcountry=person.birthcountry,
        email=person.franceconnect_mail,
        phone=person.phone,
    )


def elector_key(rank: int) -> str:
    """Return the key of the citizen who is the elector of a rank."""
    return f"e{rank}"


def rank_of(key: str) -> int | None:
    """Return the rank of the elector a citizen is, if any."""
    return int(key[1:]) if key[:1] == "e" and key[1:].isdecimal() else None


def subject(key: bytes, entity: str, citizen: Citizen) -> str:
    """Return the pairwise subject: one per citizen and entity, whichever provider is used."""
    place = citizen.birthplace if citizen.birthcountry == FRANCE else ""
    pivot = (
        entity,
        " ".join(citizen.given_names),
        citizen.birth_name.upper(),
        citizen.born,
        citizen.gender,
        place,
        citizen.birthcountry,
    )
    return hmac.digest(key, "\x1f".join(pivot).encode(), hashlib.sha256).hex() + "v1"


def is_incomplete(citizen: Citizen) -> bool:
    """Tell whether an identity cannot be passed on: no gender, mail or place, or bad ones."""
    if citizen.gender not in {"male", "female"} or "@" not in citizen.email:
        return True
    if citizen.birthcountry == FRANCE and not _is_place(citizen.birthplace):
        return True
    if not (citizen.birthcountry.startswith("99") and len(citizen.birthcountry) == len(FRANCE)):
        return True
    return not citizen.given_names or not citizen.birth_name or not _is_date(citizen)


def _is_place(code: str) -> bool:
    return len(code) == len(FRANCE) and code.isascii() and code.isalnum()


def _is_date(citizen: Citizen) -> bool:
    try:
        date.fromisoformat(citizen.born)
    except ValueError:
        return False
    return True


def changed(citizen: Citizen, changes: dict[str, object]) -> Citizen:
    """Return a citizen with some fields set by a tester."""
    if not changes:
        return citizen
    names = changes.get("given_names")
    if isinstance(names, Sequence) and not isinstance(names, str):
        changes = {**changes, "given_names": tuple(names)}
    return replace(citizen, **changes)  # type: ignore[arg-type]
