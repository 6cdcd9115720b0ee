"""One election on a server, and everything a tester may do to it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from mockportal.client.line import PATIENCE, Line, given, quoted
from mockportal.client.models import (
    Audit,
    CaptchaAnswer,
    Channel,
    ClockReading,
    Detail,
    Entry,
    Faults,
    FaultSet,
    Journal,
    Message,
    Messages,
    Outcomes,
    Voter,
    Voters,
    VoterState,
)
from mockportal.client.remote_class import RemoteClass
from mockportal.client.remote_stub import RemoteStub
from mockportal.election import Election, parse
from mockportal.electorate import Electorate, electorate

Landmark = Literal[
    "activation", "candidates", "opening", "closing", "closing_grace", "count", "results"
]

EVENTS: Mapping[str, type[ClockReading | Entry | Message]] = {
    "clock": ClockReading,
    "journal": Entry,
    "message": Message,
}


class Event(NamedTuple):
    """Something that happened: `clock`, `journal` or `message`, and what."""

    name: str
    told: ClockReading | Entry | Message


class RemoteElection:
    """One election on a server: its clock, voters, messages and faults in a tester's hand."""

    def __init__(self, control: Line, detail: Detail) -> None:
        self._control = control
        self._made = detail
        self._path = f"elections/{quoted(detail.id)}"
        self._electors: Electorate | None = None

    def __repr__(self) -> str:
        return f"<election {self.home}>"

    @property
    def id(self) -> str:
        """Return the first segment of its addresses."""
        return self._made.id

    @property
    def url(self) -> str:
        """Return the address that drivers take, such as http://127.0.0.1:8080/formation-1."""
        return self._made.urls.portal.removesuffix("/portail/accueil")

    @property
    def home(self) -> str:
        """Return the address of the portal's home page."""
        return self._made.urls.portal

    @property
    def definition(self) -> Election:
        """Return what the election declares."""
        return self.electors.election

    @property
    def electors(self) -> Electorate:
        """Return the electors by rank, derived here: no call is made."""
        if self._electors is None:
            self._electors = electorate(parse(self._made.definition))
        return self._electors

    @property
    def franceconnect(self) -> RemoteStub:
        """Return the FranceConnect stub of this election: clients, citizens, faults, diaries."""
        return RemoteStub(self._control, f"{self._path}/franceconnect")

    @property
    def classroom(self) -> RemoteClass:
        """Return the class around this election: to be opened, watched, ended."""
        return RemoteClass(self._control, f"{self._path}/class")

    def look(self) -> Detail:
        """Tell how the election stands."""
        return self._control.call(Detail, "GET", self._path)

    def delete(self, *, confirm: str | None = None) -> None:
        """Remove the election; ``confirm`` names it again when it holds ballots."""
        self._control.command("DELETE", self._path, query={"confirm": confirm})

    def copy(self, id: str | None = None) -> "RemoteElection":
        """Copy the whole state, clock included."""
        made = self._control.call(Detail, "POST", f"{self._path}/copies", given({"id": id}))
        return RemoteElection(self._control, made)

    def restore(self, copy: "RemoteElection | str", *, confirm: str | None = None) -> Detail:
        """Go back in time: take the state of a copy, as a new incarnation."""
        source = copy if isinstance(copy, str) else copy.id
        body = {"from": source, "confirm": confirm}
        return self._control.call(Detail, "POST", f"{self._path}/restore", given(body))

    def clock(self) -> ClockReading:
        """Read the clock."""
        return self._control.call(ClockReading, "GET", f"{self._path}/clock")

    def set_clock(
        self,
        *,
        at: datetime | str | None = None,
        speed: float | None = None,
        frozen: bool | None = None,
    ) -> ClockReading:
        """Set the clock; what is not said stays. It never goes back: ControlError (409)."""
        body = {"at": instant(at), "speed": speed, "frozen": frozen}
        return self._control.call(ClockReading, "PUT", f"{self._path}/clock", given(body))

    def advance(self, *, seconds: float = 0, to: Landmark | str = "") -> ClockReading:
        """Move the clock forward, by a span or to an instant of the calendar."""
        body: dict[str, Any] = {"to": to} if to else {"seconds": seconds}
        return self._control.call(ClockReading, "POST", f"{self._path}/clock/advance", body)

    def voters(
        self, *, state: VoterState | None = None, limit: int = 20, after: int | None = None
    ) -> Voters:
        """Return cards in the order of the roll."""
        query = {"state": state, "limit": limit, "after": after}
        return self._control.call(Voters, "GET", f"{self._path}/voters", query=query)

    def voter(self, identifier: str) -> Voter:
        """Return the card of one voter."""
        return self._control.call(Voter, "GET", f"{self._path}/voters/{quoted(identifier)}")

    def claim(
        self,
        *,
        state: VoterState | None = None,
        has: Iterable[str] = (),
        scrutins: int | None = None,
    ) -> Voter:
        """Take a voter nobody else has been given.

        ``has`` holds `notice`, `phone`, `mail`, `franceconnect` or `franceconnect:provider`.
        """
        body = {"state": state, "has": [*has], "scrutins": scrutins}
        return self._control.call(Voter, "POST", f"{self._path}/voters/claim", given(body))

    def messages(
        self,
        *,
        voter: str = "",
        to: str = "",
        channel: Channel | str = "",
        kind: str = "",
        after: str = "",
        wait: float = 0,
        limit: int | None = None,
    ) -> tuple[Message, ...]:
        """Return messages, oldest first; wait so many seconds for the first one.

        ``voter`` is an identifier, ``after`` the id of the last message seen.
        """
        asked = {"voter": voter, "to": to, "channel": channel, "kind": kind, "after": after}
        query: dict[str, Any] = {key: value or None for key, value in asked.items()}
        query |= {"wait": wait or None, "limit": limit}
        found = self._control.call(
            Messages, "GET", f"{self._path}/messages", query=query, patience=wait + PATIENCE
        )
        return found.messages

    def captcha(self, captcha: str) -> str:
        """Return the answer of a CAPTCHA by the id in its page."""
        path = f"{self._path}/captchas/{quoted(captcha)}"
        return self._control.call(CaptchaAnswer, "GET", path).answer

    def faults(self) -> tuple[FaultSet, ...]:
        """List what goes wrong."""
        return self._control.call(Faults, "GET", f"{self._path}/faults").faults

    def set_faults(self, faults: Iterable[Mapping[str, Any]]) -> tuple[FaultSet, ...]:
        """Have these faults and no other."""
        body = {"faults": [dict(one) for one in faults]}
        return self._control.call(Faults, "PUT", f"{self._path}/faults", body).faults

    def set_fault(self, name: str, settings: Mapping[str, object] | None = None) -> None:
        """Have something go wrong, at once."""
        path = f"{self._path}/faults/{quoted(name)}"
        self._control.call(Faults, "POST", path, settings or {})

    def lift_fault(self, name: str) -> None:
        """Have it go well again."""
        self._control.call(Faults, "DELETE", f"{self._path}/faults/{quoted(name)}")

    def audit(self) -> Audit:
        """Audit the election."""
        return self._control.call(Audit, "GET", f"{self._path}/audit")

    def tally(self) -> dict[str, dict[str, Any]]:
        """Count the sealed election, once; return the results."""
        return self._control.call(Outcomes, "POST", f"{self._path}/tally").outcomes

    def journal(self, *, after: int = 0, limit: int | None = None) -> tuple[Entry, ...]:
        """Return entries of the journal after one of them."""
        query = {"after": after, "limit": limit}
        return self._control.call(Journal, "GET", f"{self._path}/journal", query=query).entries

    def events(self, *, after: int | None = None) -> Iterator[Event]:
        """Give clock settings, journal entries and messages as they happen, until one stops.

        ``after`` is an entry of the journal to begin behind; without it, from now on.
        """
        for name, told in self._control.follow(f"{self._path}/events", {"after": after}):
            if name in EVENTS:  # a newer server may tell more
                yield Event(name, EVENTS[name].model_validate_json(told))


def instant(at: datetime | str | None) -> str | None:
    """Return an instant as the API takes it."""
    return at.isoformat() if isinstance(at, datetime) else at
