"""Pictures and sounds: CAPTCHA, logos, style sheet, scripts."""

from aiohttp import hdrs, web

from mockportal.domain.refusals import UnknownPage
from mockportal.portal.assets import assets
from mockportal.portal.bridge import Turn, ask, meet
from mockportal.portal.captcha import image, sound
from mockportal.portal.logos import logo_svg
from mockportal.usecases import visits

FOREVER = "public, max-age=31536000, immutable"


async def show_captcha(request: web.Request) -> web.Response:
    """GET /portail/captcha/{id}/image."""
    turn, captcha_id, digits = await _digits(request)
    drawn = "" if turn.troubles.blank_captcha else digits
    return web.Response(body=image(captcha_id, drawn), content_type="image/png")


async def say_captcha(request: web.Request) -> web.Response:
    """GET /portail/captcha/{id}/son."""
    _, captcha_id, digits = await _digits(request)
    return web.Response(body=sound(captcha_id, digits), content_type="audio/wav")


async def show_logo(request: web.Request) -> web.Response:
    """GET /portail/logos/{list}.svg."""
    list_id, dot, kind = request.match_info["file"].rpartition(".")
    turn = await meet(request)
    for scrutin in turn.world.election.scrutins:
        for one in scrutin.lists:
            drawn = one.id not in turn.troubles.bare_lists
            if one.id == list_id and drawn and dot and kind == "svg":
                return _forever(logo_svg(one.id, one.name), "image/svg+xml")
    raise UnknownPage


async def give_asset(request: web.Request) -> web.Response:
    """GET /static/{name}."""
    asset = assets().get(request.path.removeprefix("/static/"))
    if asset is None:
        raise UnknownPage
    return _forever(asset.body, asset.media_type)


async def _digits(request: web.Request) -> tuple[Turn, str, str]:
    captcha_id = request.match_info["id"]
    turn = await ask(request, visits.show_captcha, captcha_id=captcha_id)
    if turn.value is None:
        raise UnknownPage
    return turn, captcha_id, turn.value


def _forever(body: bytes, media_type: str) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: FOREVER, hdrs.CONTENT_TYPE: media_type}
    return web.Response(body=body, headers=headers)
