"""The pages a citizen walks through: choice, provider, continue, logout."""

from collections.abc import Callable

from aiohttp import web

from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.refusals import UnknownPage
from mockportal.franceconnect import pages
from mockportal.franceconnect.calling import Call, page, respond
from mockportal.usecases.franceconnect import (
    connecting,
    consenting,
    leaving,
    returning,
    second_factor,
    signing_in,
)
from mockportal.usecases.franceconnect.answers import Answer, Screen
from mockportal.usecases.franceconnect.at_provider import Form


async def authorize(call: Call) -> web.Response:
    """GET /api/v2/authorize: begin a connection."""
    return await _begin(call, Dialect.V2, call.query)


async def authorize_by_form(call: Call) -> web.Response:
    """POST /api/v2/authorize: the same, by a form."""
    return await _begin(call, Dialect.V2, tuple((await call.form()).items()))


async def authorize_v1(call: Call) -> web.Response:
    """GET /api/v1/authorize: begin a connection."""
    return await _begin(call, Dialect.V1, call.query)


async def _begin(call: Call, dialect: Dialect, given: tuple[tuple[str, str], ...]) -> web.Response:
    answer = await call.perform(connecting.begin, dialect=dialect, given=given, cookie=call.cookie)
    return await respond(call, answer)


async def choose(call: Call) -> web.Response:
    """GET /api/v2/interaction/{uid}: the choice of a provider."""
    answer = await call.ask(connecting.look, cookie=call.cookie, uid=call.variables["uid"])
    return await respond(call, answer)


async def leave_for_provider(call: Call) -> web.Response:
    """POST /api/v2/redirect-to-idp: leave for the chosen one."""
    form = await call.form()
    answer = await call.perform(
        connecting.choose,
        cookie=call.cookie,
        provider=form.get("providerUid"),
        csrf=form.get("csrfToken"),
    )
    return await respond(call, answer)


async def show_login(call: Call) -> web.Response:
    """GET /fi/{provider}/connexion: a provider's login."""
    return await _at_provider(call, call.ask, signing_in.show, dict(call.query))


async def sign_in(call: Call) -> web.Response:
    """POST /fi/{provider}/connexion: identifier and password."""
    return await _at_provider(call, call.perform, signing_in.sign_in, await call.form())


async def show_factor(call: Call) -> web.Response:
    """GET /fi/{provider}/verification: its second factor."""
    return await _at_provider(call, call.ask, second_factor.show_factor, dict(call.query))


async def answer_factor(call: Call) -> web.Response:
    """POST /fi/{provider}/verification: the answer to it."""
    return await _at_provider(call, call.perform, second_factor.answer_factor, await call.form())


async def cancel(call: Call) -> web.Response:
    """GET /fi/{provider}/annulation: give up at the provider."""
    return await _at_provider(call, call.ask, signing_in.cancel, dict(call.query))


async def _at_provider(
    call: Call, do: Callable[..., object], usecase: Callable[..., Answer], given: object
) -> web.Response:
    told = dict(given)  # type: ignore[call-overload]
    form = Form(
        provider=call.variables["provider"],
        state=told.get("state", ""),
        login=told.get("login", ""),
        secret=told.get("password", ""),
        code=told.get("code", ""),
        action=told.get("action", ""),
    )
    answer = await do(usecase, cookie=call.cookie, form=form)  # type: ignore[misc]
    return await respond(call, answer)


async def come_back(call: Call) -> web.Response:
    """GET /api/v2/oidc-callback: the way back from the provider."""
    answer = await call.perform(returning.come_back, cookie=call.cookie, given=call.query)
    return await respond(call, answer)


async def verify(call: Call) -> web.Response:
    """GET /api/v2/interaction/{uid}/verify: the check of the identity."""
    uid = call.variables["uid"]
    return await respond(call, await call.perform(returning.verify, cookie=call.cookie, uid=uid))


async def show_continue(call: Call) -> web.Response:
    """GET /api/v2/interaction/{uid}/consent: what the service will learn."""
    answer = await call.ask(consenting.show, cookie=call.cookie, uid=call.variables["uid"])
    return await respond(call, answer)


async def accept(call: Call) -> web.Response:
    """POST /api/v2/login: go on to the service."""
    form = await call.form()
    answer = await call.perform(
        consenting.accept,
        cookie=call.cookie,
        csrf=form.get("csrfToken"),
        consent=bool(form.get("consent")),
    )
    return await respond(call, answer)


async def give_up(call: Call) -> web.Response:
    """GET /api/v2/redirect-to-sp-with-error: back to the service without an identity."""
    return await respond(call, await call.perform(connecting.give_up, cookie=call.cookie))


async def confirm_logout(call: Call) -> web.Response:
    """POST /api/v2/session/end/confirm: the logout confirmed."""
    form = await call.form()
    answer = await call.perform(
        leaving.confirm,
        cookie=call.cookie,
        xsrf=form.get("xsrf"),
        wanted=form.get("logout") == "yes",
    )
    return await respond(call, answer)


async def say_goodbye(call: Call) -> web.Response:
    """GET /api/v2/session/end/success: logged out, for who has nowhere to go back to."""
    return await respond(call, Screen(name="left"))


async def list_codes(call: Call) -> web.Response:
    """GET /erreurs: every error code and what it means."""
    return page(pages.codes_page(call.place.prefix))


async def no_such_page(call: Call) -> web.Response:
    """POST /api/v2/userinfo: refused, there is no such page. Refuses: UnknownPage."""
    raise UnknownPage
