"""The réassort: choice of the way, question and NUMEN, link, timed code."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import partial
from math import ceil

from aiohttp import web

from mockportal import edge
from mockportal.domain import refusals as no
from mockportal.domain.instants import DAY, SECOND
from mockportal.portal.bridge import Turn, ask, cookie, go, page, perform, remote, set_cookie
from mockportal.portal.sealing import seal, unseal
from mockportal.portal.signing_in import count_guess
from mockportal.usecases import renewing
from mockportal.usecases.challenging import Request

ABOUT = "vote code on screen"
KEY_BYTES = 32
ON_SCREEN = (
    *(no.NumenForm, no.ChannelMissing, no.PhoneForm, no.MailForm, no.MailIsIdentifier),
    *(no.OutsideFiction, no.ChallengeWrong, no.ChallengeMissing, no.TooMany),
    *(no.ReissueThrottled, no.ReissueUnavailable),
)


CANCELLED = {
    "interrompu": no.ProviderCancelled(),
    "refuse": no.ProviderCancelled(other=True),
}
"""How FranceConnect sent a voter back without an identity, by what the address says."""


async def show_choice(request: web.Request) -> web.Response:
    """GET /portail/reassort."""
    turn = await ask(request, renewing.look)
    cancelled = CANCELLED.get(edge.read_query(request).get("retour", ""))
    response = page(
        request, turn, "reassort.html", refused=cancelled, franceconnect=turn.value.franceconnect
    )
    response.set_status(200)  # the refusal was the redirect that led here
    return response


async def show_challenge(request: web.Request) -> web.Response:
    """GET /portail/reassort/defi."""
    return _challenge(request, await ask(request, renewing.look), {})


async def ask_link(request: web.Request) -> web.Response:
    """POST /portail/reassort/defi."""
    form = await edge.read_form(request)
    typed = Request(
        question=form.get("question", ""),
        answer=form.get("reponse", ""),
        numen=form.get("numen", ""),
        channel=form.get("canal", ""),
        phone=form.get("telephone", ""),
        mail=form.get("adresse", ""),
    )
    try:
        turn = await perform(request, renewing.ask_link, typed=typed)
    except ON_SCREEN as refused:
        return _challenge(request, await ask(request, renewing.look), form, refused)
    return go(request, turn, "message-envoye")


async def show_link(request: web.Request) -> web.Response:
    """GET /portail/reassort/lien/{token}: consumes nothing, gives the browser its key."""
    token = request.match_info["token"]
    try:
        turn = await ask(request, renewing.look_at_link, token=token, address=remote(request))
    except no.LinkUnknown:
        await count_guess(request)
        raise
    response = page(request, turn, "reassort-lien.html", holes={"token": token})
    if _key(request) is None:
        drawn = urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        set_cookie(request, response, "affichage", drawn)
    return response


async def regenerate_code(request: web.Request) -> web.Response:
    """POST /portail/reassort/lien/{token}."""
    form, key = await edge.read_form(request), _key(request)
    if key is None:
        raise no.FormExpired  # the link page gave a key: this browser did not come from it
    browser = renewing.Browser(key.hex(), partial(seal, key, about=ABOUT))
    token, cle = request.match_info["token"], form.get("cle", "")
    try:
        turn = await perform(
            request, renewing.regenerate_code, token=token, cle=cle, browser=browser
        )
    except no.LinkUnknown:
        await count_guess(request)
        raise
    return go(request, turn, "reassort/code")


async def show_code(request: web.Request) -> web.Response:
    """GET /portail/reassort/code: the code, for as long as the server says."""
    key = _key(request)
    if key is None:
        raise no.UnknownPage
    try:
        turn = await ask(request, renewing.look_at_code, key=key.hex())
    except no.RevealGone as refused:
        return page(request, refused.where, "reassort-code.html", refused=refused)
    on_screen: renewing.OnScreen = turn.value
    code = unseal(key, on_screen.sealed_code, ABOUT)
    if code is None:
        raise no.UnknownPage
    clock = turn.state.clock
    real = on_screen.left / (clock.speed or 1)
    holes = {
        "code": code,
        "remaining_ms": str(on_screen.left),
        "remaining_s": str(ceil(real / SECOND)),
        "refresh_s": str(DAY // SECOND if clock.frozen else ceil(real / SECOND)),
    }
    return page(request, turn, "reassort-code.html", holes=holes)


def _challenge(
    request: web.Request, turn: Turn, form: Mapping[str, str], refused: no.Refused | None = None
) -> web.Response:
    channel = form.get("canal", "")
    holes = {
        "value_telephone": form.get("telephone", ""),
        "value_adresse": form.get("adresse", ""),
    }
    shape = {"channel": channel if channel in ("sms", "email") else ""}
    rules = turn.world.election
    if rules.reissue.question == "select":
        chosen = form.get("question", "")
        shape["question"] = chosen if chosen in rules.challenge.questions else ""
    else:
        holes["question"] = turn.value.question
    return page(request, turn, "reassort-defi.html", refused=refused, holes=holes, **shape)


def _key(request: web.Request) -> bytes | None:
    try:
        key = urlsafe_b64decode(cookie(request, "affichage") or "")
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None
