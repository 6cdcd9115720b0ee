"""Scopes, and the claims that each one brings: FRANCECONNECT §7."""

from collections.abc import Iterable

from mockportal.domain.franceconnect.dialects import Dialect

_GIVEN = ("given_name", "given_name_array")

# Published: partner documentation of the service, « scopes ».
CLAIMS: dict[str, tuple[str, ...]] = {
    "openid": (),
    "profile": (*_GIVEN, "family_name", "birthdate", "gender", "preferred_username"),
    "birth": ("birthplace", "birthcountry"),
    "identite_pivot": (
        *(*_GIVEN, "family_name", "birthdate"),
        *("gender", "birthplace", "birthcountry"),
    ),
    "gender": ("gender",),
    "birthdate": ("birthdate",),
    "birthcountry": ("birthcountry",),
    "birthplace": ("birthplace",),
    "given_name": _GIVEN,
    "family_name": ("family_name",),
    "email": ("email",),
    "preferred_username": ("preferred_username",),
    "idp_birthdate": ("idp_birthdate",),
    "amr": ("amr",),
    "idp_id": ("idp_id",),
}
V1_ONLY: dict[str, tuple[str, ...]] = {"address": ("address",), "phone": ("phone_number",)}

SUPPORTED = tuple(CLAIMS)
_V1 = CLAIMS | V1_ONLY


def known(dialect: Dialect) -> dict[str, tuple[str, ...]]:
    """Return the scopes of a dialect."""
    return _V1 if dialect is Dialect.V1 else CLAIMS


def claims_of(scopes: Iterable[str], dialect: Dialect) -> frozenset[str]:
    """Return the claims that some scopes bring."""
    table = known(dialect)
    return frozenset(claim for scope in scopes for claim in table.get(scope, ()))


def is_anonymous(scopes: Iterable[str]) -> bool:
    """Tell whether nothing but ``openid`` is asked: the service receives no personal data."""
    return not any(scope in _V1 and scope != "openid" for scope in scopes)
