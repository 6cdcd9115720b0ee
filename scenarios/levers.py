"""What a tester holds beside the voter: CAPTCHA answers, messages, the clock, faults."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from scenarios.seen import Seen, Strayed, Words
from scenarios.steps import (
    SOLVED,
    Advance,
    Captcha,
    FindNoMessage,
    LiftFault,
    ReadMessage,
    SetFault,
    Step,
    Value,
    Wait,
)

GLANCE = 0.3
"""Seconds of real time one looks for a message that should not come: others take hundredths."""


class Message(Protocol):
    """A mail or a text in the inbox."""

    @property
    def id(self) -> str:
        """What `after` takes."""

    @property
    def to(self) -> str:
        """The address or the number it was sent to."""

    @property
    def subject(self) -> str:
        """The subject of a mail."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def links(self) -> Sequence[str]:
        """The addresses in it."""


class Levers(Protocol):
    """The control interface of one election, as far as journeys pull it."""

    def captcha(self, captcha: str) -> str:
        """Return the answer of a challenge."""

    def messages(
        self, *, voter: str, kind: str, channel: str, after: str, wait: float
    ) -> Sequence[Message]:
        """Return the messages after one of them, waiting some seconds for the first."""

    def advance(self, *, seconds: float = 0, to: str = "") -> object:
        """Move the election's clock forward."""

    def set_fault(self, name: str, settings: Mapping[str, object]) -> None:
        """Have something go wrong."""

    def lift_fault(self, name: str) -> None:
        """Have it go well again."""


class Stagehand:
    """Whoever works the levers behind the scene, the same for every driver."""

    def __init__(
        self,
        levers: Levers,
        *,
        wait: Callable[[float], None] | None = None,
        patience: float = 10,
    ) -> None:
        self._levers, self._patience = levers, patience
        self._wait = wait or (lambda seconds: levers.advance(seconds=seconds))
        self._last_read = ""

    def perform(self, step: Step) -> Seen | None:
        """Do a step that needs no browser; tell with None that it needs one."""
        match step:
            case ReadMessage():
                return self._read(step)
            case FindNoMessage():
                return self._find_none(step)
            case Wait(seconds):
                self._wait(seconds)
            case Advance(to):
                self._levers.advance(to=to)
            case SetFault(fault, settings):
                self._levers.set_fault(fault, settings)
            case LiftFault(fault):
                self._levers.lift_fault(fault)
            case _:
                return None
        return Seen()

    def copied(self, value: Value, captcha: str) -> str | bool:
        """Return what is typed in a field; a CAPTCHA's answer is asked for by its id."""
        if not isinstance(value, Captcha):
            return value
        answer = self._levers.captcha(captcha)
        return answer if value is SOLVED else answer[:-1] + str((int(answer[-1]) + 1) % 10)

    def _read(self, step: ReadMessage) -> Seen:
        found = self._levers.messages(
            voter=step.voter,
            kind=step.kind,
            channel=step.channel,
            after=self._last_read,
            wait=self._patience,
        )
        if not found:
            raise Strayed(f"a message « {step.kind} » by {step.channel} for {step.voter}")
        message = found[0]
        self._last_read = message.id
        seen = _seen(message)
        if step.to and message.to != step.to:
            raise Strayed(f"a message to {step.to}, not to {message.to}", seen)
        return seen

    def _find_none(self, step: FindNoMessage) -> Seen:
        found = self._levers.messages(
            voter=step.voter, kind=step.kind, channel="", after=self._last_read, wait=GLANCE
        )
        if found:
            raise Strayed(f"no message « {step.kind} » for {step.voter}", _seen(found[0]))
        return Seen()


def _seen(message: Message) -> Seen:
    words = Words(text=" ".join(message.text.split()), links=tuple(message.links))
    return Seen(heading=message.subject, page="message", url=message.to, view=words)
