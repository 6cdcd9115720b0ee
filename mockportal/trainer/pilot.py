"""The page a trainer holds an election by: clock, who does what, bookmarks, latest messages."""

from dataclasses import dataclass

from aiohttp import web

from mockportal.console.keys import STORE
from mockportal.domain.instants import Millis
from mockportal.sinks.inbox_pages import number
from mockportal.storage import sql_classes
from mockportal.storage.store import Store
from mockportal.trainer import levers
from mockportal.trainer.activity import ACTIVITY, STAGES, Doing
from mockportal.trainer.fault_words import told
from mockportal.trainer.frame import HERE, Pages, standing
from mockportal.trainer.home import look_at
from mockportal.trainer.levers import Bookmarks
from mockportal.usecases import faulting, handing_out, messages
from mockportal.usecases.handing_out import Card
from mockportal.usecases.message_records import Search
from mockportal.usecases.overseeing import Overview

PAGES = Pages(HERE / "templates")
LATEST, SHOWN = 5, 40


@dataclass(frozen=True, slots=True)
class Row:
    """One voter at work: who, what, how many ballots."""

    doing: Doing
    card: Card | None
    stuck: bool


async def show_pilot(request: web.Request) -> web.Response:
    """GET /elections/{election}: clock, bookmarks, figures, what happens."""
    stands, store = await standing(request), request.app[STORE]
    name, known = stands.world.name, await store.elections()
    faults = await store.ask(name, faulting.list_faults)
    latest = await store.ask(name, messages.find, search=Search(), limit=LATEST)
    return PAGES.answer(
        request,
        "pilot.html",
        election=stands,
        instants=levers.instants(stands),
        later=levers.two_minutes(stands),
        running=levers.running(stands),
        marks=await bookmarks_of(store, stands),
        fresh=levers.next_bookmark(name, known),
        keeping=levers.keeping,
        faults=[told(fault.name) for fault, _, on in faults if on],
        rows=await doing_of(request, stands),
        real=store.real.now(),
        stages=STAGES,
        latest=latest,
        number=number,
    )


async def bookmarks_of(store: Store, stands: Overview) -> Bookmarks:
    """Return the copies of an election to come back to; pupils' own are none."""
    own = await store.engine.read(sql_classes.own_elections)
    names = [name for name in await store.copies(stands.world.name) if name not in own]
    return levers.bookmarks(stands, await look_at(store, names))


async def doing_of(request: web.Request, stands: Overview) -> list[Row]:
    """Return who does what, the latest first; visitors not identified yet included."""
    store, name = request.app[STORE], stands.world.name
    seen = request.app[ACTIVITY].of(stands.world.key)[:SHOWN]
    ranks = tuple(doing.rank for doing in seen if doing.rank is not None)
    cards = await store.ask(name, handing_out.cards, ranks=ranks)
    real = store.real.now()
    return [_row(doing, cards.get(doing.rank), real) for doing in seen]


def _row(doing: Doing, card: Card | None, real: Millis) -> Row:
    done = card is not None and len(card.voted) == len(card.elector.scrutins)
    return Row(doing, card, doing.stuck(real) and not done)
