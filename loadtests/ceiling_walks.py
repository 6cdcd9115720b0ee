"""Journeys played on a portal in two halves, so that reading messages is not measured."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from loadtests.recording import RecordingTransport
from mockportal.client import RemoteElection
from mockportal.electorate import Elector
from scenarios.http_driver import HttpDriver
from scenarios.levers import Stagehand
from scenarios.steps import Journey, ReadMessage, Step

Tell = Callable[[Any], Journey[Any]]


class FixedLevers:
    """An election's levers, where every CAPTCHA has the answer that its file fixes."""

    def __init__(self, election: RemoteElection, captcha: str) -> None:
        self._election, self._captcha = election, captcha

    def captcha(self, captcha: str) -> str:
        """Return the fixed answer: no call is made."""
        return self._captcha

    def __getattr__(self, name: str) -> Any:
        """Leave everything else to the election."""
        return getattr(self._election, name)


@dataclass
class Walk:
    """One voter on the way: the journey, the driver, and the step to be done next."""

    journey: Journey[Any]
    driver: HttpDriver
    transport: RecordingTransport
    step: Step | None = field(default=None)

    def go_on(self) -> None:
        """Walk to the next message, or to the end. Refuses: Strayed."""
        try:
            self.step = self.step or next(self.journey)
            while not isinstance(self.step, ReadMessage):
                self.step = self.journey.send(self.driver.perform(self.step))
        except StopIteration:
            self.step = None
            self.transport.close()

    def read(self) -> None:
        """Read the message that is waited for. Refuses: Strayed."""
        if self.step is not None:
            self.step = self.journey.send(self.driver.perform(self.step))


def set_out(
    election: RemoteElection, captcha: str, voters: Sequence[Elector], tell: Tell
) -> "list[Walk]":
    """Return one walk per voter, each with browsers and connections of its own."""
    levers = FixedLevers(election, captcha)
    walks = []
    for voter in voters:
        transport = RecordingTransport()
        driver = HttpDriver(transport, election.url, Stagehand(levers))
        walks.append(Walk(tell(voter), driver, transport))
    return walks


def together(walks: Sequence[Walk], act: Callable[[Walk], None], at_once: int) -> None:
    """Have all walks do something, so many in parallel. Refuses: Strayed."""
    with ThreadPoolExecutor(at_once) as pool:
        for _ in pool.map(act, walks):
            pass


def voters_of(election: RemoteElection, scrutins: int) -> Iterator[Elector]:
    """Yield active electors with so many scrutins and no story of their own."""
    for elector in election.electors:
        if elector.activated and elector.persona is None and len(elector.scrutins) == scrutins:
            yield elector


def take(voters: Iterator[Elector], number: int) -> list[Elector]:
    """Return the next voters."""
    return list(islice(voters, number))
