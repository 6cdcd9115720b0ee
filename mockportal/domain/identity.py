"""Whether the identity that FranceConnect tells is the voter's: FRANCECONNECT §15.

All must hold, and a claim that is missing is refused. Names are folded; birth data and gender
are never « close enough ».
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LIGATURES = str.maketrans({"Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae"})
_DAY = slice(8, 10)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the roll knows of a voter; what it does not know is empty, an unknown day is ``00``."""

    given_name: str
    birth_name: str
    usage_name: str
    birthdate: str
    gender: str
    birthplace: str
    birthcountry: str


def folded(name: str) -> str:
    """Return a name without accents, ligatures, case and signs: « d'Œuvre » is ``D OEUVRE``."""
    plain = unicodedata.normalize("NFD", name.translate(_LIGATURES))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).upper()
    return " ".join("".join(c if c.isalpha() else " " for c in bare).split())


def is_voter(record: Recorded, claims: Mapping[str, Any]) -> bool:
    """Tell whether claims are those of the voter on record."""
    wanted = ("given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry")
    told = {name: claims.get(name) for name in (*wanted, "preferred_username")}
    if not all(isinstance(told[name], str) for name in wanted):
        return False
    said = {name: value if isinstance(value, str) else "" for name, value in told.items()}
    return (
        _same_birthdate(record.birthdate, said["birthdate"])
        and record.gender in ("", said["gender"])
        and record.birthplace in ("", said["birthplace"])
        and record.birthcountry in ("", said["birthcountry"])
        and _same_family(record, said["family_name"], said["preferred_username"])
        and _same_given(record.given_name, said["given_name"])
    )


def _same_birthdate(recorded: str, told: str) -> bool:
    if recorded[_DAY] == "00":
        return told[:7] == recorded[:7]
    return bool(recorded) and told == recorded


def _same_family(record: Recorded, family: str, usage: str) -> bool:
    if record.birth_name:
        return folded(record.birth_name) == folded(family)
    own = folded(record.usage_name)
    return bool(own) and own in (folded(family), folded(usage))


def _same_given(recorded: str, told: str) -> bool:
    first, names = folded(recorded), folded(told)
    return bool(first) and (names == first or names.startswith(f"{first} "))
