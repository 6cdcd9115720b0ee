"""« Saisie du code de vote »."""

from aiohttp import web

from mockportal import edge
from mockportal.domain import captcha
from mockportal.domain import refusals as no
from mockportal.portal.bridge import Turn, ask, go, page, perform
from mockportal.usecases import identifying, voting

ON_SCREEN = (no.CaptchaWrong, no.CodeWrong, no.CodeReplaced, no.TooMany)


async def show_code_entry(request: web.Request) -> web.Response:
    """GET /portail/code-de-vote."""
    return _screen(request, await ask(request, voting.look_at_code))


async def enter_code(request: web.Request) -> web.Response:
    """POST /portail/code-de-vote."""
    form = await edge.read_form(request)
    captcha_id = form.get("captcha_id", "")
    if form.get("action") == "autre-code":
        return _screen(
            request, await perform(request, identifying.regenerate, captcha_id=captcha_id)
        )
    try:
        turn = await perform(
            request,
            voting.enter_code,
            typed=form.get("code", ""),
            captcha_id=captcha_id,
            answer=form.get("captcha", ""),
        )
    except ON_SCREEN as refused:
        return _screen(request, refused.where, refused)
    return go(request, turn, "scrutins")


def _screen(request: web.Request, turn: Turn, refused: no.Refused | None = None) -> web.Response:
    challenge = captcha.issue(turn.world.secret, turn.visit.id, turn.now)
    holes = {"captcha_id": challenge}
    return page(request, turn, "code-de-vote.html", refused=refused, holes=holes)
