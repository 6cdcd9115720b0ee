"""The réassort through FranceConnect: the portal as a client, over HTTP like any other."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain.franceconnect.clients import PORTAL_PATH
from mockportal.domain.refusals import (
    FranceconnectOff,
    ProviderCancelled,
    ProviderFailed,
    ProviderSilent,
)
from mockportal.portal import keys
from mockportal.portal.back_channel import SECONDS, Answer, BackChannel, verify_with_secret
from mockportal.portal.bridge import ELECTION, Turn, ask, go, perform, perform_on_return, remember
from mockportal.usecases import renewing_franceconnect as renewing
from mockportal.usecases.renewing_franceconnect import SCOPE, Callback, Errand, Silence, Told

CHANNEL: web.AppKey[BackChannel] = web.AppKey("channel", BackChannel)


def join(app: web.Application, partner: keys.Partner) -> None:
    """Make a portal a client of FranceConnect; without this the second way is closed."""
    app[keys.PARTNER] = partner
    app.cleanup_ctx.append(_channel)


async def _channel(app: web.Application) -> AsyncIterator[None]:
    app[CHANNEL] = BackChannel()
    yield
    await app[CHANNEL].close()


async def leave(request: web.Request) -> web.Response:
    """POST /portail/reassort/franceconnect."""
    base = _base(request)
    turn = await perform(request, renewing.leave)
    gone: renewing.Departure = turn.value
    turn.visit = gone.visit
    asked = {
        "response_type": "code",
        "client_id": gone.client_id,
        "redirect_uri": _own_address(request),
        "scope": SCOPE,
        "acr_values": "eidas1",
        "state": gone.state,
        "nonce": gone.nonce,
    }
    return _away(request, turn, f"{base}/api/{gone.dialect}/authorize?{urlencode(asked)}")


async def come_back(request: web.Request) -> web.Response:
    """GET /portail/reassort/franceconnect/retour: nothing received is shown."""
    base, query = _base(request), edge.read_query(request)
    back = Callback(
        base=base,
        state=query.get("state", ""),
        iss=query.get("iss"),
        error=query.get("error"),
        code=query.get("code"),
    )
    try:
        turn = await perform_on_return(request, renewing.come_back, back=back)
    except ProviderCancelled as cancelled:
        way = "refuse" if cancelled.other else "interrompu"
        return go(request, cancelled.where, f"reassort?retour={way}")
    errand: Errand | None = turn.value
    if errand is None:
        return go(request, turn, "espace")
    told = await _identity(request, base, errand)
    turn = await perform_on_return(request, renewing.recognise, errand=errand, told=told)
    return go(request, turn, "message-envoye")


async def log_out(request: web.Request) -> web.Response:
    """POST /portail/reassort/franceconnect/deconnexion: end the session at FranceConnect."""
    base = _base(request)
    turn = await perform(request, renewing.logout)
    if turn.value is None:
        return go(request, turn, "espace")
    asked = {
        "id_token_hint": turn.value.hint,
        "post_logout_redirect_uri": f"{_home(request)}/portail/message-envoye",
        "state": turn.value.state,
    }
    return _away(request, turn, f"{base}{turn.value.path}?{urlencode(asked)}")


async def _identity(request: web.Request, base: str, errand: Errand) -> Told:
    """Ask for tokens and claims, and verify them, in the order of the contract.

    Refuses: ProviderSilent, ProviderFailed.
    """
    channel, api = request.app[CHANNEL], f"{base}/api/{errand.dialect}"
    await _be_silent(errand.silent)
    tokens = _accepted(await channel.post(f"{api}/token", _token_form(request, errand))).members()
    id_token, access = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access, str):
        raise ProviderFailed("answer")
    claims = await _verified(channel, api, errand, id_token)
    judged = await ask(request, renewing.judge, errand=errand, claims=claims)
    answer = _accepted(await channel.get(f"{api}/userinfo", access))
    if errand.dialect == "v1":
        return Told(id_token, judged.value, answer.members())
    if answer.media_type != "application/jwt":
        raise ProviderFailed("answer")
    told = await _verified(channel, api, errand, answer.body.decode(errors="replace"))
    return Told(id_token, judged.value, told)


async def _verified(channel: BackChannel, api: str, errand: Errand, token: str) -> dict[str, Any]:
    if errand.dialect == "v1":
        return verify_with_secret(token, errand.client_secret)
    return await channel.verify(token, f"{api}/jwks")


def _token_form(request: web.Request, errand: Errand) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": errand.code,
        "redirect_uri": _own_address(request),
        "client_id": errand.expected.client_id,
        "client_secret": errand.client_secret,
    }


def _accepted(answer: Answer) -> Answer:
    """Return a good answer. Refuses: ProviderFailed, for 4xx: our request was refused."""
    if answer.status != 200:
        raise ProviderFailed("answer")
    return answer


async def _be_silent(fault: Silence | None) -> None:
    """Wait as a fault says, real seconds. Refuses: ProviderSilent."""
    if fault is None:
        return
    silent = fault.status >= 400 or fault.delay_s == 0 or fault.delay_s >= SECONDS
    if fault.status < 400:
        await asyncio.sleep(min(fault.delay_s or SECONDS, SECONDS))
    if silent:
        raise ProviderSilent


def _base(request: web.Request) -> str:
    """Return where FranceConnect answers for this election. Refuses: FranceconnectOff."""
    partner = request.app.get(keys.PARTNER)
    if partner is None or not partner.franceconnect:
        raise FranceconnectOff
    return f"{partner.franceconnect.rstrip('/')}/{request[ELECTION]}"


def _home(request: web.Request) -> str:
    return f"{request.app[keys.PARTNER].portal.rstrip('/')}/{request[ELECTION]}"


def _own_address(request: web.Request) -> str:
    return _home(request) + PORTAL_PATH


def _away(request: web.Request, turn: Turn, url: str) -> web.Response:
    response = web.Response(status=303, headers={hdrs.LOCATION: url})
    remember(request, response, turn)
    return response
