"""Tokens as they leave, sound or broken on purpose."""

import base64
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from joserfc.jwk import ECKey, Key, RSAKey

from mockportal.domain.franceconnect.faults import DEFAULT_DELAY, Armed
from mockportal.franceconnect.signing import Signer, serialize

Claims = dict[str, Any]

_HOUR = 3_600


def mint(signer: Signer, claims: Claims, faults: Sequence[Armed] = ()) -> str:
    """Return a signed token; the first ``jwt_`` fault decides what is wrong with it."""
    fault = next((one for one in faults if one.name.startswith("jwt_")), None)
    if fault is None:
        return serialize(signer.header, claims, signer.key)
    if fault.name in _CLAIMS:
        return serialize(signer.header, _CLAIMS[fault.name](claims, fault), signer.key)
    return _SIGNATURES[fault.name](signer, claims)


def spoil(token: str) -> str:
    """Return a token whose signature no longer fits."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}"


def _distance(fault: Armed) -> int:
    """Return how many seconds off: what the tester said, else an hour."""
    return _HOUR if fault.delay_ms == DEFAULT_DELAY else fault.delay_ms // 1000


def _expired(claims: Claims, fault: Armed) -> Claims:
    """Move a token so that it ended some seconds ago."""
    ended = claims["iat"] - _distance(fault)
    return {**claims, "iat": ended - (claims["exp"] - claims["iat"]), "exp": ended}


def _future(claims: Claims, fault: Armed) -> Claims:
    later = _distance(fault)
    return {**claims, "iat": claims["iat"] + later, "exp": claims["exp"] + later}


def _without_nonce(claims: Claims, fault: Armed) -> Claims:
    return {name: value for name, value in claims.items() if name != "nonce"}


_CLAIMS: dict[str, Callable[[Claims, Armed], Claims]] = {
    "jwt_wrong_iss": lambda claims, _: {**claims, "iss": "http://ailleurs.example/api/v2"},
    "jwt_wrong_aud": lambda claims, _: {**claims, "aud": "0" * 64},
    "jwt_two_aud": lambda claims, _: {**claims, "aud": [claims["aud"], "0" * 64]},
    "jwt_wrong_nonce": lambda claims, _: {**claims, "nonce": secrets.token_urlsafe(32)},
    "jwt_no_nonce": _without_nonce,
    "jwt_expired": _expired,
    "jwt_future": _future,
    "jwt_low_acr": lambda claims, _: {**claims, "acr": "eidas0"},
}


def _alg_none(signer: Signer, claims: Claims) -> str:
    _, payload, _ = serialize(signer.header, claims, signer.key).split(".")
    return f"{_NONE_HEADER}.{payload}."


_NONE_HEADER = "eyJhbGciOiJub25lIn0"
"""``{"alg":"none"}``"""


def _with_public_key(signer: Signer, claims: Claims) -> str:
    """Sign with HS256 and the public key as its secret: a confused verifier accepts it.

    By hand, since joserfc rightly refuses to.
    """
    _, payload, _ = serialize(signer.header, claims, signer.key).split(".")
    header = json.dumps({**signer.header, "alg": "HS256"}).encode()
    signed = f"{_encoded(header)}.{payload}"
    return f"{signed}.{_encoded(hmac.digest(_public(signer.key), signed.encode(), 'sha256'))}"


def _public(key: Key) -> bytes:
    if isinstance(key, ECKey | RSAKey):
        return key.as_pem(private=False)
    return b"nobody's public key"  # a shared secret has none


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unknown_kid(signer: Signer, claims: Claims) -> str:
    return serialize({**signer.header, "kid": secrets.token_urlsafe(32)}, claims, signer.key)


def _no_kid(signer: Signer, claims: Claims) -> str:
    return serialize({"alg": signer.alg}, claims, signer.key)


_SIGNATURES: dict[str, Callable[[Signer, Claims], str]] = {
    "jwt_bad_signature": lambda signer, claims: spoil(serialize(signer.header, claims, signer.key)),
    "jwt_alg_none": _alg_none,
    "jwt_hs_with_public_key": _with_public_key,
    "jwt_unknown_kid": _unknown_kid,
    "jwt_no_kid": _no_kid,
}
