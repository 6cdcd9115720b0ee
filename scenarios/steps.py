"""Steps of a journey: what a voter does and where it must lead, in the words on the screen."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import TypeAlias, TypeVar, cast

from scenarios.seen import Seen, Strayed

T = TypeVar("T")


class Captcha(Enum):
    """What a voter copies from a CAPTCHA, whose answer only the driver can ask for."""

    SOLVED = "as on the picture"
    MISTYPED = "with one digit wrong"


SOLVED, MISTYPED = Captcha.SOLVED, Captcha.MISTYPED
Value: TypeAlias = str | bool | Captcha


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act, and what must be on screen after it.

    Not saying `refused` promises that nothing is refused.
    """

    lands_on: str = ""
    refused: str = ""
    reads: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say the act without what is expected of it."""
        words = [getattr(self, one.name) for one in fields(self) if not one.kw_only]
        told = [f"« {word} »" for word in words if word and word is not True]
        return " ".join([type(self).__name__, *told])


@dataclass(frozen=True)
class Open(Step):
    """Type an address: a path below the election, or a whole link from a message."""

    path: str


@dataclass(frozen=True)
class Follow(Step):
    """Click a link, by its text; `within` names its block, `first` takes the first of several."""

    link: str
    within: str = ""
    first: bool = False


@dataclass(frozen=True)
class Submit(Step):
    """Fill fields by their labels (without the star), then press a button."""

    button: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    within: str = ""

    def __str__(self) -> str:
        """Name the fields, keep what is typed in them to oneself."""
        return f"Submit « {self.button} »{_filling(self.fields)}"


@dataclass(frozen=True)
class PressTwice(Step):
    """Press a button twice, as an impatient hand does."""

    button: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """Name the fields, keep what is typed in them to oneself."""
        return f"PressTwice « {self.button} »{_filling(self.fields)}"


@dataclass(frozen=True)
class Listen(Step):
    """Have the CAPTCHA said aloud; the page stays, the kind of sound is what is seen."""

    name: str


@dataclass(frozen=True)
class Download(Step):
    """Save the file behind a link or a button; the page stays, its text is what is seen."""

    name: str


@dataclass(frozen=True)
class Reload(Step):
    """Ask for the same page again."""


@dataclass(frozen=True)
class GoBack(Step):
    """Press the browser's back button."""


@dataclass(frozen=True)
class UseBrowser(Step):
    """Turn to another browser, with its own cookies; the first one is « ordinateur »."""

    name: str


@dataclass(frozen=True)
class UseTab(Step):
    """Turn to another tab of the same browser; the first one is « premier »."""

    name: str


@dataclass(frozen=True)
class CloseBrowser(Step):
    """Close the browser in use: its cookies are lost."""


@dataclass(frozen=True)
class Scan(Step):
    """Have a mail scanner look at a link before the voter: HEAD and GET, in no browser."""

    link: str


@dataclass(frozen=True)
class ReadMessage(Step):
    """Read the next message not yet read, of one kind, sent to a voter."""

    kind: str
    channel: str
    voter: str
    to: str = ""


@dataclass(frozen=True)
class FindNoMessage(Step):
    """Look into the inbox and find nothing new of one kind."""

    kind: str
    voter: str


@dataclass(frozen=True)
class Wait(Step):
    """Let time pass on the election's clock."""

    seconds: int


@dataclass(frozen=True)
class Advance(Step):
    """Bring the election's clock to one of the calendar's instants."""

    to: str


@dataclass(frozen=True)
class SetFault(Step):
    """Have something go wrong from now on."""

    fault: str
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class LiftFault(Step):
    """Have it go well again."""

    fault: str


def _filling(fields: Mapping[str, Value]) -> str:
    return f" after filling {', '.join(fields)}" if fields else ""


Journey: TypeAlias = Generator[Step, Seen, T]
Perform: TypeAlias = Callable[[Step], Seen]


def play(journey: Journey[T], perform: Perform) -> T:
    """Walk a journey to its end with any driver. Refuses: Strayed."""
    number, step = 0, None
    try:
        step = next(journey)
        while True:
            number += 1
            step = journey.send(perform(step))
    except StopIteration as end:
        return cast(T, end.value)
    except Strayed as strayed:
        strayed.locate(getattr(journey, "__name__", "a journey"), number, step)
        raise


def check_landing(step: Step, seen: Seen) -> Seen:
    """Return what is seen when it is what the step promised. Refuses: Strayed."""
    if seen.refusal != step.refused:
        wanted = f"the refusal « {step.refused} »" if step.refused else "no refusal"
        raise Strayed(f"{wanted}, on « {step.lands_on} »" if step.lands_on else wanted, seen)
    if step.lands_on and seen.heading != step.lands_on:
        raise Strayed(f"the heading « {step.lands_on} »", seen)
    for words in step.reads:
        if not seen.says(words):
            raise Strayed(f"the words « {words} »", seen)
    return seen
