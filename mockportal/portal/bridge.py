"""The passage from a request to the rules and back to a page."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain.cookies import form_token, sign_visit
from mockportal.domain.instants import Millis
from mockportal.domain.misfortunes import VisitDropped
from mockportal.domain.refusals import Refused
from mockportal.domain.secrets import new_token
from mockportal.domain.visit import Visit
from mockportal.portal import french, keys
from mockportal.portal.clerks import Clerks
from mockportal.portal.render import Pages
from mockportal.portal.wording import retry_after, said
from mockportal.usecases import troubles, visits
from mockportal.usecases.records import Records, State, World
from mockportal.usecases.troubles import NONE, Asked, Troubles

ELECTION: web.RequestKey[str] = web.RequestKey("election", str)
DELAY: web.RequestKey[Millis] = web.RequestKey("delay", int)
REFUSED: web.RequestKey[Refused] = web.RequestKey("refused", Refused)
HTML = "text/html"


@dataclass(slots=True)
class Turn:
    """One use case as it went: the instant, the visit before or after it, what it returned."""

    now: Millis
    world: World
    state: State
    visit: Visit
    seen: Millis | None
    value: Any = None
    troubles: Troubles = NONE


TURN: web.RequestKey[Turn] = web.RequestKey("turn", Turn)


async def ask(request: web.Request, usecase: Callable[..., Any], **values: Any) -> Turn:
    """Ask something on behalf of a visit. Refuses: as the use case, with ``where`` it was."""
    store = request.app[keys.STORE]
    return await _borne(request, store.ask, _passed(request, usecase, None, values))


async def perform(request: web.Request, usecase: Callable[..., Any], **values: Any) -> Turn:
    """Do something on behalf of a visit, from a form of that visit. Refuses: FormExpired too."""
    store, form = request.app[keys.STORE], await edge.read_form(request)
    jeton = "" if from_another_site(request) else form.get("jeton", "")
    return await _borne(request, store.perform, _passed(request, usecase, jeton, values))


async def perform_on_return(
    request: web.Request, usecase: Callable[..., Any], **values: Any
) -> Turn:
    """Do something on behalf of a visit that another site sent back.

    There is no form of ours: the use case checks a secret that only this visit was given.
    """
    store = request.app[keys.STORE]
    return await _borne(request, store.perform, _passed(request, usecase, None, values))


async def meet(request: web.Request) -> Turn:
    """Find out who is there and when, and nothing more."""
    return await ask(request, _nothing)


def page(
    request: web.Request,
    turn: Turn,
    template: str,
    *,
    refused: Refused | None = None,
    holes: Mapping[str, str] | None = None,
    **shape: Hashable,
) -> web.Response:
    """Return a page, with the cookie of its visit."""
    filled = common_holes(turn)
    status = 200
    if refused is not None:
        request[REFUSED] = refused
        status, filled["refusal_text"] = said(refused)
        shape["refusal"] = refused.name()
    if holes:
        filled.update(holes)
    body = pages(request, turn.world).page(template, **shape).fill(filled)
    response = web.Response(body=body, status=status, content_type=HTML, charset="utf-8")
    if refused is not None and (seconds := retry_after(refused, turn.now)) is not None:
        response.headers[hdrs.RETRY_AFTER] = str(seconds)
    remember(request, response, turn)
    return response


def go(request: web.Request, turn: Turn, path: str) -> web.Response:
    """Return a 303 to another page of this election, with the cookie of its visit."""
    response = web.Response(status=303)
    response.headers[hdrs.LOCATION] = f"/{request[ELECTION]}/portail/{path}"
    remember(request, response, turn)
    return response


def pages(request: web.Request, world: World) -> Pages:
    """Return the pages of one election."""
    shelf = request.app[keys.SHELF]
    found = shelf.pages.get(world.key)
    if found is None:
        if len(shelf.pages) >= shelf.kept:
            del shelf.pages[next(iter(shelf.pages))]
        found = shelf.pages[world.key] = Pages(world.election)
    return found


def common_holes(turn: Turn) -> dict[str, str]:
    """Return what nearly every page shows of the clock and the visit."""
    clock, visit = turn.state.clock, turn.visit
    rules, instants = turn.world.election.session, turn.world.election.calendar.instants
    left = rules.idle_millis
    if visit.stored is not None:
        left = min(left, visit.started_at + rules.total_millis - turn.now)
    if turn.troubles.session_left is not None:
        left = min(left, turn.troubles.session_left)
    target = instants.opens if turn.now < instants.opens else instants.closes
    days, hours, minutes = french.countdown(target - turn.now)
    return {
        "now_ms": str(turn.now),
        "speed": str(clock.speed),
        "frozen": "true" if clock.frozen else "false",
        "session_ms": str(left),
        "jeton": form_token(turn.world.secret, visit.id),
        "cle": new_token(),
        "days": days,
        "hours": hours,
        "minutes": minutes,
    }


def remember(request: web.Request, response: web.Response, turn: Turn) -> None:
    """Give the browser the cookie of its visit, unless it has this very one."""
    request[TURN] = turn
    if turn.seen == turn.now and turn.visit.id in request.headers.get(hdrs.COOKIE, ""):
        return
    signed = sign_visit(turn.world.secret, turn.visit.id, turn.now)
    set_cookie(request, response, "visite", signed)


def set_cookie(request: web.Request, response: web.Response, name: str, value: str) -> None:
    """Set a cookie of this election, for as long as the browser is open."""
    secure = "; Secure" if request.app[keys.ADDRESS].https else ""
    text = f"{cookie_name(request, name)}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"
    response.headers.add(hdrs.SET_COOKIE, text)


def drop_cookie(request: web.Request, response: web.Response, name: str) -> None:
    """Make the browser forget a cookie of this election."""
    secure = "; Secure" if request.app[keys.ADDRESS].https else ""
    text = f"{cookie_name(request, name)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"
    response.headers.add(hdrs.SET_COOKIE, text)


def forget_ballots(request: web.Request, response: web.Response) -> None:
    """Make the browser forget the draft and the receipts of a visit that ended."""
    prefix = cookie_name(request, "")
    for name in request.cookies:
        kind = name.removeprefix(prefix)
        if kind != name and (kind == "choix" or kind.startswith("accuse-")):
            drop_cookie(request, response, kind)


def cookie_name(request: web.Request, name: str) -> str:
    """Return a cookie's name: with its election, since ports and paths keep nothing apart."""
    prefix = "__Host-" if request.app[keys.ADDRESS].https else ""
    return f"{prefix}{request[ELECTION]}-{name}"


