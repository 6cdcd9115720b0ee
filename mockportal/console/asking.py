"""What calls of the control API take: queries and bodies."""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    Strict,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from mockportal.client.models import Channel, VoterState
from mockportal.console.fault_schemas import COMMON, fault_schemas
from mockportal.domain.instants import millis
from mockportal.domain.operator_refusals import DateOutOfRange, NameForbidden, ReservedName
from mockportal.domain.refusals import Refused
from mockportal.election import RESERVED, names
from mockportal.election.calendar import paris_time
from mockportal.usecases.clock_setting import Landmark, check_in_range

CENTURY = 3_155_760_000
"""Seconds: no clock moves further."""

_NAME = re.compile(r"[a-z0-9-]{1,32}")


def _refused(refused: Refused) -> PydanticCustomError:
    """Return the error that becomes a refusal of its own."""
    return PydanticCustomError("refused", "refused", {"refused": refused})


def _instant(value: object) -> int:
    try:
        at = paris_time(value)
        return check_in_range(millis(at))  # type: ignore[arg-type]
    except (ValueError, OverflowError, DateOutOfRange):
        raise _refused(DateOutOfRange()) from None


def _name(value: object) -> object:
    if isinstance(value, str) and not _NAME.fullmatch(value):
        raise _refused(NameForbidden())
    return value


def _new_id(value: object) -> object:
    if isinstance(value, str) and value in RESERVED:
        raise _refused(ReservedName())
    return _name(value)


