"""What a test holds of an election: its clock, its inbox, its faults, each under its own name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from mockportal.client.models import Channel, ClockReading, FaultSet, Message
from mockportal.client.recounting import clock_in_words, fault_in_words
from mockportal.client.remote_election import Landmark, RemoteElection

TOLD = 10
"""Messages that are told of a longer list: the last ones."""


class NothingCame(AssertionError):
    """No such message came in time; the text tells what did, and what may hold it back."""


class SomethingCame(AssertionError):
    """A message came that should not have; the text tells which."""


class Clock:
    """The election's clock: it moves forward only."""

    def __init__(self, election: RemoteElection) -> None:
        self._election = election

    @property
    def now(self) -> datetime:
        """Return the instant it shows, Paris time."""
        return self._election.clock().at

    def advance(self, seconds: float) -> ClockReading:
        """Move it by seconds of the election's time."""
        return self._election.advance(seconds=seconds)

    def advance_to(self, landmark: Landmark) -> ClockReading:
        """Move it to an instant of the calendar: opening, closing, closing_grace."""
        return self._election.advance(to=landmark)

    def set(self, at: datetime | str) -> ClockReading:
        """Move it to an instant; without an offset it is Paris time."""
        return self._election.set_clock(at=at)

    def freeze(self) -> ClockReading:
        """Stop it."""
        return self._election.set_clock(frozen=True)

    def run(self, speed: float = 1) -> ClockReading:
        """Let it run, so many times as fast as real time."""
        return self._election.set_clock(speed=speed, frozen=False)


class _Sort(NamedTuple):
    """What kind of message is looked for; empty is any."""

    voter: str
    kind: str
    channel: str
    to: str

    def __str__(self) -> str:
        said = (f"{name} {value}" for name, value in self._asdict().items() if value)
        return ", ".join(said) or "any message"


class Inbox:
    """Mails and texts of the election, each given once: never a stale one."""

    def __init__(self, election: RemoteElection) -> None:
        self._election = election
        self._given: set[str] = set()

    def next(
        self,
        *,
        voter: str = "",
        kind: str = "",
        channel: Channel | str = "",
        to: str = "",
        wait: float = 10,
    ) -> Message:
        """Return the oldest message of that sort not given before, waiting for it if need be.

        ``voter`` is an identifier, ``wait`` seconds of real time. Refuses: NothingCame.
        """
        __tracebackhide__ = True
        wanted = _Sort(voter, kind, str(channel), to)
        message = self._look(wanted, wait)
        if message is None:
            raise NothingCame(self._missed(wanted, wait))
        self._given.add(message.id)
        return message

    def nothing(
        self,
        *,
        voter: str = "",
        kind: str = "",
        channel: Channel | str = "",
        to: str = "",
        wait: float = 0.5,
    ) -> None:
        """Watch for ``wait`` seconds that no such message comes besides those given before.

        Refuses: SomethingCame.
        """
        __tracebackhide__ = True
        wanted = _Sort(voter, kind, str(channel), to)
        message = self._look(wanted, wait)
        if message is not None:
            raise SomethingCame(f"{wanted}: came {self._line(message)}: {message.text}")

    def all(self) -> tuple[Message, ...]:
        """Return every message so far, oldest first."""
        return self._election.messages(limit=1000)

    def _look(self, wanted: _Sort, wait: float) -> Message | None:
        """Return the oldest message of a sort not given before, if it comes in time."""
        after = ""
        while found := self._election.messages(**wanted._asdict(), after=after, wait=wait):
            for message in found:
                if message.id not in self._given:
                    return message
            after = found[-1].id
        return None

    def _missed(self, wanted: _Sort, wait: float) -> str:
        """Tell what came instead, and what may hold the rest back."""
        came = self.all()
        lines = [f"{wanted}: nothing in {wait:g} s"]
        lines += ["what came instead:"] if came else ["nothing else came either"]
        lines += [f"  {self._line(one)}" for one in came[-TOLD:]]
        lines += [f"  and {len(came) - TOLD} before"] if len(came) > TOLD else []
        lines += [f"clock: {clock_in_words(self._election.clock())}"]
        active = [fault_in_words(one) for one in self._election.faults() if one.active]
        lines += [f"faults: {'; '.join(active)}"] if active else []
        return "\n".join(lines)

    def _line(self, one: Message) -> str:
        whose = f" for {one.voter}" if one.voter else ""
        given = ", given before" if one.id in self._given else ""
        return f"{one.at:%H:%M:%S} {one.kind} by {one.channel} to {one.to}{whose}{given}"


class Faults:
    """What goes wrong in the election."""

    def __init__(self, election: RemoteElection) -> None:
        self._election = election

    def set(self, name: str, **settings: Any) -> None:
        """Have something go wrong: `faults.set("mail-slow", profile="hour")`."""
        self._election.set_fault(name, settings)

    def lift(self, name: str) -> None:
        """Have it go well again."""
        self._election.lift_fault(name)

    def replace(self, faults: Iterable[Mapping[str, Any]]) -> tuple[FaultSet, ...]:
        """Have these faults and no other."""
        return self._election.set_faults(faults)

    def active(self) -> tuple[str, ...]:
        """Return the names of what goes wrong now."""
        return tuple(one.name for one in self._election.faults() if one.active)
