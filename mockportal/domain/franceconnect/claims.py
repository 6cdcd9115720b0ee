"""What is said of a citizen, to whom, and for how long: FRANCECONNECT §6, §7."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from mockportal.domain.franceconnect import scopes as known_scopes
from mockportal.domain.franceconnect.citizens import Citizen
from mockportal.domain.franceconnect.clients import Client, Stamps
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.instants import SECOND, Millis

Claims = dict[str, Any]

_PHONE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Both:
    """One moment on two clocks: the election's measures, either one stamps."""

    election: Millis
    wall: Millis

    def stamp(self, client: Client) -> int:
        """Return the whole second already begun, on the clock that dates this client's tokens."""
        chosen = self.election if client.token_time is Stamps.ELECTION else self.wall
        return chosen // SECOND


def identity(citizen: Citizen, provider: str, amr: Collection[str]) -> Claims:
    """Return every claim that could be made of a citizen known by one provider."""
    given = " ".join(citizen.given_names)
    return {
        "given_name": given,
        "given_name_array": list(citizen.given_names),
        "family_name": citizen.birth_name.upper(),
        "birthdate": citizen.born,
        "gender": citizen.gender,
        "preferred_username": citizen.usage_name.upper(),
        "birthplace": citizen.birthplace,
        "birthcountry": citizen.birthcountry,
        "email": citizen.email,
        "idp_birthdate": citizen.birthdate,
        "idp_id": provider,
        "amr": list(amr),
        "address": _address(citizen),
        "phone_number": citizen.phone,
    }


def _address(citizen: Citizen) -> Claims:
    street, code, town = "1 place de la Fiction", "00000", "VILLE-FICTIVE"
    return {
        "country": "France",
        "formatted": f"{citizen.full_name}\n{street}\n{code} {town}",
        "locality": town,
        "postal_code": code,
        "street_address": street,
    }


def transmitted(everything: Claims, sub: str, client: Client, scopes: Iterable[str]) -> Claims:
    """Return the claims that some scopes let a client see."""
    wanted = known_scopes.claims_of(scopes, client.dialect)
    if client.dialect is Dialect.V1:
        wanted -= {"given_name_array"}
    if not client.allow_amr:
        wanted -= {"amr"}
    return {"sub": sub} | {name: everything[name] for name in everything if name in wanted}


@dataclass(frozen=True, slots=True)
class Login:
    """One citizen's connection for one client, as tokens will tell it."""

    sub: str
    acr: str
    nonce: str
    auth_time: Both
    amr: tuple[str, ...]
    amr_asked: bool


def id_token(login: Login, client: Client, issuer: str, now: Both, lives: Millis) -> Claims:
    """Return the claims of an id_token; durations are whole seconds."""
    issued = now.stamp(client)
    common: Claims = {"aud": client.client_id, "exp": issued + lives // SECOND, "iat": issued}
    if client.dialect is Dialect.V1:
        return {
            **{"iss": issuer, "sub": login.sub, **common, "nonce": login.nonce},
            **{"idp": "FC", "acr": login.acr},
            "amr": list(login.amr) if login.amr_asked else [],
        }
    claims: Claims = {
        "sub": login.sub,
        "auth_time": login.auth_time.stamp(client),
        "acr": login.acr,
        "nonce": login.nonce,
        **common,
        "iss": issuer,
    }
    return {**claims, "amr": list(login.amr)} if login.amr_asked else claims


def userinfo(
    claims: Claims, client: Client, issuer: str, now: Both, token: Both, lives: Millis
) -> Claims:
    """Return userinfo's claims in their envelope; ``exp`` is the access token's."""
    return {
        **claims,
        "aud": client.client_id,
        "exp": token.stamp(client) + lives // SECOND,
        "iat": now.stamp(client),
        "iss": issuer,
    }
