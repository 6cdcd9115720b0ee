"""Pupils of a class over HTTP: each joins by the code, reads their card, and votes at a pace."""

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from mockportal.client import Control, RemoteElection
from mockportal.client.classes import ClassStanding
from scenarios.http_driver import HttpDriver
from scenarios.journeys import voting
from scenarios.levers import Stagehand
from scenarios.registry import Voter
from scenarios.seen import Seen, Strayed
from scenarios.steps import Step, play
from scenarios.transport import Answer, PlainTransport

COOKIE = "mockportal_eleve"


class ClassTransport:
    """A browser that carries the cookie of a seat wherever it goes on the class's machine."""

    def __init__(self) -> None:
        self._plain = PlainTransport()
        self.seat = ""

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request."""
        cookies = [text for text in (headers.get("Cookie", ""), self.seat) if text]
        sent = {**headers, **({"Cookie": "; ".join(cookies)} if cookies else {})}
        return self._plain.request(method, url, sent, body)

    def join(self, url: str) -> None:
        """Open the address of the QR code and press the button. Refuses: Strayed."""
        first = self.request("GET", url, {}, None)
        answer = self.request("POST", url, _FORM, b"")
        if (first.status, answer.status) != (200, 303):
            raise Strayed(f"a seat, not {first.status} and {answer.status}")
        self.seat = answer.header("set-cookie").partition(";")[0]

    def desk(self, portal: str) -> "Desk":
        """Read one's own desk."""
        answer = self.request("GET", f"{portal}/classe/moi", {}, None)
        return Desk.read(answer.body.decode())

    def close(self) -> None:
        """Hang up."""
        self._plain.close()


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Desk:
    """What a pupil reads of their seat and their voter."""

    seat: int
    secrets: tuple[str, ...]

    @classmethod
    def read(cls, page: str) -> "Desk":
        """Read a page. Refuses: Strayed, when it is no desk."""
        tree = LexborHTMLParser(page)
        place = tree.css_first(".place b")
        if place is None:
            raise Strayed("a desk with a seat")
        return cls(int(place.text()), tuple(one.text() for one in tree.css(".fiche .secret")))


@dataclass
class Pupil:
    """One pupil at work, in a thread of their own."""

    control: Control
    standing: ClassStanding
    portal: str
    pace: float
    draws: random.Random
    moves: int = 0
    seat: int = 0
    voter: str = ""
    troubles: list[str] = field(default_factory=list)

    def start(self) -> threading.Thread:
        """Begin; the thread ends with the last ballot."""
        thread = threading.Thread(target=self._come, daemon=True)
        thread.start()
        return thread

    def _come(self) -> None:
        transport = ClassTransport()
        try:
            self._rest()
            transport.join(self.standing.join_url)
            self._vote(transport)
        except Exception as trouble:  # a pupil who falls is told of, the class goes on
            self.troubles.append(f"{type(trouble).__name__}: {trouble}")
        finally:
            transport.close()

    def _vote(self, transport: ClassTransport) -> None:
        desk = transport.desk(self.portal)
        self.seat, self.voter = desk.seat, desk.secrets[0]
        election, voter = self._voter()
        if voter.identifier != self.voter or voter.password not in desk.secrets:
            raise Strayed(f"the card of {self.voter}, not of {voter.identifier}")
        driver = HttpDriver(transport, election.url, Stagehand(election))

        def move(step: Step) -> Seen:
            self._rest()
            seen = driver.perform(step)
            self.moves += 1
            return seen

        play(voting.vote_in_all(voter), move)
        after = transport.desk(self.portal)
        if after.seat != desk.seat or after.secrets[0] != self.voter:
            raise Strayed("one's own desk at the end")

    def _voter(self) -> tuple[RemoteElection, Voter]:
        """Return who sits there by the control API, to be compared with what the desk says."""
        path = f"elections/{self.standing.election}/class"
        seats = self.control.call(ClassStanding, "GET", path).pupils
        mine = next(one for one in seats if one.seat == self.seat)
        election = self.control.election(mine.election)
        return election, election.voter(mine.voter)

    def _rest(self) -> None:
        time.sleep(self.pace * self.draws.lognormvariate(0, 0.5))
