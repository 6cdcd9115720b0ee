"""How the citizen at FranceConnect differs from the elector on the roll: FRANCECONNECT §12."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from mockportal.domain.franceconnect.citizens import Citizen

_SPARE_NAMES = ("Ange", "Camille", "Dominique")
_ABROAD = "99139"


def vary(citizen: Citizen, variant: str, other: Citizen) -> Citizen:
    """Return the identity that FranceConnect holds; ``other`` is another elector's.

    The contact mail and the key stay the citizen's own. Refuses: KeyError, unknown variant.
    """
    if variant == "exact":
        return citizen
    if variant == "other_elector":
        return replace(other, key=citizen.key, email=citizen.email, phone=citizen.phone)
    return VARIANTS[variant](citizen)


def _no_accents(citizen: Citizen) -> Citizen:
    return replace(
        citizen,
        given_names=tuple(_plain(name) for name in citizen.given_names),
        birth_name=_plain(citizen.birth_name),
        usage_name=_plain(citizen.usage_name),
    )


def _plain(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


_HYPHENS = str.maketrans({"-": " ", " ": "-", "’": "-", "'": "-"})


def _hyphen(citizen: Citizen) -> Citizen:
    return replace(
        citizen,
        given_names=tuple(name.translate(_HYPHENS) for name in citizen.given_names),
        birth_name=citizen.birth_name.translate(_HYPHENS),
    )


def _more_names(citizen: Citizen) -> Citizen:
    return replace(citizen, given_names=(*citizen.given_names, *_spare(citizen)[:2]))


def _swapped_names(citizen: Citizen) -> Citizen:
    first, *rest = citizen.given_names
    rest = rest or [_spare(citizen)[0]]
    return replace(citizen, given_names=(rest[0], first, *rest[1:]))


def _spare(citizen: Citizen) -> list[str]:
    return [name for name in _SPARE_NAMES if name not in citizen.given_names]


def _usage_name(citizen: Citizen) -> Citizen:
    return replace(citizen, birth_name=citizen.usage_name or f"{citizen.birth_name} Dusage")


def _unknown_day(citizen: Citizen) -> Citizen:
    return replace(citizen, birthdate=f"{citizen.birthdate[:8]}00")


def _birthdate_shift(citizen: Citizen) -> Citizen:
    shifted = date.fromisoformat(citizen.born) + timedelta(days=1)
    return replace(citizen, birthdate=shifted.isoformat())


def _other_gender(citizen: Citizen) -> Citizen:
    return replace(citizen, gender="male" if citizen.gender == "female" else "female")


def _born_abroad(citizen: Citizen) -> Citizen:
    return replace(citizen, birthplace="", birthcountry=_ABROAD)


def _twin(citizen: Citizen) -> Citizen:
    return replace(citizen, given_names=tuple(_spare(citizen)[:2]))


def _stranger(citizen: Citizen) -> Citizen:
    letters = "".join(chr(ord("A") + int(digit)) for digit in citizen.key if digit.isdecimal())
    return replace(
        citizen,
        given_names=("Nemo",),
        birth_name=f"Personne {letters or 'Z'}",
        usage_name="",
        birthdate="1901-01-01",
    )


VARIANTS: dict[str, Callable[[Citizen], Citizen]] = {
    "no_accents": _no_accents,
    "hyphen": _hyphen,
    "more_names": _more_names,
    "swapped_names": _swapped_names,
    "usage_name": _usage_name,
    "unknown_day": _unknown_day,
    "birthdate_shift": _birthdate_shift,
    "other_gender": _other_gender,
    "born_abroad": _born_abroad,
    "twin": _twin,
    "stranger": _stranger,
}

NAMES = ("exact", *VARIANTS, "other_elector")
