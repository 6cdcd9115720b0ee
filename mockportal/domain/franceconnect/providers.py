"""The identity providers: what each asks, and what its check is worth. FRANCECONNECT §12."""

from dataclasses import dataclass
from enum import StrEnum

from mockportal.domain.franceconnect.identifiers import Shape


class Secret(StrEnum):
    """What one types beside the identifier."""

    PASSWORD = "password"
    CODE = "code"
    NONE = "none"


class Factor(StrEnum):
    """The simulated second factor."""

    NONE = "none"
    APPROVAL = "approval"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider as built; titles, order and states are the election's."""

    uid: str
    shape: Shape
    secret: Secret
    factor: Factor
    amr: tuple[str, ...]
    digits: int = 0
    beta: bool = False


_PHONE = ("fc", "pin", "pop", "mfa")
_PASSWORD = ("fc", "pwd")

PROVIDERS: dict[str, Provider] = {
    one.uid: one
    for one in (
        Provider("impots", Shape.FISCAL, Secret.PASSWORD, Factor.NONE, _PASSWORD),
        Provider("ameli", Shape.SOCIAL, Secret.PASSWORD, Factor.NONE, _PASSWORD, digits=6),
        Provider("laposte", Shape.MAIL, Secret.PASSWORD, Factor.APPROVAL, _PHONE),
        Provider("msa", Shape.SOCIAL, Secret.PASSWORD, Factor.NONE, _PASSWORD),
        Provider("mcm", Shape.MOBILE, Secret.NONE, Factor.CODE, _PHONE, digits=4),
        Provider("yris", Shape.MOBILE, Secret.NONE, Factor.APPROVAL, _PHONE),
        Provider(
            "france-identite", Shape.NONE, Secret.CODE, Factor.NONE, _PHONE, digits=6, beta=True
        ),
    )
}


def factor_of(provider: Provider, *, ameli_code: bool) -> Factor:
    """Return the second factor that an election asks for; Ameli's is an option."""
    return Factor.CODE if ameli_code and provider.uid == "ameli" else provider.factor


def amr_of(provider: Provider, *, ameli_code: bool) -> tuple[str, ...]:
    """Return how the citizen was authenticated, ``fc`` first."""
    return (*provider.amr, "mail") if ameli_code and provider.uid == "ameli" else provider.amr
