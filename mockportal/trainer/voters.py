"""Voters in the trainer's hand: found by name or state, and the card of each."""

from functools import partial
from urllib.parse import urlencode

from aiohttp import web

from mockportal import edge
from mockportal.console.keys import STORE
from mockportal.sinks.inbox_pages import number
from mockportal.storage.store import Store
from mockportal.trainer.activity import ACTIVITY, STAGES
from mockportal.trainer.frame import HERE, Pages, standing
from mockportal.usecases import handing_out, messages
from mockportal.usecases.handing_out import Card, Sheet, State
from mockportal.usecases.message_records import Search

PAGES = Pages(HERE / "templates")
LISTED, SCANS_MOST, LATEST = 25, 10, 8
STATES: dict[str, State] = {"new": "new", "activated": "activated", "voted": "voted"}


async def list_voters(request: web.Request) -> web.Response:
    """GET /elections/{election}/electeurs: voters, to be searched."""
    stands, query = await standing(request), edge.read_query(request)
    words, state = query.get("q", "").strip()[:200], STATES.get(query.get("etat", ""))
    start = int(after) if (after := query.get("apres", "")).isdecimal() and len(after) < 9 else 0
    store, name = request.app[STORE], stands.world.name
    sheet = await _found(store, name, words, state, start)
    activity, world = request.app[ACTIVITY], stands.world.key
    rows = [(card, activity.of_voter(card.elector.rank, world)) for card in sheet.cards]
    return PAGES.answer(
        request,
        "voters.html",
        election=stands,
        here="electeurs",
        rows=rows,
        words=words,
        state=state or "",
        next=sheet.next,
        link=partial(_link, name),
        real=store.real.now(),
    )


async def show_voter(request: web.Request) -> web.Response:
    """GET /elections/{election}/electeurs/{identifier}: the card of one voter."""
    stands, store = await standing(request), request.app[STORE]
    name, typed = stands.world.name, request.match_info["identifier"]
    card = await store.ask(name, handing_out.voter, identifier=typed)
    rank = card.elector.rank
    latest = await store.ask(name, messages.find, search=Search(rank=rank), limit=LATEST)
    return PAGES.answer(
        request,
        "voter.html",
        election=stands,
        here="electeurs",
        card=card,
        doing=request.app[ACTIVITY].of_voter(rank, stands.world.key),
        latest=latest,
        labels={one.id: one.label for one in stands.world.election.scrutins},
        stages=STAGES,
        number=number,
        real=store.real.now(),
    )


async def _found(store: Store, name: str, words: str, state: State | None, start: int) -> Sheet:
    """Return some cards; a long roll is gone through in parts, and not to its end."""
    cards = list[Card]()
    following: int | None = start
    for _ in range(SCANS_MOST):
        wanted = {"words": words, "state": state, "limit": LISTED - len(cards)}
        sheet = await store.ask(name, handing_out.voters, start=following, **wanted)
        cards += sheet.cards
        following = sheet.next
        if following is None or len(cards) == LISTED or not sheet.unfinished:
            break
    return Sheet(tuple(cards), following)


def _link(election: str, **query: str | int) -> str:
    told = {key: value for key, value in query.items() if value not in ("", None)}
    path = f"/elections/{election}/electeurs"
    return f"{path}?{urlencode(told)}" if told else path
