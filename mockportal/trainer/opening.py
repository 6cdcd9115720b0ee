"""Opening a class: with a fresh election, or around one that lives already."""

import secrets
from contextlib import suppress
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mockportal.client.classes import ClassStanding
from mockportal.clock import Clock
from mockportal.console.asking import Asked, Nothing, Switch, example, whole
from mockportal.console.calls import Asking
from mockportal.domain.instants import MINUTE
from mockportal.election import load_shipped, revised
from mockportal.storage.elections import ElectionExists
from mockportal.storage.store import Store
from mockportal.trainer import levers
from mockportal.trainer.reporting import report
from mockportal.usecases import clock_setting, teaching

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
    seats: Seats = Field(default=30, description="pupils at most")
    own: Switch = Field(default=False, description="a copy of the election for each pupil")


class OpenClass(Asked):
    """A class around an election that lives already."""

    model_config = example({"seats": 12, "own": False, "wanted": "activated"})

    seats: Seats = Field(default=30, description="pupils at most")
    own: Switch = Field(default=False, description="a copy of the election for each pupil")
    wanted: Literal["activated", "new"] | None = Field(
        default=None, description="state of the voters handed out; none: the roll's order"
    )


async def create_class(it: Asking[Nothing, NewClass]) -> ClassStanding:
    """POST /classes."""
    name = await _fresh_election(it)
    await keep_start(it.store, name)
    await it.store.perform(name, teaching.open_class, own=it.body.own, seats=it.body.seats)
    return await report(it, name)


async def open_class(it: Asking[Nothing, OpenClass]) -> ClassStanding:
    """POST /elections/{election}/class."""
    told = it.body
    values = {"own": told.own, "seats": told.seats, "wanted": told.wanted or ""}
    await it.perform(teaching.open_class, **values)
    return await report(it, it.election)


async def keep_start(store: Store, election: str) -> None:
    """Keep an election as it is now, with its clock stopped, to come back to."""
    name = levers.start_of(election)
    await store.copy(election, name)
    values = {"to": None, "speed": None, "frozen": True}
    await store.perform(name, clock_setting.set_clock, real=store.real.now(), **values)


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
