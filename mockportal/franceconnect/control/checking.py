"""A token under the eyes of a tester: decoded, and checked as a client should."""

import json
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from mockportal.client.franceconnect import StubCheck, StubToken
from mockportal.domain.franceconnect.authorize import strict_json
from mockportal.domain.franceconnect.clients import Algorithm, Client, Stamps
from mockportal.domain.instants import SECOND, Millis, paris
from mockportal.franceconnect.signing import find_key, secret_key
from mockportal.usecases.franceconnect.keeping import Keys
from mockportal.usecases.franceconnect.observing import TokenFacts
from mockportal.usecases.franceconnect.scene import Here

_NO_TOKEN = "Ce n'est pas un jeton signé : trois parties séparées par des points sont attendues."


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it came, nothing of it believed yet."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]


def opened(text: str) -> Token | StubToken:
    """Return a token decoded; what is none, with the one check that it fails."""
    text = text.strip()
    try:
        found = jws.extract_compact(text.encode())
        claims = strict_json(found.payload.decode())
    except (JoseError, ValueError):
        return _no_token(_NO_TOKEN)
    if not isinstance(claims, dict):
        return _no_token("La charge du jeton n'est pas un objet JSON.")
    return Token(text, found.headers(), claims)


def _no_token(says: str) -> StubToken:
    wrong = StubCheck(name="forme", holds=False, says=says)
    return StubToken(header={}, claims={}, checks=(wrong,), holds=False)


def checked(token: Token, keys: Keys, here: Here, known: TokenFacts) -> StubToken:
    """Return a token with the checks of FRANCECONNECT §15, by the stub's own keys and clients."""
    client = known.client
    checks = [_audience(token, client)]
    if client is not None:
        checks += [_issuer(token, here, client), _algorithm(token, client)]
        checks += [_signature(token, keys, client), *_times(token, here, known, client)]
        checks += [_nonce(token, known)] if "nonce" in token.claims else []
    holds = all(one.holds for one in checks)
    return StubToken(header=token.header, claims=token.claims, checks=tuple(checks), holds=holds)


def _audience(token: Token, client: Client | None) -> StubCheck:
    found = token.claims.get("aud")
    if client is None:
        return StubCheck(
            name="aud",
            holds=False,
            says=f"aucun client en service ne s'appelle {json.dumps(found, ensure_ascii=False)}",
        )
    return StubCheck(name="aud", holds=True, says=f"le client « {client.name} »")


def _issuer(token: Token, here: Here, client: Client) -> StubCheck:
    found, expected = token.claims.get("iss"), here.place.issuer(client.dialect)
    says = expected if found == expected else f"{found} au lieu de {expected}"
    return StubCheck(name="iss", holds=found == expected, says=says)


def _algorithm(token: Token, client: Client) -> StubCheck:
    found = token.header.get("alg")
    allowed = dict.fromkeys((client.id_token_alg.value, client.userinfo_signed.value))
    says = f"{found}, attendu {' ou '.join(allowed)}"
    return StubCheck(name="alg", holds=found in allowed, says=says)


def _signature(token: Token, keys: Keys, client: Client) -> StubCheck:
    alg, kid = str(token.header.get("alg")), str(token.header.get("kid", ""))
    if alg == Algorithm.HS256:
        key, told = secret_key(client), "le secret du client"
    elif alg in {Algorithm.ES256, Algorithm.RS256}:
        found = find_key(keys, kid)
        if found is None:
            return _unsound(f"la clé {kid or '(sans kid)'} n'est pas publiée dans le JWKS")
        key, told = found, f"la clé publiée {kid}"
    else:
        return _unsound(f"l'algorithme {alg} n'en donne aucune qui vaille")
    try:
        jws.deserialize_compact(token.text, key, algorithms=[alg])
    except (JoseError, ValueError):
        return _unsound(f"elle ne correspond pas à {told}")
    return StubCheck(name="signature", holds=True, says=f"vérifiée avec {told}")


def _unsound(says: str) -> StubCheck:
    return StubCheck(name="signature", holds=False, says=says)


def _times(token: Token, here: Here, known: TokenFacts, client: Client) -> list[StubCheck]:
    """Return iat and exp, by the clock that dates this client's tokens."""
    by_election = client.token_time is Stamps.ELECTION
    now: Millis = known.now if by_election else here.wall
    clock = "l'horloge de l'élection" if by_election else "l'heure de la machine"
    return [_time(token, name, now, clock) for name in ("iat", "exp")]


def _time(token: Token, name: str, now: Millis, clock: str) -> StubCheck:
    stamp = token.claims.get(name)
    if not isinstance(stamp, int) or not 0 < stamp < 2**33:
        return StubCheck(name=name, holds=False, says="absent, ou pas un nombre de secondes")
    away = stamp - now / SECOND
    holds = away <= 0 if name == "iat" else away > 0
    told = f"dans {away:.0f} s" if away > 0 else f"il y a {-away:.0f} s"
    return StubCheck(
        name=name,
        holds=holds,
        says=f"{paris(stamp * SECOND):%d/%m/%Y à %H:%M:%S}, {told} selon {clock}",
    )


def _nonce(token: Token, known: TokenFacts) -> StubCheck:
    says = "celui d'une demande de ce client" if known.nonce_asked else "d'aucune demande connue"
    return StubCheck(name="nonce", holds=known.nonce_asked, says=says)
