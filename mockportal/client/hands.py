"""What a test holds of an election: its clock, its inbox, its faults, each under its own name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mockportal.client.models import Channel, ClockReading, FaultSet, Message
from mockportal.client.remote_election import Landmark, RemoteElection


class NothingCame(AssertionError):
    """No such message came in time; the text tells what did."""


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

        Refuses: NothingCame.
        """
        after, wanted = "", {"voter": voter, "kind": kind, "channel": str(channel), "to": to}
        while found := self._election.messages(
            voter=voter, kind=kind, channel=channel, to=to, after=after, wait=wait
        ):
            for message in found:
                if message.id not in self._given:
                    self._given.add(message.id)
                    return message
            after = found[-1].id
        raise NothingCame(f"{_told(wanted)}: nothing in {wait:g} s; came: {self._came()}")

    def all(self) -> tuple[Message, ...]:
        """Return every message so far, oldest first."""
        return self._election.messages(limit=1000)

    def _came(self) -> str:
        came = (f"{one.kind} by {one.channel} to {one.to}" for one in self.all()[-10:])
        return "; ".join(came) or "nothing"


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


def _told(wanted: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in wanted.items() if value) or "any message"
