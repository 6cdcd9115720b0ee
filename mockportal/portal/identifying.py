"""The first screen, and what comes of it."""

from collections.abc import Mapping

from aiohttp import web

from mockportal import edge
from mockportal.domain import captcha
from mockportal.domain import refusals as no
from mockportal.domain.stages import Stage
from mockportal.portal.bridge import (
    Turn,
    ask,
    forget_ballots,
    go,
    meet,
    page,
    perform,
    remote,
)
from mockportal.usecases import identifying

ON_SCREEN = (
    *(no.CaptchaWrong, no.IdentifierEmpty, no.IdentifierForm, no.IdentifierLong),
    *(no.OutsideFiction, no.TooMany),
)

AFTER = {Stage.IDENTIFIED: "mot-de-passe", Stage.MAIL_SENT: "message-envoye"}


async def show_identification(request: web.Request) -> web.Response:
    """GET /portail/identification."""
    turn = await ask(request, identifying.look)
    return _screen(request, turn, {})


async def identify(request: web.Request) -> web.Response:
    """POST /portail/identification."""
    form = await edge.read_form(request)
    captcha_id = form.get("captcha_id", "")
    if form.get("action") == "autre-code":
        turn = await perform(request, identifying.regenerate, captcha_id=captcha_id)
        return _screen(request, turn, form)
    try:
        turn = await perform(
            request,
            identifying.identify,
            typed=form.get("identifiant", ""),
            captcha_id=captcha_id,
            answer=form.get("captcha", ""),
            address=remote(request),
        )
    except ON_SCREEN as refused:
        return _screen(request, refused.where, form, refused)
    return go(request, turn, AFTER[turn.visit.stage])


async def show_message_sent(request: web.Request) -> web.Response:
    """GET /portail/message-envoye."""
    turn = await ask(request, identifying.look_at_message)
    if turn.value is None:
        return page(request, turn, "message-envoye.html", kind="identifier")
    minutes = str(turn.world.election.reissue.link_minutes)
    sent: identifying.Sent = turn.value
    holes = {"destination": sent.to, "minutes": minutes}
    shown, by = "message-envoye.html", sent.franceconnect
    return page(request, turn, shown, kind="reissue", franceconnect=by, holes=holes)


async def leave_message_sent(request: web.Request) -> web.Response:
    """POST /portail/message-envoye: « RETOUR »."""
    turn = await perform(request, identifying.step_back)
    return go(request, turn, "espace" if turn.visit.signed_in else "identification")


async def sign_out(request: web.Request) -> web.Response:
    """POST /portail/deconnexion; in the grace period only once confirmed."""
    form = await edge.read_form(request)
    before = await meet(request)
    in_grace = before.now >= before.world.election.calendar.instants.closes
    if in_grace and before.visit.signed_in and form.get("confirmation") != "oui":
        return page(request, before, "deconnexion.html")
    turn = await perform(request, identifying.sign_out)
    response = go(request, turn, "accueil")
    forget_ballots(request, response)
    return response


def _screen(
    request: web.Request, turn: Turn, form: Mapping[str, str], refused: no.Refused | None = None
) -> web.Response:
    challenge = captcha.issue(turn.world.secret, turn.visit.id, turn.now)
    holes = {"captcha_id": challenge, "value_identifiant": form.get("identifiant", "")}
    return page(request, turn, "identification.html", refused=refused, holes=holes)
