"""What pupils open, on the portal's port: a code to join, their voter's card, their own inbox.

Nothing here moves a clock, sets a fault or reads another voter's mail: pupils have no lever.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain import operator_refusals as no
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import FormExpired, Refused, UnknownPage
from mockportal.portal.bridge import from_another_site
from mockportal.portal.keys import ADDRESS, LEAVING, STORE
from mockportal.sinks.inbox_pages import linked, number
from mockportal.storage import sql_classes
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer.activity import PUPIL, digest
from mockportal.trainer.frame import HERE, Pages, give_asset
from mockportal.usecases import clock_setting, handing_out, messages, teaching
from mockportal.usecases.class_records import ClassRecords, Classroom, Pupil
from mockportal.usecases.clock_setting import Reading
from mockportal.usecases.handing_out import Card
from mockportal.usecases.message_records import MessageRecords, Search
from mockportal.usecases.messages import Seen

PAGES = Pages(HERE / "templates", files="/classe/fichiers")
READ_MOST = 60
LOOK_SECONDS, HEARTBEAT_SECONDS = 0.5, 10.0

_WORDS: dict[type[Refused], tuple[int, str]] = {
    no.NoClass: (404, "Ce code n'est celui d'aucune classe. Vérifiez-le au tableau."),
    no.ClassClosed: (409, "Les inscriptions sont closes. Demandez à votre formateur."),
    no.ClassFull: (409, "Toutes les places sont prises. Demandez à votre formateur."),
    no.NoVoterLeft: (409, "Plus aucun électeur n'est libre. Demandez à votre formateur."),
    FormExpired: (403, "Cette page a expiré. Rechargez-la et recommencez."),
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a pupil: their voter, the clock, their mail, newest first."""

    title: str
    labels: dict[str, str]
    card: Card
    clock: Reading
    mails: tuple[Seen, ...]
    texts: tuple[Seen, ...]


class Records(ClassRecords, MessageRecords):
    """One open transaction, with class and messages."""


def pupil_routes() -> list[web.RouteDef]:
    """Return what pupils open."""
    return [
        web.get("/classe", _said(show_entrance)),
        web.get("/classe/moi", _said(show_desk)),
        web.get("/classe/moi/nouvelles", _said(follow_desk)),
        web.get("/classe/fichiers/{file}", give_asset),
        web.get("/classe/{code}", _said(show_class)),
        web.post("/classe/{code}", _said(join_class)),
    ]


async def show_entrance(request: web.Request) -> web.Response:
    """GET /classe: type a code; a pupil who has a seat goes there."""
    code = teaching.as_code(edge.read_query(request).get("code", ""))
    if code:
        return _go(f"/classe/{code}" if code.isalnum() else "/classe")
    if await _pupil(request) is not None:
        return _go("/classe/moi")
    return _page("pupil_entrance.html", refused="")


async def show_class(request: web.Request) -> web.Response:
    """GET /classe/{code}: one button to join."""
    room, title = await _class(request)
    pupil = await _pupil(request)
    if pupil is not None and pupil.classroom == room.election:
        return _go("/classe/moi")
    return _page("pupil_join.html", code=room.code, title=title)


async def join_class(request: web.Request) -> web.Response:
    """POST /classe/{code}: take a seat."""
    if from_another_site(request):
        raise FormExpired
    await edge.read_form(request)
    room, _ = await _class(request)
    pupil = await _pupil(request)
    if pupil is not None and pupil.classroom == room.election:
        return _go("/classe/moi")
    token = secrets.token_urlsafe(24)
    await _seated(request.app[STORE], room, digest(token))
    response = _go("/classe/moi")
    secure = "; Secure" if request.app[ADDRESS].https else ""
    cookie = f"{PUPIL}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400{secure}"
    response.headers[hdrs.SET_COOKIE] = cookie
    return response


async def show_desk(request: web.Request) -> web.Response:
    """GET /classe/moi: the voter's card, and the mail that reaches them."""
    pupil = await _pupil(request)
    if pupil is None:
        return _go("/classe")
    try:
        desk = await request.app[STORE].ask(pupil.election, _desk, rank=pupil.rank)
    except UnknownElection:
        raise no.NoClass from None
    return _page("pupil_desk.html", pupil=pupil, desk=desk, linked=linked, number=number)


