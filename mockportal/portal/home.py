"""The pages everybody may read, and the clock that open pages follow."""

import asyncio

from aiohttp import hdrs, web

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import UnknownPage
from mockportal.domain.visit import Visit
from mockportal.portal import keys
from mockportal.portal.bridge import ELECTION, ask, go, meet, page
from mockportal.portal.clock_feed import HEARTBEAT_SECONDS, Reading, read_clock
from mockportal.usecases.records import Records

FOLLOWERS_MOST = 1024
"""How many pages may hold a connection to follow the clock; the others ask now and then."""

TOPICS = ("edito", "aide", "acces")


async def show_home(request: web.Request) -> web.Response:
    """GET /portail/accueil."""
    turn = await meet(request)
    phase = turn.world.election.phase(turn.now).value
    return page(request, turn, "accueil.html", phase=phase, signed_in=turn.visit.signed_in)


async def show_information(request: web.Request) -> web.Response:
    """GET /portail/informations/{topic}."""
    topic = request.match_info["topic"]
    if topic not in TOPICS:
        raise UnknownPage
    turn = await meet(request)
    return page(request, turn, "informations.html", topic=topic, signed_in=turn.visit.signed_in)


async def show_limits(request: web.Request) -> web.Response:
    """GET /portail/limites."""
    turn = await meet(request)
    return page(request, turn, "limites.html", signed_in=turn.visit.signed_in)


async def show_unknown_identifier(request: web.Request) -> web.Response:
    """GET /portail/identifiant-oublie."""
    return page(request, await meet(request), "identifiant-oublie.html")


async def leave_maintenance(request: web.Request) -> web.Response:
    """GET /portail/maintenance, while nothing is under maintenance."""
    return go(request, await meet(request), "accueil")


async def show_clock(request: web.Request) -> web.StreamResponse:
    """GET /portail/horloge: one reading as JSON, or a stream of each new setting."""
    turn = await ask(request, _read)
    if "text/event-stream" not in request.headers.get(hdrs.ACCEPT, ""):
        reading: Reading = turn.value
        return web.Response(text=reading.json(), content_type="application/json")
    return await _stream(request)


async def _stream(request: web.Request) -> web.StreamResponse:
    crowd = request.app[keys.CROWD]
    if crowd.followers >= FOLLOWERS_MOST:
        return web.Response(status=204)
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
    await response.prepare(request)
    with crowd.one_more_follower():
        return await _follow(request, response)


async def _follow(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    async with request.app[keys.FEEDS].follow(request[ELECTION]) as settings:
        while True:
            try:
                reading = await asyncio.wait_for(settings.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if reading is None:
                return response
            await response.write(f"data: {reading.json()}\n\n".encode())


def _read(tx: Records, now: Millis, *, visit: Visit) -> Reading:
    return read_clock(tx, now)
