"""The page a trainer holds an election by: clock, who does what, bookmarks, latest messages."""

from aiohttp import web

from mockportal.console.keys import STORE
from mockportal.sinks.inbox_pages import number
from mockportal.trainer import levers
from mockportal.trainer.frame import HERE, Pages, standing
from mockportal.trainer.home import look_at
from mockportal.usecases import faulting, messages
from mockportal.usecases.message_records import Search

PAGES = Pages(HERE / "templates")
LATEST = 5


async def show_pilot(request: web.Request) -> web.Response:
    """GET /elections/{election}."""
    stands, store = await standing(request), request.app[STORE]
    name, known = stands.world.name, await store.elections()
    copies = await look_at(store, await store.copies(name))
    faults = await store.ask(name, faulting.list_faults)
    latest = await store.ask(name, messages.find, search=Search(), limit=LATEST)
    return PAGES.answer(
        request,
        "pilot.html",
        election=stands,
        instants=levers.instants(stands),
        later=levers.two_minutes(stands),
        running=levers.running(stands),
        marks=levers.bookmarks(stands, copies),
        fresh=levers.next_bookmark(name, known),
        keeping=levers.keeping,
        faults=[fault for fault, _, on in faults if on],
        latest=latest,
        number=number,
    )
