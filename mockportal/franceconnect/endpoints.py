"""What clients call themselves: token, userinfo, revocation."""

import asyncio
from collections.abc import Sequence

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain.franceconnect.clients import Algorithm
from mockportal.domain.franceconnect.codes import Problem
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.instants import paris
from mockportal.domain.refusals import Unreadable
from mockportal.franceconnect import keys
from mockportal.franceconnect.broken import broken_answer
from mockportal.franceconnect.calling import Call
from mockportal.franceconnect.minting import mint, spoil
from mockportal.franceconnect.problems import JSON, json_response, problem
from mockportal.usecases.franceconnect import exchanging
from mockportal.usecases.franceconnect.exchanging import Granted, Request, Told
from mockportal.usecases.franceconnect.scene import delay_of

JWT = "application/jwt"
ELECTION_TIME = "X-Mock-Election-Time"


async def token(call: Call) -> web.Response:
    """POST /api/v2/token: tokens for a code."""
    form = await call.form()
    return await _exchange(call, Dialect.V2, tuple(form.items()))


async def token_v1(call: Call) -> web.Response:
    """POST /api/v1/token: a form, or JSON as some clients of the time send."""
    if call.request.content_type != JSON:
        return await _exchange(call, Dialect.V1, tuple((await call.form()).items()))
    told = await edge.read_json(call.request)
    if not isinstance(told, dict):
        raise Unreadable
    given = tuple((name, value) for name, value in told.items() if isinstance(value, str))
    return await _exchange(call, Dialect.V1, given)


async def _exchange(call: Call, dialect: Dialect, given: Sequence[tuple[str, str]]) -> web.Response:
    request = Request(dialect, given, call.request.headers.get(hdrs.AUTHORIZATION))
    found = await call.perform(exchanging.give_tokens, request=request)
    if isinstance(found, Problem):
        return problem(call.place, dialect, found, "Basic")
    return await _grant(call, found)


async def _grant(call: Call, granted: Granted) -> web.Response:
    client = granted.client
    signer = await call.request.app[keys.RING].signer(
        call.place.election, client, client.id_token_alg
    )
    told = {
        "access_token": granted.access_token,
        "expires_in": granted.lives // 1000,
        "id_token": mint(signer, granted.id_token, granted.faults),
    }
    if client.dialect is Dialect.V2:
        told["scope"] = granted.scope
    told["token_type"] = "Bearer"
    response = json_response(told)
    for fault in granted.faults:
        await asyncio.sleep(delay_of(fault) / 1000)
        response = broken_answer(fault.name, call.request, told) or response
    response.headers[ELECTION_TIME] = paris(granted.now).isoformat(timespec="milliseconds")
    response.headers[hdrs.PRAGMA] = "no-cache"
    return response


async def userinfo(call: Call) -> web.Response:
    """GET /api/v2/userinfo: the claims, signed as was agreed."""
    return await _tell(call, Dialect.V2)


async def userinfo_v1(call: Call) -> web.Response:
    """GET /api/v1/userinfo: the claims, as JSON."""
    return await _tell(call, Dialect.V1)


async def _tell(call: Call, dialect: Dialect) -> web.Response:
    found = await call.perform(
        exchanging.tell,
        dialect=dialect,
        query=call.query,
        authorization=call.request.headers.get(hdrs.AUTHORIZATION),
    )
    if isinstance(found, Problem):
        return problem(call.place, dialect, found, "Bearer")
    await asyncio.sleep(delay_of(found.fault) / 1000)
    name = found.fault.name if found.fault else ""
    return broken_answer(name, call.request, found.claims) or await _told(call, found, name)


async def _told(call: Call, told: Told, fault: str) -> web.Response:
    client = told.client
    plain = client.dialect is Dialect.V1 or client.userinfo_signed is Algorithm.NONE
    changes = _CHANGES.get(fault, {})
    if plain or fault == "ui_plain_json":
        return json_response(_without({**told.claims, **changes}))
    signer = await call.request.app[keys.RING].signer(
        call.place.election, client, client.userinfo_signed
    )
    jwt = mint(signer, _without({**told.envelope, **changes}))
    body = spoil(jwt) if fault == "ui_bad_signature" else jwt
    return web.Response(body=body.encode(), content_type=JWT)


_CHANGES: dict[str, dict[str, object]] = {
    "ui_other_sub": {"sub": f"{'0' * 64}v1"},
    "ui_wrong_aud": {"aud": "0" * 64},
    "ui_no_mail": {"email": None},
    "ui_bad_mail": {"email": "pas une adresse"},
}


def _without(claims: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in claims.items() if value is not None}


async def revoke(call: Call) -> web.Response:
    """POST /api/v2/token/revocation: an access token given back."""
    form = await call.form()
    authorization = call.request.headers.get(hdrs.AUTHORIZATION)
    request = Request(Dialect.V2, tuple(form.items()), authorization)
    wrong = await call.perform(exchanging.revoke, request=request)
    if wrong is not None:
        return problem(call.place, Dialect.V2, wrong, "Basic")
    return web.Response(status=200)