def whole(value: object) -> object:
    """Take 60.0 for 60, as JSON does; no text, no yes or no."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("int_type", "not a whole number")


_DAYS = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-]0[0-9]:[0-5][0-9])?"

Instant = Annotated[
    int,
    BeforeValidator(_instant),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^20[0-9]{{2}}-{_DAYS}T{_TIME}$",
            "examples": ["2022-12-01T08:47:00+01:00"],
            "description": "between 2000 and 2099; without an offset it is Paris time",
        }
    ),
]
_NAMED = {"type": "string", "pattern": "^[a-z0-9-]{1,32}$"}
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema(_NAMED)]
FileName = Annotated[
    str, BeforeValidator(_name), WithJsonSchema({"type": "string", "enum": names()})
]
NewId = Annotated[
    str,
    BeforeValidator(_new_id),
    WithJsonSchema({**_NAMED, "not": {"enum": sorted(RESERVED)}}),
]
Speed = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Switch = Annotated[bool, Strict()]
Has = Annotated[str, Field(pattern=r"^(notice|phone|mail|franceconnect(:[a-z-]{1,32})?)$")]


class Asked(BaseModel):
    """The base of every query and body: nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def example(value: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model that shows what it looks like in use."""
    return ConfigDict(json_schema_extra={"examples": [value]})


class Nothing(Asked):
    """A call that takes nothing."""


class NewElection(Asked):
    """A fresh election, from a file that comes with the project or from a whole definition."""

    model_config = example(
        {
            "from": "electionspro2022",
            "at": "2022-12-01T07:59:00+01:00",
            "frozen": True,
            "settings": {"reissue": {"link_minutes": 2}},
        }
    )

    source: FileName | dict[str, Any] = Field(
        alias="from", description="a name such as electionspro2022, or an inline definition"
    )
    id: NewId | None = Field(default=None, description="drawn when not said")
    seed: Annotated[int, Field(ge=0, le=2**63 - 1), BeforeValidator(whole)] | None = Field(
        default=None, description="draws other electors"
    )
    size: Annotated[int, Field(ge=1, le=10_000_000), BeforeValidator(whole)] | None = Field(
        default=None, description="electors"
    )
    at: Instant | None = Field(default=None, description="none: the opening of the vote")
    speed: Speed = Field(default=1.0, description="seconds of the election for one of real time")
    frozen: Switch = Field(default=False, description="the clock stands still")
    settings: dict[str, Any] | None = Field(
        default=None, description="laid over the file: sections are merged, lists replaced"
    )


class NewCopy(Asked):
    """A copy of an election."""

    model_config = example({"id": "before-the-vote"})

    id: NewId | None = Field(default=None, description="drawn when not said")


class Restoring(Asked):
    """The way back in time."""

    model_config = example({"from": "before-the-vote", "confirm": "formation"})

    source: Name = Field(alias="from", description="a copy of this election")
    confirm: str | None = Field(default=None, description="this election's id, if it has ballots")


class ClockSetting(Asked):
    """What is not said stays as it is."""

    model_config = example({"at": "2022-12-01T08:00:00+01:00", "speed": 60, "frozen": False})

    at: Instant | None = Field(default=None, description="the instant it shows from now on")
    speed: Speed | None = Field(
        default=None, description="seconds of the election for one of real time"
    )
    frozen: Switch | None = Field(default=None, description="whether it stands still")


class AdvanceBy(Asked):
    """A span of the election's time."""

    model_config = example({"seconds": 120})

    seconds: Annotated[float, Strict(), Field(ge=-CENTURY, le=CENTURY, allow_inf_nan=False)] = (
        Field(description="of the election's time")
    )


class AdvanceTo(Asked):
    """An instant of the calendar."""

    model_config = example({"to": "closing"})

    to: Landmark = Field(description="the instant of the calendar to go to")


class Advance(RootModel[AdvanceBy | AdvanceTo]):
    """Forward, by a span or to an instant of the calendar."""


class Claiming(Asked):
    """A kind of voter; what is not said stays open."""

    model_config = example({"state": "activated", "has": ["notice", "phone"], "scrutins": 3})

    state: VoterState | None = Field(default=None, description="of the account")
    has: tuple[Has, ...] = Field(
        default=(), max_length=10, description="what must be in the voter's hands"
    )
    scrutins: Annotated[int, Field(ge=1, le=100), BeforeValidator(whole)] | None = Field(
        default=None, description="how many the voter may vote in"
    )


_SETTINGS = {
    "type": "object",
    "properties": COMMON,
    "examples": [{"from": "opening", "to": "opening + 4 h", "share": 0.5}],
}
Settings = Annotated[dict[str, Any], WithJsonSchema(_SETTINGS)]


class FaultSettings(RootModel[Settings]):
    """`from`, `to`, `share`, `who`, and the fault's own parameters, as in the list of faults."""


OneFault = Annotated[dict[str, Any], WithJsonSchema({"oneOf": fault_schemas()})]


class FaultList(Asked):
    """The faults there shall be, and no other."""

    model_config = example(
        {
            "faults": [
                {"name": "mail-slow", "profile": "hour", "share": 0.2},
                {"name": "maintenance", "from": "opening + 4 h", "to": "closing"},
            ]
        }
    )

    faults: tuple[OneFault, ...] = Field(
        max_length=200, description="each by its `name`, with its settings beside it"
    )


class Confirming(Asked):
    """The election's id once more, when ballots would be lost."""

    confirm: str | None = Field(default=None, description="the election's id, once more")


class VotersQuery(Asked):
    """Which cards."""

    state: VoterState | None = Field(default=None, description="of the account")
    limit: int = Field(default=20, ge=1, le=200, description="cards at most")
    after: int = Field(default=0, ge=0, le=2**53, description="the `next` of the former page")


class MessagesQuery(Asked):
    """Which messages, and how long to wait for one."""

    voter: str | None = Field(default=None, description="identifier, exactly")
    to: str | None = Field(default=None, description="address or number")
    channel: Channel | None = Field(default=None, description="how it came")
    kind: str | None = Field(default=None, description="such as reissue-link")
    after: str | None = Field(default=None, description="id of the last message seen")
    wait: float = Field(default=0, ge=0, le=60, description="seconds of real time")
    limit: int = Field(default=100, ge=1, le=1000, description="messages at most")


class JournalQuery(Asked):
    """Which entries."""

    after: int = Field(default=0, ge=0, le=2**53, description="number of the last entry seen")
    limit: int = Field(default=100, ge=1, le=1000, description="entries at most")


class EventsQuery(Asked):
    """From where on."""

    after: int | None = Field(
        default=None, ge=0, le=2**53, description="an entry of the journal; none: from now on"
    )


Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
