"""Ending a session at a client's request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from mockportal.domain.franceconnect import cookies, logout
from mockportal.domain.franceconnect.authorize import Stop
from mockportal.domain.franceconnect.clients import Client, origin
from mockportal.domain.franceconnect.dialects import Dialect, prefixed
from mockportal.domain.franceconnect.faults import Moment
from mockportal.domain.franceconnect.transaction import Leaving, Session
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token, same
from mockportal.usecases.franceconnect import diary
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import Answer, ErrorPage, Go, Screen
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here, Scene
from mockportal.usecases.franceconnect.seats import Seat, find_seat

SUCCESS = "/api/v2/session/end/success"


@dataclass(frozen=True, slots=True)
class Request:
    """A logout request whose hint was verified."""

    dialect: Dialect
    given: Mapping[str, str]
    client_id: str


def hint_client(
    tx: StubRecords, now: Millis, *, here: Here, client_id: str, dialect: Dialect
) -> Client | None:
    """Return the client that a hint was made for."""
    return scenes.find_client(scenes.open_scene(tx, now, here), client_id, dialect)


def refuse(
    tx: StubRecords, now: Millis, *, here: Here, code: str, given: Sequence[tuple[str, str]]
) -> ErrorPage:
    """Refuse a logout for its hint or its parameters."""
    diary.logout_stopped(scenes.open_scene(tx, now, here), code, given)
    return ErrorPage(code=code)


def begin(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], request: Request
) -> Answer:
    """Ask for the confirmation of a logout; v1 and a switch do without."""
    scene = scenes.open_scene(tx, now, here)
    client = scenes.find_client(scene, request.client_id, request.dialect)
    if client is None:
        return ErrorPage(code=prefixed("Y0429C91", request.dialect))
    wrong = logout.check(dict(request.given), client)
    if isinstance(wrong, Stop):
        code = prefixed(wrong.code, request.dialect)
        diary.logout_stopped(scene, code, tuple(request.given.items()), client)
        return ErrorPage(code=code)
    fault = scenes.strike(scene, "logout", Moment(client=client.client_id))
    name = fault.name if fault else ""
    drops = scene.rules.logout_drop_state or name == "logout_drop_state"
    leaving = Leaving(
        xsrf=new_token(),
        client_id=client.client_id,
        target=None if name == "logout_stuck" else request.given.get("post_logout_redirect_uri"),
        state=None if drops else request.given.get("state"),
    )
    seat = find_seat(scene, cookie)
    if scene.rules.logout_direct or request.dialect is Dialect.V1:
        answer: Answer = _left(scene, seat, leaving, request.dialect)
    else:
        answer = _asked(scene, seat, leaving)
    return replace(answer, delay_ms=scenes.delay_of(fault))


def confirm(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    cookie: Sequence[str],
    xsrf: str | None,
    wanted: bool,
) -> Answer:
    """End session and tokens, lead to the client or to the goodbye page."""
    scene = scenes.open_scene(tx, now, here)
    seat = find_seat(scene, cookie)
    leaving = seat.session.leaving if seat is not None else None
    if leaving is None:
        return ErrorPage(code="Y047B9D9")
    if not xsrf or not same(xsrf, leaving.xsrf):
        return ErrorPage(code="Y0474F76")
    return _left(scene, seat, leaving, Dialect.V2) if wanted else ErrorPage(code="Y000400")


def _asked(scene: Scene, seat: Seat | None, leaving: Leaving) -> Screen:
    """Show the page that confirms; without a live session there is one for this only."""
    number = seat.number if seat is not None else new_token(scenes.NUMBER_BITS)
    was = seat.session if seat is not None else None
    session = was or Session(cookies.key(scene.secret, number))
    if seat is not None and not seat.alive:
        session = replace(session, uid="", signed=None)
    scene.tx.save_sitting(replace(session, leaving=leaving), was=was.key if was else None)
    return Screen(
        name="leaving",
        facts={"xsrf": leaving.xsrf},
        target=origin(leaving.target) if leaving.target else "",
        cookie=cookies.sign(scene.secret, number, scene.now),
    )


def _left(scene: Scene, seat: Seat | None, leaving: Leaving, dialect: Dialect) -> Go:
    """End what there is to end; the session is empty, its browser still known."""
    if seat is not None:
        for code in seat.session.codes:
            scene.tx.kill_given(code)
        empty = Session(seat.session.key, seen=seat.session.seen)
        scene.tx.save_sitting(empty, was=seat.session.key)
    if leaving.target is None:
        return Go(url=scene.place.path(SUCCESS))
    told = f"?{urlencode({'state': leaving.state})}" if leaving.state is not None else ""
    if told and "?" in leaving.target:
        told = f"&{told[1:]}"
    return Go(url=f"{leaving.target}{told}", status=303 if dialect is Dialect.V2 else 302)
