"""The page of the debugger: a list of exchanges, one of them decoded, a token under the loupe."""

from pathlib import Path
from typing import Any

from aiohttp import web

from mockportal.clock import wall_clock
from mockportal.console.keys import STORE
from mockportal.domain.franceconnect.dialects import place
from mockportal.domain.franceconnect.faults import STAGES
from mockportal.domain.instants import millis
from mockportal.edge import read_query
from mockportal.franceconnect.keys import SITE
from mockportal.trainer import news
from mockportal.trainer.frame import Pages, standing
from mockportal.trainer.franceconnect import shapes
from mockportal.usecases.franceconnect import observing, registering, tuning
from mockportal.usecases.franceconnect.scene import Here

PAGES = Pages(Path(__file__).parent / "templates")
HERE = "franceconnect"
SHOWN = 60


async def show_debugger(request: web.Request) -> web.Response:
    """GET /elections/{election}/franceconnect?vue=…&client=…: authorizations, refusals, tokens."""
    stands, store = await standing(request), request.app[STORE]
    name, query = stands.world.name, read_query(request)
    which = observing.Filter(client=query.get("client", ""), limit=SHOWN)
    clients, _ = await store.ask(name, registering.list_clients, here=_here(request, name))
    found = await store.ask(name, observing.authorizations, which=which)
    refused = await store.ask(name, observing.refusals, most=SHOWN)
    refused = [one for one in refused if which.client in ("", one["client"])]
    armed = await store.ask(name, tuning.list_faults)
    names = {one.client_id: one.name for one in clients}
    return PAGES.answer(
        request,
        "debugger.html",
        election=stands,
        here=HERE,
        clients=clients,
        client=which.client,
        entries=_merged(found, refused, names),
        seen=_seen(query.get("vue", ""), found, refused, names),
        armed=armed,
        stages=STAGES,
    )


async def follow_stub(request: web.Request) -> web.StreamResponse:
    """GET /elections/{election}/franceconnect/nouvelles: an event whenever it did something."""
    name, store = (await standing(request)).world.name, request.app[STORE]
    return await news.follow(request, lambda: store.ask(name, observing.mark), name)


def _here(request: web.Request, name: str) -> Here:
    site = request.app[SITE]
    default = name == site.default_election
    where = place(site.public_url, name, default=default, portal=site.portal_url)
    return Here(where, millis(wall_clock()))


def _merged(
    found: list[dict[str, Any]], refused: list[dict[str, Any]], names: dict[str, str]
) -> list[shapes.Entry]:
    entries = [shapes.entry_of(one, names) for one in found]
    entries += [shapes.entry_of_refusal(one, names) for one in refused]
    return sorted(entries, key=lambda one: one.wall, reverse=True)[:SHOWN]


def _seen(
    wanted: str, found: list[dict[str, Any]], refused: list[dict[str, Any]], names: dict[str, str]
) -> dict[str, Any] | None:
    """Return the exchange to decode: the one wanted, while the list holds it."""
    for one in found:
        if one["uid"] == wanted:
            entry, steps = shapes.entry_of(one, names), shapes.stages_of(one)
            return {"entry": entry, "steps": steps, "client": one["client"]}
    for one in refused:
        if one["id"] == wanted:
            entry = shapes.entry_of_refusal(one, names)
            return {"entry": entry, "steps": [shapes.refusal_stage(one)], "client": one["client"]}
    return None
