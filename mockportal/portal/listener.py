"""The portal as a web application: from a request's path to whoever answers."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable

from aiohttp import hdrs, web

from mockportal.domain.instants import SECOND
from mockportal.domain.refusals import Busy, Refused, UnknownPage
from mockportal.domain.secrets import same
from mockportal.edge import WrongMethod, short_of_room
from mockportal.portal import keys, media
from mockportal.portal.bridge import DELAY, ELECTION, REFUSED, TURN, cookie
from mockportal.portal.clock_feed import Feeds
from mockportal.portal.crowding import Crowd
from mockportal.portal.hashing import Hasher
from mockportal.portal.refusing import bare, refuse
from mockportal.portal.routes import Route, resolve
from mockportal.portal.witnessing import Sighting
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection

log = logging.getLogger(__name__)

PAGE: web.RequestKey[str] = web.RequestKey("page", str)
DONE_AT: web.RequestKey[float] = web.RequestKey("done_at", float)

ENTRANCES = frozenset({"accueil", "identification", "identifiant-oublie", "urne", "resultats"})
"""Where newcomers come in; the other pages belong to voters who are inside already."""

ROBOTS = "User-agent: *\nAllow: /\n"  # nothing is closed, so that the noindex can be read


def build_portal(
    store: Store, address: keys.Address, beside: Iterable[web.AbstractRouteDef] = ()
) -> web.Application:
    """Return the portal's application; elections are found by the first part of each path.

    Routes ``beside`` them begin with a word that no election may have as its id.
    """
    app = web.Application()
    app[keys.STORE] = store
    app[keys.ADDRESS] = address
    app[keys.SHELF] = keys.Shelf()
    app[keys.HASHER] = Hasher()
    app[keys.SERVED] = {}
    app[keys.CLERKS] = {}
    app[keys.CROWD] = Crowd(address.most_at_once)
    app[keys.FEEDS] = Feeds(store)
    app[keys.LEAVING] = asyncio.Event()
    app.on_shutdown.append(_leave)
    app.cleanup_ctx.append(_background)
    app.router.add_routes(beside)
    app.router.add_route("*", "/{path:.*}", answer)
    return app


async def answer(request: web.Request) -> web.StreamResponse:
    """Answer any request; a slow portal does so after a while."""
    with request.app[keys.CROWD].one_more():
        response = await _answered(request)
    counted = (request.get(PAGE, "other"), response.status)
    served = request.app[keys.SERVED]
    served[counted] = served.get(counted, 0) + 1
    _tell(request)
    wait = request.get(DELAY, 0) / SECOND + max(request.get(DONE_AT, 0.0) - _now(), 0)
    if wait:
        await asyncio.sleep(wait)
    return response


def _tell(request: web.Request) -> None:
    """Tell the witness, if there is one, what a page looked like."""
    witness, turn = request.app.get(keys.WITNESS), request.get(TURN)
    if witness is None or turn is None:
        return
    visit = turn.visit
    sighting = Sighting(
        world=turn.world.key,
        election=turn.world.name,
        at=turn.now,
        page=request.get(PAGE, "other"),
        moved=request.method == "POST",
        visit=visit.id,
        stage=visit.stage,
        rank=visit.rank,
        refused=request.get(REFUSED),
    )
    witness(request, sighting)


async def _answered(request: web.Request) -> web.StreamResponse:
    """Answer any request, refusals and incidents included."""
    route: Route | None = None
    try:
        first, _, rest = request.path.removeprefix("/").partition("/")
        if rest.startswith("portail/"):
            request[ELECTION] = first
            route, variables = resolve(rest.removeprefix("portail/"))
            request[PAGE] = route.page
            request.match_info.update(variables)
            _admit(request, route)
            _queue(request, route)
            return await route.handler(request.method)(request)
        return await _outside(request, first, rest)
    except Busy as refused:
        return bare(refused, request)
    except Refused as refused:
        return await refuse(request, route, refused)
    except UnknownElection:
        return bare(UnknownPage(), request)
    except Unavailable as trouble:
        log.warning("storage did not answer: %s", trouble)
        return bare(Busy(), request)


def _admit(request: web.Request, route: Route) -> None:
    """Let a request in. Refuses: Busy, newcomers while the portal has all it can carry.

    Whoever was shown a page has a visit and is never turned away here: each voter done is room for
    a newcomer. A visit is not looked up: to turn somebody away must cost nothing.
    """
    crowd = request.app[keys.CROWD]
    full = route.path in ENTRANCES and (crowd.turns_away() or short_of_room(request))
    if full and cookie(request, "visite") is None:
        raise Busy(crowd.come_back_in(_now()))


def _queue(request: web.Request, route: Route) -> None:
    """Take a place before the clerks of a system that is played as slow as it is. Refuses: Busy."""
    hired = request.app[keys.CLERKS].get(request[ELECTION])
    if hired is not None:
        _, clerks = hired
        newcomer = route.path in ENTRANCES
        request[DONE_AT] = clerks.take(_now(), route.page, newcomer=newcomer)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _outside(request: web.Request, first: str, rest: str) -> web.StreamResponse:
    if request.method not in ("GET", "HEAD"):
        raise WrongMethod(("GET", "HEAD"))
    match first, rest:
        case "", "":
            return _go(f"/{request.app[keys.ADDRESS].default_election}/portail/accueil")
        case "static", _:
            return await media.give_asset(request)
        case "healthz" | "readyz", "":
            return web.Response(text="ok\n")
        case "robots.txt", "":
            return web.Response(text=ROBOTS)
        case ".well-known", _:
            return web.Response(text=_load_proof(request, rest))
    if rest in ("", "portail") and first in await request.app[keys.STORE].elections():
        return _go(f"/{first}/portail/accueil")
    raise UnknownPage


def _load_proof(request: web.Request, path: str) -> str:
    """Return the token that allows a load run, to who names it. Refuses: UnknownPage.

    The file is read each time: removing it stops the run.
    """
    file = request.app[keys.ADDRESS].load_proof
    token = path.removeprefix("mockportal-load/")
    try:
        shown = file.read_text(encoding="ascii").strip() if file else ""
    except (OSError, UnicodeDecodeError):
        shown = ""
    if token == path or not token or not same(token, shown):
        raise UnknownPage
    return shown


def _go(path: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: path})


async def _leave(app: web.Application) -> None:
    app[keys.LEAVING].set()


async def _background(app: web.Application) -> AsyncIterator[None]:
    feeling = asyncio.create_task(app[keys.CROWD].feel())
    yield
    feeling.cancel()
    app[keys.FEEDS].close()
    app[keys.HASHER].close()
