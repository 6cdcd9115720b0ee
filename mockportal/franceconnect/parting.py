"""A client's logout request: its hint is read and verified here, the rest by the rules."""

from dataclasses import dataclass

from aiohttp import web
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

from mockportal.domain.franceconnect import logout
from mockportal.domain.franceconnect.authorize import Stop, strict_json
from mockportal.domain.franceconnect.clients import Algorithm, Client
from mockportal.domain.franceconnect.dialects import Dialect, prefixed
from mockportal.franceconnect import keys
from mockportal.franceconnect.calling import Call, respond
from mockportal.franceconnect.signing import find_key, secret_key
from mockportal.usecases.franceconnect import leaving

UNDECODABLE, BAD_SIGNATURE, UNKNOWN_AUDIENCE = "Y04FEDB9", "Y045AFAE", "Y0429C91"
_SIGNED = (Algorithm.ES256, Algorithm.RS256)


@dataclass(frozen=True, slots=True)
class Hint:
    """An id_token given back, before anything of it is believed."""

    text: str
    alg: str
    kid: str
    audience: str


async def leave(call: Call) -> web.Response:
    """GET /api/v2/session/end: begin a logout."""
    return await _leave(call, Dialect.V2)


async def leave_v1(call: Call) -> web.Response:
    """GET /api/v1/logout: log out."""
    return await _leave(call, Dialect.V1)


async def _leave(call: Call, dialect: Dialect) -> web.Response:
    given = logout.read(call.query)
    if isinstance(given, Stop):
        return await _refuse(call, dialect, given.code)
    hint = read_hint(given["id_token_hint"])
    code = UNDECODABLE if hint is None else await _fault(call, dialect, hint)
    if hint is None or code is not None:
        return await _refuse(call, dialect, code or UNDECODABLE)
    request = leaving.Request(dialect, given, hint.audience)
    answer = await call.perform(leaving.begin, cookie=call.cookie, request=request)
    return await respond(call, answer)


async def _refuse(call: Call, dialect: Dialect, code: str) -> web.Response:
    told = prefixed(code, dialect)
    return await respond(call, await call.perform(leaving.refuse, code=told, given=call.query))


def read_hint(text: str) -> Hint | None:
    """Return what a hint says of itself; None for what is no token of one audience."""
    try:
        token = jws.extract_compact(text.encode())
        claims = strict_json(token.payload.decode())
    except (JoseError, ValueError):
        return None
    header = token.headers()
    audience = claims.get("aud") if isinstance(claims, dict) else None
    if not isinstance(audience, str):
        return None
    return Hint(text, str(header.get("alg", "")), str(header.get("kid", "")), audience)


async def _fault(call: Call, dialect: Dialect, hint: Hint) -> str | None:
    client = await call.ask(leaving.hint_client, client_id=hint.audience, dialect=dialect)
    key = await _key(call, hint, client)
    if key is None:
        return UNKNOWN_AUDIENCE if hint.alg == Algorithm.HS256 else BAD_SIGNATURE
    try:
        jws.deserialize_compact(hint.text, key, algorithms=[hint.alg])
    except (JoseError, ValueError):
        return BAD_SIGNATURE
    if client is None:
        return UNKNOWN_AUDIENCE
    return None if client.id_token_alg == hint.alg else BAD_SIGNATURE


async def _key(call: Call, hint: Hint, client: Client | None) -> Key | None:
    """Return the key a hint must be signed with: a client's secret, or one of ours."""
    if hint.alg == Algorithm.HS256:
        return secret_key(client) if client is not None else None
    if hint.alg not in _SIGNED:
        return None
    ring = call.request.app[keys.RING]
    return find_key(await ring.keys(call.place.election), hint.kid)
