"""The control port as a web application: the API, and whatever else is put behind its token."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from mockportal.console import keys
from mockportal.console.admission import admit
from mockportal.console.calls import Call, Described
from mockportal.console.openapi import description
from mockportal.console.routes import CALLS
from mockportal.console.translating import by_name
from mockportal.storage.store import Store

if TYPE_CHECKING:
    from prometheus_client.registry import Collector

ALL: web.AppKey[tuple[Call, ...]] = web.AppKey("all", tuple)


def build_console(
    store: Store,
    place: keys.Place,
    extra: Sequence[web.AbstractRouteDef] = (),
    calls: Iterable[Described] = (),
    registry: "Collector | None" = None,
) -> web.Application:
    """Return the control port's application.

    ``calls`` are those of other parts, served and described like the console's own; ``extra``
    routes stand behind the same token, and so do the metrics of a ``registry``, at /metrics.
    """
    app = web.Application(middlewares=[admit, by_name])
    app[keys.STORE] = store
    app[keys.PLACE] = place
    app[keys.PATIENCE] = keys.Patience()
    app.on_shutdown.append(_end_waiting)
    app[ALL] = (*CALLS, *map(Call.of, calls))
    for call in app[ALL]:
        path = f"/api{call.path}".replace("/{identifier}", "/{identifier:(?!claim$)[^/]+}")
        path = path.replace("/{uid}", "/{uid:(?!direct$|wait$)[^/]+}")
        app.router.add_route(call.method, path, call.handle)
        if call.method == "GET" and call.gives is not None:
            app.router.add_route("HEAD", path, call.handle)
    app.router.add_get("/api/openapi.json", give_description)
    app.router.add_routes(extra)
    if registry is not None:
        from prometheus_client.aiohttp import make_aiohttp_handler

        app.router.add_get("/metrics", make_aiohttp_handler(registry))
    return app


async def _end_waiting(app: web.Application) -> None:
    app[keys.PATIENCE].end()


async def give_description(request: web.Request) -> web.Response:
    """GET /api/openapi.json."""
    headers = {hdrs.CONTENT_TYPE: "application/json"}
    return web.Response(text=json.dumps(description(request.app[ALL])), headers=headers)
