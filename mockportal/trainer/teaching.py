"""Classes by the control API: opened, told of, closed to newcomers, begun again, ended."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

from mockportal.client.classes import ClassStanding
from mockportal.console.asking import Asked, Confirming, Nothing, Switch, example
from mockportal.console.calls import Asking
from mockportal.domain import operator_refusals as no
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.storage.store import UnknownElection
from mockportal.trainer import levers
from mockportal.trainer.opening import NewClass, OpenClass, create_class, open_class
from mockportal.trainer.reporting import report
from mockportal.usecases import teaching
from mockportal.usecases.class_records import Classroom, Pupil
from mockportal.usecases.operator_records import OperatorRecords


class Joining(Asked):
    """Whether pupils may still join."""

    model_config = example({"joinable": False})

    joinable: Switch = Field(description="whether the code still lets pupils in")


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


async def get_class(it: Asking[Nothing, Nothing]) -> ClassStanding:
    """GET /elections/{election}/class."""
    return await report(it, it.election)


async def let_join(it: Asking[Nothing, Joining]) -> ClassStanding:
    """PATCH /elections/{election}/class."""
    await it.perform(teaching.let_join, joinable=it.body.joinable)
    return await report(it, it.election)


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
    return await report(it, it.election)


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
        refuses=(no.NameTaken,),
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
