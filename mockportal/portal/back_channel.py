"""What the portal asks FranceConnect behind the browser's back: few bytes, little patience."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import hdrs
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OctKey

from mockportal.domain.refusals import ProviderFailed, ProviderSilent

SECONDS = 5
"""How long a call may take, connection included."""

MOST_BYTES = 1_000_000
_MEMBERS = frozenset({"alg", "kid", "typ"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that came in time and is not too long."""

    status: int
    media_type: str
    body: bytes

    def members(self) -> dict[str, Any]:
        """Return the members of a JSON object. Refuses: ProviderSilent."""
        return _object(self.body) or _silent()


class BackChannel:
    """Calls to FranceConnect, and the keys it published."""

    def __init__(self) -> None:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        self._http = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        self._keys: dict[str, dict[str, Key]] = {}

    async def close(self) -> None:
        """Hang up."""
        await self._http.close()

    async def post(self, url: str, form: dict[str, str]) -> Answer:
        """Send a form. Refuses: ProviderSilent."""
        return await self._call("POST", url, data=form)

    async def get(self, url: str, bearer: str = "") -> Answer:
        """Fetch a document. Refuses: ProviderSilent."""
        headers = {hdrs.AUTHORIZATION: f"Bearer {bearer}"} if bearer else {}
        return await self._call("GET", url, headers=headers)

    async def verify(self, token: str, jwks: str) -> dict[str, Any]:
        """Return the claims of a token signed with ES256 by a published key.

        An unknown key is looked for once more. Refuses: ProviderFailed, ProviderSilent.
        """
        kid = _header(token, "ES256").get("kid")
        if not isinstance(kid, str):
            raise ProviderFailed("answer")
        if kid not in self._keys.get(jwks, {}):
            self._keys[jwks] = await self._published(jwks)
        key = self._keys[jwks].get(kid)
        if key is None:
            raise ProviderFailed("answer")
        return _payload(token, key, "ES256")

    async def _published(self, jwks: str) -> dict[str, Key]:
        answer = await self.get(jwks)
        found = answer.members().get("keys") if answer.status == 200 else _silent()
        members = found if isinstance(found, list) else []
        wanted = [one for one in members if isinstance(one, dict) and one.get("alg") == "ES256"]
        try:
            return {str(one.get("kid")): ECKey.import_key(one) for one in wanted}
        except (JoseError, ValueError, KeyError):
            raise ProviderFailed("answer") from None

    async def _call(self, method: str, url: str, **options: Any) -> Answer:
        try:
            async with self._http.request(
                method, url, allow_redirects=False, **options
            ) as response:
                body = await response.content.read(MOST_BYTES + 1)
                while len(body) <= MOST_BYTES and (more := await response.content.readany()):
                    body += more
                answer = Answer(response.status, response.content_type, body)
        except (aiohttp.ClientError, TimeoutError):
            raise ProviderSilent from None
        if len(answer.body) > MOST_BYTES or not 200 <= answer.status < 500:
            raise ProviderSilent
        return answer if not 300 <= answer.status < 400 else _silent()


def verify_with_secret(token: str, secret: str) -> dict[str, Any]:
    """Return the claims of a v1 token, signed with the client's secret. Refuses: ProviderFailed."""
    _header(token, "HS256")
    return _payload(token, OctKey.import_key(secret), "HS256")


def _header(token: str, algorithm: str) -> dict[str, Any]:
    """Return a header of the one algorithm we take, with no other members."""
    try:
        header: dict[str, Any] = dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError):
        raise ProviderFailed("answer") from None
    if header.get("alg") != algorithm or not _MEMBERS.issuperset(header):
        raise ProviderFailed("answer")
    return header


def _payload(token: str, key: Key, algorithm: str) -> dict[str, Any]:
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[algorithm]).payload
    except (JoseError, ValueError):
        raise ProviderFailed("answer") from None
    claims = _object(payload)
    if claims is None:
        raise ProviderFailed("answer")
    return claims


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _silent() -> Any:
    raise ProviderSilent
