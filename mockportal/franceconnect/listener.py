"""The stub as a web application: from a request's path to whoever answers."""

import logging

from aiohttp import hdrs, web

from mockportal.domain.franceconnect.dialects import place
from mockportal.domain.refusals import Busy, UnknownPage
from mockportal.franceconnect import keys
from mockportal.franceconnect.assets import assets
from mockportal.franceconnect.calling import Call
from mockportal.franceconnect.routes import resolve, split
from mockportal.franceconnect.signing import KeyRing
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection

log = logging.getLogger(__name__)

_FOREVER = "public, max-age=31536000, immutable"


def build_franceconnect(store: Store, site: keys.Site) -> web.Application:
    """Return the stub's application, to be run behind the edge with ``refusing.answer``."""
    app = web.Application()
    app[keys.STORE] = store
    app[keys.SITE] = site
    app[keys.RING] = KeyRing(store)
    app.router.add_route("*", "/{path:.*}", answer)
    return app


async def answer(request: web.Request) -> web.Response:
    """Answer any request. Refuses: UnknownPage, WrongMethod, Unreadable, Busy …, to the edge."""
    try:
        return await _answer(request)
    except UnknownElection:
        raise UnknownPage from None
    except Unavailable as trouble:
        log.warning("storage did not answer: %s", trouble)
        raise Busy from None


async def _answer(request: web.Request) -> web.Response:
    site = request.app[keys.SITE]
    election, path, root = split(request.path, site.default_election)
    if path.startswith("/static/"):
        return _asset(path)
    if path == "" and election in {"healthz", "readyz"}:
        return web.Response(text="ok\n")
    handler, variables = resolve(path, request.method)
    where = place(site.public_url, election, default=root, portal=site.portal_url)
    return await handler(Call(request, where, variables))


def _asset(path: str) -> web.Response:
    found = assets().get(path.removeprefix("/static/"))
    if found is None:
        raise UnknownPage
    headers = {hdrs.CACHE_CONTROL: _FOREVER, hdrs.CONTENT_TYPE: found.media_type}
    return web.Response(body=found.body, headers=headers)
