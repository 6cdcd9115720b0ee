"""Tokens: keys made once per election, read once per process; headers as each dialect has them."""

import asyncio
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from mockportal.domain.franceconnect.clients import Algorithm, Client
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.storage.store import Store
from mockportal.usecases.franceconnect import keeping
from mockportal.usecases.franceconnect.keeping import Keys

_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs one client's tokens, and the header that goes with it."""

    alg: str
    header: dict[str, str]
    key: Key


def serialize(header: dict[str, Any], claims: dict[str, Any], key: Key) -> str:
    """Return a signed compact token with exactly this header."""
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, key, algorithms=[header["alg"]])


class KeyRing:
    """The signing keys of every election, made when first needed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._making = asyncio.Lock()

    async def signer(self, election: str, client: Client, alg: Algorithm) -> Signer:
        """Return what signs a client's tokens."""
        if alg is Algorithm.HS256:
            typed = {"typ": "JWT"} if client.dialect is Dialect.V1 else {}
            return Signer(alg, {**typed, "alg": "HS256"}, _secret(client.client_secret))
        key = _read((await self.keys(election)).current[alg])
        return Signer(alg, {"alg": alg.value, "kid": str(key.kid)}, key)

    async def published(self, election: str) -> list[dict[str, Any]]:
        """Return the public keys of an election, always in the same order."""
        return public_keys(await self.keys(election))

    async def keys(self, election: str) -> Keys:
        """Return the keys of an election; the first time they are made, off the loop."""
        found = await self._store.ask(election, keeping.keys)
        if found.complete:
            return found
        async with self._making:
            fresh = await asyncio.to_thread(fresh_keys)
            return await self._store.perform(election, keeping.adopt, fresh=fresh)


def fresh_keys() -> dict[str, str]:
    """Return a new private key for each algorithm, as JWK texts."""
    made: dict[str, Key] = {
        "ES256": ECKey.generate_key("P-256", private=True),
        "RS256": RSAKey.generate_key(_RSA_BITS, private=True),
    }
    return {alg: _written(alg, key) for alg, key in made.items()}


def public_keys(keys: Keys) -> list[dict[str, Any]]:
    """Return the public members of the keys in force, then of the old ones."""
    texts = [keys.current[alg] for alg in keeping.ALGORITHMS if alg in keys.current]
    return [_read(text).as_dict(private=False) for text in (*texts, *keys.old)]


def find_key(keys: Keys, kid: str) -> Key | None:
    """Return the key of that id, in force or old."""
    found = (_read(text) for text in (*keys.current.values(), *keys.old))
    return next((key for key in found if key.kid == kid), None)


def secret_key(client: Client) -> Key:
    """Return a client's secret as a key: the bytes of its text, not of its digits."""
    return _secret(client.client_secret)


def _written(alg: str, key: Key) -> str:
    members = {**key.as_dict(private=True), "use": "sig", "alg": alg, "kid": key.thumbprint()}
    return json.dumps(members, sort_keys=True)


@lru_cache(maxsize=1024)
def _read(text: str) -> Key:
    members = json.loads(text)
    return (RSAKey if members["kty"] == "RSA" else ECKey).import_key(members)


@lru_cache(maxsize=1024)
def _secret(text: str) -> Key:
    return OctKey.import_key(text)