async def follow_desk(request: web.Request) -> web.StreamResponse:
    """GET /classe/moi/nouvelles: an event whenever something on the desk changes."""
    pupil = await _pupil(request)
    if pupil is None:
        raise UnknownPage
    store = request.app[STORE]
    look = partial(store.ask, pupil.election, _mark, rank=pupil.rank)
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
    await response.prepare(request)
    with suppress(UnknownElection, ConnectionResetError):
        await _tell(request, response, pupil.election, look)
    return response


async def _tell(
    request: web.Request,
    response: web.StreamResponse,
    election: str,
    look: Callable[[], Awaitable[Hashable]],
) -> None:
    loop, leaving = asyncio.get_running_loop(), request.app[LEAVING]
    told, spoke = await look(), loop.time()
    with request.app[STORE].arrived.listen(election) as ear:
        while not leaving.is_set() and request.transport and not request.transport.is_closing():
            await ear.hear(LOOK_SECONDS)
            seen = await look()
            if seen != told:
                await response.write(b"data: neuf\n\n")
                told, spoke = seen, loop.time()
            elif loop.time() - spoke >= HEARTBEAT_SECONDS:
                await response.write(b": rien de neuf\n\n")
                spoke = loop.time()


async def _seated(store: Store, room: Classroom, token: str) -> Pupil:
    """Take a seat; with an election per pupil, make theirs. Refuses: as ``teaching.join``."""
    pupil = await store.perform(room.election, teaching.join, token=token, real=store.real.now())
    if room.own:
        try:
            await store.copy(room.election, pupil.election)
        except ElectionExists:
            await store.perform(room.election, teaching.free_seat, seat=pupil.seat)
            raise no.NoVoterLeft from None
    return pupil


async def _pupil(request: web.Request) -> Pupil | None:
    """Return who opens a page, by their cookie."""
    store = request.app[STORE]
    for token in edge.cookie_values(request, PUPIL):
        kept = digest(token)
        pupil = await store.engine.read(partial(sql_classes.pupil_of, token=kept))
        if pupil is not None:
            return pupil
    return None


async def _class(request: web.Request) -> tuple[Classroom, str]:
    """Return the class of the address, and its election's title. Refuses: NoClass."""
    store, code = request.app[STORE], teaching.as_code(request.match_info["code"])
    room = await store.engine.read(partial(sql_classes.class_of_code, code=code))
    if room is None:
        raise no.NoClass
    try:
        title: str = await store.ask(room.election, lambda tx, now: tx.world.election.title)
    except UnknownElection:
        raise no.NoClass from None
    return room, title


def _desk(tx: Records, now: Millis, *, rank: int) -> Desk:
    card = handing_out.cards(tx, now, ranks=(rank,))[rank]
    found = messages.find(tx, now, search=Search(rank=rank), limit=READ_MOST)
    return Desk(
        title=tx.world.election.title,
        labels={one.id: one.label for one in tx.world.election.scrutins},
        card=card,
        clock=clock_setting.read_clock(tx, now),
        mails=tuple(one for one in found if one.message.channel == "mail"),
        texts=tuple(one for one in found if one.message.channel == "sms"),
    )


def _mark(tx: Records, now: Millis, *, rank: int) -> Hashable:
    """Return what is another value as soon as something on a desk changes."""
    clock = tx.state.clock
    mine = tx.newest_messages(Search(rank=rank), 1)
    setting = (clock.set_at, clock.shown, clock.speed, clock.frozen)
    last = mine[0].seq if mine else 0
    return tx.world.key, setting, last, tuple(tx.marks(rank)), tx.account(rank).active_at


def _said(handler: Handler) -> Handler:
    """Have refusals said on a page of the class."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            if type(refused) not in _WORDS:
                raise
            status, words = _WORDS[type(refused)]
            return _page("pupil_entrance.html", status=status, refused=words)
        except Unavailable:
            return _page("pupil_entrance.html", status=503, refused="Réessayez dans un instant.")

    return answer


def _page(template: str, status: int = 200, **values: Any) -> web.Response:
    text = PAGES.render(template, **values)
    return web.Response(text=text, status=status, content_type="text/html")


def _go(path: str) -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: path})
