"""Classes by the control API: opened, read, closed to newcomers, ended."""

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from mockportal.client.classes import ClassStanding, PupilSeat
from mockportal.clock import Clock
from mockportal.console.asking import Asked, Confirming, Nothing, Switch, example, whole
from mockportal.console.calls import Asking
from mockportal.domain import operator_refusals as no
from mockportal.domain.instants import MINUTE, Millis
from mockportal.domain.refusals import Refused
from mockportal.election import load_shipped, revised
from mockportal.storage.elections import ElectionExists
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer import levers
from mockportal.trainer.activity import ACTIVITY
from mockportal.trainer.progress import Class, Standing, class_of
from mockportal.usecases import clock_setting, teaching
from mockportal.usecases.class_records import Classroom, Pupil
from mockportal.usecases.operator_records import OperatorRecords

SEATS_MOST = 200
SPARE = 12
"""Voters on the roll beyond the seats: personas, and a few more for the trainer."""

Seats = Annotated[int, Field(ge=1, le=SEATS_MOST), BeforeValidator(whole)]

_STARTS: dict[str, dict[str, float]] = {
    "vote": {"activated_share": 1.0, "notice_share": 1.0},
    "code": {"activated_share": 1.0, "notice_share": 0.0},
    "activation": {"activated_share": 0.0, "notice_share": 1.0},
}


class NewClass(Asked):
    """A class with a fresh election of its own."""

    model_config = example({"start": "code", "seats": 12, "own": True})

    start: Literal["vote", "code", "activation"] = Field(
        default="vote",
        description="active accounts and codes in hand; codes lost; accounts to activate",
    )
    early: Switch = Field(
        default=False, description="half an hour before the opening; else at the opening"
    )
    seats: Seats = 30
    own: Switch = Field(default=False, description="a copy of the election for each pupil")


class OpenClass(Asked):
    """A class around an election that lives already."""

    model_config = example({"seats": 12, "own": False, "wanted": "activated"})

    seats: Seats = 30
    own: Switch = False
    wanted: Literal["activated", "new"] | None = Field(
        default=None, description="state of the voters handed out; none: the roll's order"
    )


class Joining(Asked):
    """Whether pupils may still join."""

    model_config = example({"joinable": False})

    joinable: Switch


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the API: where, what it does, what goes in and out."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    does: str
    answer: Callable[[Any], Awaitable[BaseModel | None]]
    gives: type[BaseModel] | None = None
    query: type[BaseModel] = Nothing
    body: type[BaseModel] | None = None
    status: int = 200
    refuses: tuple[type[Refused], ...] = ()


async def create_class(it: Asking[Nothing, NewClass]) -> ClassStanding:
    """POST /classes."""
    name = await _fresh_election(it)
    await keep_start(it.store, name)
    await it.store.perform(name, teaching.open_class, own=it.body.own, seats=it.body.seats)
    return await _standing(it, name)


async def open_class(it: Asking[Nothing, OpenClass]) -> ClassStanding:
    """POST /elections/{election}/class."""
    told = it.body
    values = {"own": told.own, "seats": told.seats, "wanted": told.wanted or ""}
    await it.perform(teaching.open_class, **values)
    return await _standing(it, it.election)


async def get_class(it: Asking[Nothing, Nothing]) -> ClassStanding:
    """GET /elections/{election}/class."""
    return await _standing(it, it.election)


async def let_join(it: Asking[Nothing, Joining]) -> ClassStanding:
    """PATCH /elections/{election}/class."""
    await it.perform(teaching.let_join, joinable=it.body.joinable)
    return await _standing(it, it.election)


async def end_class(it: Asking[Confirming, Nothing]) -> None:
    """DELETE /elections/{election}/class."""
    _check_confirmed(it, *await it.ask(teaching.classroom))
    pupils = await it.perform(teaching.end_class)
    for one in pupils:
        await _drop_own(it, one.election)


async def restart_class(it: Asking[Confirming, Nothing]) -> ClassStanding:
    """POST /elections/{election}/class/restart."""
    room, pupils = await it.ask(teaching.classroom)
    if levers.start_of(it.election) not in await it.store.copies(it.election):
        raise no.NoStart
    cast: int = await it.ask(_ballots)
    if it.query.confirm != it.election and (room.own or cast):
        raise no.Unconfirmed
    await it.store.restore(it.election, levers.start_of(it.election))
    for one in pupils if room.own else ():
        await _drop_own(it, one.election)
        await it.store.copy(it.election, one.election)
        await it.perform(teaching.seat_again, pupil=one)
    return await _standing(it, it.election)


