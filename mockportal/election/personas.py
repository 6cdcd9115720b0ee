"""What a persona may be, given the rest of the election."""

from typing import TYPE_CHECKING

from mockportal.domain.canonical import new_password
from mockportal.domain.refusals import Refused
from mockportal.election.declared import Misfit
from mockportal.election.people import Persona
from mockportal.election.rules import Password

if TYPE_CHECKING:
    from mockportal.election.model import Election

BY_PHONE = frozenset({"mcm", "yris"})
"""Providers that know a citizen by the mobile number."""


def check_personas(election: "Election") -> None:
    """Refuse personas who cannot be on this roll, or break its rules."""
    phones: set[tuple[str, str]] = set()
    for place, persona in enumerate(election.personas):
        for key, reason in _reasons(election, persona, phones):
            raise Misfit(reason, "persona", place, key)


def _reasons(
    election: "Election", persona: Persona, phones: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return what is wrong with a persona: the key, and why."""
    reasons: list[tuple[str, str]] = []
    last = election.electorate.size - 1
    if persona.rank > last:
        reasons.append(("rank", f"trouvé {persona.rank}, le dernier rang est {last}"))
    if persona.population not in election.populations:
        choices = ", ".join(election.populations)
        reasons.append(
            ("population", f"trouvé {persona.population!r}, attendu l'une de : {choices}")
        )
    rule = election.password
    if persona.password and not _accepted(persona.password, rule):
        reasons.append(("password", "le mot de passe ne suit pas la règle (section password)"))
    code = election.vote_code
    if persona.vote_code and not code.fits(persona.vote_code):
        reasons.append(("vote_code", "le code ne suit pas la règle (section vote_code)"))
    for provider in BY_PHONE.intersection(persona.providers or ()):
        if persona.phone is None:
            reasons.append(("phone", f"un compte {provider} demande un numéro (phone)"))
        elif (provider, persona.phone) in phones:
            reasons.append(("phone", f"un autre compte {provider} a déjà ce numéro"))
        else:
            phones.add((provider, persona.phone))
    return reasons


def _accepted(password: str, rule: Password) -> bool:
    """Tell whether the portal would take a password."""
    try:
        new_password(password, password, rule.min, rule.max)
    except Refused:
        return False
    return True
