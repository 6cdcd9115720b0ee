"""A portal that is not this mock: where it is, how it speaks, who may vote there."""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenarios.dialect import Dialect
from scenarios.mailpit import Mail, Mailpit
from scenarios.registry import FIRST_MORNING, RegisteredJourney
from scenarios.rehearsal import rehearse
from scenarios.steps import ReadMessage


class InvalidTarget(Exception):
    """A target file that cannot be used; its text names file and key."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Captcha(_Declared):
    """How to answer a CAPTCHA that no control interface gives away."""

    answer: str = Field(description="the one that a portal under test accepts, such as 0000")


class Inbox(_Declared):
    """Where its mails arrive."""

    mailpit: str = Field(description="base address of an inbox in Mailpit's shape")
    subjects: dict[str, str] = Field(default={}, description="kind of message: words of subject")


class Permission(_Declared):
    """Who allows a load run there, and until when."""

    token: str = Field(min_length=16, description="served under /.well-known/mockportal-load/")
    granted_by: str = Field(description="who answers for it: a name, an address")
    until: date = Field(description="last day of the permission")
    public: bool = Field(default=False, description="whether the address may be a public one")


class Target(_Declared):
    """What a target file says."""

    url: str = Field(description="what journeys' paths are added to")
    voters: Path = Field(description="a CSV file beside the target file")
    words: dict[str, str] = Field(default={}, description="our words: theirs")
    paths: dict[str, str] = Field(default={}, description="beginning of our path: of theirs")
    refusals: dict[str, str] = Field(default={}, description="our name: their words")
    captcha: Captcha | None = None
    inbox: Inbox | None = None
    permission: Permission | None = None

    @property
    def dialect(self) -> Dialect:
        """Return how it speaks."""
        return Dialect(self.words, self.paths, self.refusals)

    def not_applicable(self, told: RegisteredJourney) -> str:
        """Return why a journey cannot be played there, or nothing."""
        lacking = [lever for lever in told.needs.levers if lever not in self._levers]
        if lacking:
            return f"no lever for {', '.join(lacking)}"
        if told.needs.settings or told.needs.persona or told.needs.starts != FIRST_MORNING:
            return "it takes an election of its own"
        if any(isinstance(step, ReadMessage) and step.channel != "mail" for step in rehearse(told)):
            return "no inbox for text messages"
        return ""

    @property
    def _levers(self) -> set[str]:
        there = {"captcha": self.captcha, "messages": self.inbox}
        return {name for name, lever in there.items() if lever is not None}


@dataclass(frozen=True)
class TargetVoter:
    """A row of the voters' file."""

    identifier: str
    password: str = ""
    vote_code: str = ""
    numen: str = ""
    question: str = ""
    secret_answer: str = ""
    phone: str = ""
    personal_mail: str = ""
    state: str = "activated"


class TargetLevers:
    """What a tester holds there: the CAPTCHA's answer and the mails."""

    def __init__(self, target: Target, voters: Sequence[TargetVoter]) -> None:
        self._captcha = target.captcha
        inbox = target.inbox
        self._inbox = Mailpit(inbox.mailpit, inbox.subjects) if inbox else None
        self._addresses = {one.identifier: one.personal_mail for one in voters}

    def captcha(self, captcha: str) -> str:
        """Return the answer that is accepted there."""
        assert self._captcha is not None
        return self._captcha.answer

    def messages(
        self, *, voter: str, kind: str, channel: str, after: str, wait: float
    ) -> Sequence[Mail]:
        """Return a voter's mails, from whichever box they have."""
        assert self._inbox is not None
        boxes = [voter] if kind != "reissue-link" else [self._addresses[voter], voter]
        for box in boxes:
            if found := self._inbox.mails(box, kind, after, wait / len(boxes)):
                return found
        return ()

    def advance(self, *, seconds: float = 0, to: str = "") -> object:
        """Have no clock to move."""
        raise NotImplementedError

    def set_fault(self, name: str, settings: Mapping[str, object]) -> None:
        """Have nothing to break."""
        raise NotImplementedError

    def lift_fault(self, name: str) -> None:
        """Have nothing to mend."""
        raise NotImplementedError


def load(path: Path) -> Target:
    """Read a target file. Refuses: InvalidTarget."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        target = Target.model_validate(declared)
    except (OSError, tomllib.TOMLDecodeError) as reason:
        raise InvalidTarget(f"{path}: {reason}") from None
    except ValidationError as refused:
        told = "; ".join(
            f"{'.'.join(map(str, one['loc']))}: found {one['input']!r}, {one['msg']}"
            for one in refused.errors()
        )
        raise InvalidTarget(f"{path}: {told}") from None
    return target.model_copy(update={"voters": path.parent / target.voters})


def voters(target: Target) -> list[TargetVoter]:
    """Read the voters of a target, in the order of the file. Refuses: InvalidTarget."""
    try:
        with target.voters.open(encoding="utf-8", newline="") as file:
            return [TargetVoter(**row) for row in csv.DictReader(file)]
    except (OSError, TypeError) as reason:
        raise InvalidTarget(f"{target.voters}: {reason}") from None