def _ballots(tx: OperatorRecords, now: Millis) -> int:
    return sum(tx.counters().values())


async def free_seat(it: Asking[Confirming, Nothing]) -> None:
    """DELETE /elections/{election}/class/pupils/{seat}."""
    seat = int(it.part("seat")) if it.part("seat").isdecimal() else 0
    room, pupils = await it.ask(teaching.classroom)
    leaving = [one for one in pupils if one.seat == seat]
    _check_confirmed(it, room, leaving)
    await it.perform(teaching.free_seat, seat=seat)
    for one in leaving:
        await _drop_own(it, one.election)


async def keep_start(store: Store, election: str) -> None:
    """Keep an election as it is now, with its clock stopped, to come back to."""
    name = levers.start_of(election)
    await store.copy(election, name)
    values = {"to": None, "speed": None, "frozen": True}
    await store.perform(name, clock_setting.set_clock, real=store.real.now(), **values)


def _check_confirmed(it: Asking[Confirming, Any], room: Classroom, leaving: list[Pupil]) -> None:
    """Pass unless pupils' own elections go and the class is not named again.

    Refuses: Unconfirmed.
    """
    if room.own and leaving and it.query.confirm != it.election:
        raise no.Unconfirmed


async def _drop_own(it: Asking[Any, Any], election: str) -> None:
    """Delete a pupil's own election; the class's own stays."""
    if election != it.election:
        with suppress(UnknownElection):
            await it.store.delete(election)


async def _fresh_election(it: Asking[Nothing, NewClass]) -> str:
    base, told = load_shipped("formation"), it.body
    opens = base.calendar.instants.opens
    clock = Clock(it.store.real.now(), opens - 30 * MINUTE if told.early else opens)
    roll = {"size": told.seats + SPARE, "seed": secrets.randbits(32), **_STARTS[told.start]}
    while True:
        name = f"classe-{secrets.token_hex(2)}"
        with suppress(ElectionExists):
            await it.store.create(revised(base, {"id": name, "electorate": roll}), clock)
            return name


async def _standing(it: Asking[Any, Any], election: str) -> ClassStanding:
    activity = it.request.app[ACTIVITY]
    return _told(await class_of(it.store, activity, election), it.place.portal)


def join_url(portal: str, code: str) -> str:
    """Return what pupils open to join a class."""
    return f"{portal}/classe/{code}"


def _told(seen: Class, portal: str) -> ClassStanding:
    room = seen.room
    return ClassStanding(
        election=room.election,
        code=room.code,
        join_url=join_url(portal, room.code),
        own=room.own,
        joinable=room.joinable,
        seats=room.seats,
        pupils=tuple(_seat(one) for one in seen.pupils),
    )


def _seat(one: Standing) -> PupilSeat:
    doing = one.doing
    return PupilSeat(
        seat=one.pupil.seat,
        election=one.pupil.election,
        voter=one.card.elector.identifier,
        step=one.step,
        page=doing.title if doing else "",
        refused=doing.refused if doing else "",
        stuck=one.stuck,
        voted=len(one.card.voted),
        scrutins=len(one.card.elector.scrutins),
    )


_CLASS = "/elections/{election}/class"
_NONE = (no.NoClass,)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/classes",
        "Open a class with a fresh election",
        create_class,
        ClassStanding,
        body=NewClass,
        status=201,
    ),
    Operation(
        "POST",
        _CLASS,
        "Open a class around an election",
        open_class,
        ClassStanding,
        body=OpenClass,
        status=201,
        refuses=(no.ClassOpen,),
    ),
    Operation("GET", _CLASS, "Tell how a class stands", get_class, ClassStanding, refuses=_NONE),
    Operation(
        "PATCH",
        _CLASS,
        "Let pupils join, or not any more",
        let_join,
        ClassStanding,
        body=Joining,
        refuses=_NONE,
    ),
    Operation(
        "DELETE",
        _CLASS,
        "End a class; pupils' own elections go with it, and then it takes `confirm`",
        end_class,
        query=Confirming,
        status=204,
        refuses=_NONE,
    ),
    Operation(
        "POST",
        f"{_CLASS}/restart",
        "Go back to the class's start, everybody in their seat; ballots lost take `confirm`",
        restart_class,
        ClassStanding,
        query=Confirming,
        refuses=(*_NONE, no.NoStart),
    ),
    Operation(
        "DELETE",
        f"{_CLASS}/pupils/{{seat}}",
        "Free a pupil's seat; their own election goes with it, and then it takes `confirm`",
        free_seat,
        query=Confirming,
        status=204,
        refuses=(*_NONE, no.NoPupil),
    ),
)