def cookie(request: web.Request, name: str) -> str | None:
    """Return the first cookie of that name in this election."""
    return next(edge.cookie_values(request, cookie_name(request, name)), None)


def remote(request: web.Request) -> str:
    """Return the network address a request came from; forwarded headers are not believed."""
    return request.remote or ""


def from_another_site(request: web.Request) -> bool:
    """Tell whether a browser says that another site sent the form.

    ``null`` says nothing: it is what our own pages send, since they give no referrer.
    """
    origin = request.headers.get(hdrs.ORIGIN, "null")
    if origin != "null" and origin.partition("://")[2] != request.host:
        return True
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def _visits(request: web.Request) -> list[str]:
    return list(edge.cookie_values(request, cookie_name(request, "visite")))


def _passed(
    request: web.Request, usecase: Callable[..., Any], jeton: str | None, values: dict[str, Any]
) -> dict[str, Any]:
    _, _, path = request.path.partition("/portail/")
    asked = Asked(path, form=jeton is not None)
    passed = {"usecase": usecase, "cookies": _visits(request), "jeton": jeton, "values": values}
    return {**passed, "asked": asked}


async def _borne(
    request: web.Request, run: Callable[..., Awaitable[Turn]], passed: dict[str, Any]
) -> Turn:
    """Run one use case, and note what the request suffers with its answer."""
    try:
        turn = await run(request[ELECTION], _pass, **passed)
    except Refused as refused:
        turn = refused.where
        request[DELAY] = turn.troubles.delay
        if isinstance(refused, VisitDropped):
            store, lost = request.app[keys.STORE], turn.visit.id
            await store.perform(request[ELECTION], troubles.forget_visit, visit_id=lost)
            turn.visit, turn.seen = Visit(new_token()), None
        raise
    if turn.troubles is not NONE:
        request[DELAY] = turn.troubles.delay
    _hire(request, turn.world)
    return turn


def _hire(request: web.Request, world: World) -> None:
    """Have clerks for an election that plays a slow system; they serve from its second request."""
    hired = request.app[keys.CLERKS]
    known = hired.get(request[ELECTION])
    if world.election.capacity.servers == 0:
        if known is not None:
            del hired[request[ELECTION]]
    elif known is None or known[0] != world.key:
        seed = f"{world.election.electorate.seed}:clerks"
        hired[request[ELECTION]] = world.key, Clerks(world.election.capacity, seed)


def _pass(
    tx: Records,
    now: Millis,
    *,
    asked: Asked,
    usecase: Callable[..., Any],
    cookies: list[str],
    jeton: str | None,
    values: dict[str, Any],
) -> Turn:
    visit, seen = visits.arrive(tx, now, cookies)
    turn = Turn(now, tx.world, tx.state, visit, seen)
    try:
        turn.troubles = troubles.check(tx, now, visit=visit, asked=asked)
        if jeton is not None:
            visits.check_form(tx, visit, jeton)
        turn.value = usecase(tx, now, visit=visit, **values)
    except Refused as refused:
        refused.where = turn
        raise
    if isinstance(turn.value, Visit):
        turn.visit = turn.value
    return turn


def _nothing(tx: Records, now: Millis, *, visit: Visit) -> None:
    return None
