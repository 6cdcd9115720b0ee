"""An election's clock: read, set, moved forward."""

from typing import Any

from mockportal.client.models import ClockReading
from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.usecases import clock_setting, closing
from mockportal.usecases.clock_setting import Reading


async def get_clock(it: Asking[asking.Nothing, asking.Nothing]) -> ClockReading:
    """GET /elections/{election}/clock."""
    return telling.clock(await it.ask(clock_setting.read_clock))


async def set_clock(it: Asking[asking.Nothing, asking.ClockSetting]) -> ClockReading:
    """PUT /elections/{election}/clock."""
    reading = await it.perform(
        clock_setting.set_clock,
        real=it.store.real.now(),
        to=it.body.at,
        speed=it.body.speed,
        frozen=it.body.frozen,
    )
    return await _crossed(it, reading)


async def advance_clock(it: Asking[asking.Nothing, asking.Advance]) -> ClockReading:
    """POST /elections/{election}/clock/advance."""
    match it.body.root:
        case asking.AdvanceBy(seconds=seconds):
            span: dict[str, Any] = {"by": round(seconds * 1000), "to": None}
        case asking.AdvanceTo(to=landmark):
            span = {"by": 0, "to": landmark}
    reading = await it.perform(clock_setting.advance, real=it.store.real.now(), **span)
    return await _crossed(it, reading)


async def _crossed(it: Asking[Any, Any], reading: Reading) -> ClockReading:
    """Have the calendar do at once what the new instant calls for."""
    if await it.ask(closing.is_due):
        await it.perform(closing.catch_up)
    return telling.clock(reading)
