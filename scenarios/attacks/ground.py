"""Where attacks are played: a portal as one finds it, or one whose levers one holds."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

from mockportal.client import Control
from scenarios.attacks.rows import Listener, Place, get
from scenarios.attacks.speaking import ask
from scenarios.dialect import Dialect
from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.levers import Stagehand
from scenarios.registry import FIRST_MORNING, RegisteredJourney, Voter
from scenarios.staging import ELECTION, set_scene
from scenarios.steps import Perform
from scenarios.target import Target, TargetLevers, voters
from scenarios.transport import PlainTransport, Transport

_TYPES = REGISTRY["stumble-over-the-request"]  # typing into fields takes the same voter and levers


class NotHere(Exception):
    """The portal lacks what a row needs; the text says what."""


@dataclass(frozen=True)
class Scene:
    """A voter, or two, at browsers that were never used."""

    perform: Perform
    voters: Sequence[Voter]


class Found:
    """Any portal: the address of an election, and perhaps a file that tells how it speaks."""

    def __init__(self, url: str, target: Target | None = None) -> None:
        self.url = url.rstrip("/")
        self._target = target
        self._voters = cycle(voters(target)) if target else None
        home = ask(self.url, self.place("portal")[1].fill(get(b"<page>")))
        self.mock = home.headers.get("x-simulation") == "mockportal"

    def place(self, at: Listener) -> tuple[str, Place]:
        """Return the address of a listener and what its placeholders are. Refuses: NotHere."""
        if at != "portal":
            raise NotHere(f"no {at} is known here")
        parts = urlsplit(self.url)
        place = Place(
            host=parts.netloc.encode(),
            name=parts.path.strip("/").encode(),
            portail=self._path("/portail"),
            page=self._path("/portail/accueil"),
            form=self._path("/portail/identification"),
        )
        return self.url, place

    def _path(self, ours: str) -> bytes:
        dialect = self._target.dialect if self._target else Dialect()
        return (urlsplit(self.url).path + dialect.path(ours)).encode()

    def changed(self) -> bool:
        """Tell whether what is stored changed since one last looked: nobody can tell here."""
        return False

    def typing(self) -> AbstractContextManager[Scene]:
        """Give a voter who may type into any field. Refuses: NotHere."""
        return self.scene(_TYPES)

    @contextmanager
    def scene(self, told: RegisteredJourney) -> Iterator[Scene]:
        """Set the scene of a journey, for the length of a block. Refuses: NotHere."""
        if self._target is None or self._voters is None:
            raise NotHere("it takes a target file, or the control API of a mock")
        if lacks := self._target.not_applicable(told):
            raise NotHere(lacks)
        cast = [next(self._voters) for _ in range(told.needs.voters)]
        levers = Stagehand(TargetLevers(self._target, cast))
        with closing(PlainTransport()) as transport:
            yield Scene(HttpDriver(transport, self.url, levers, self._target.dialect).perform, cast)


class Ours:
    """A mock whose control API one holds: an election for the pack, and one for each journey.

    Nobody else may create or delete elections there meanwhile: it would look like an attack's work.
    """

    mock = True

    def __init__(self, control: Control, source: str = ELECTION) -> None:
        self._control, self._source = control, source
        self.election = control.create(source, at=FIRST_MORNING, frozen=True)
        self._server = control.server()
        self._known = self._state()

    def place(self, at: Listener) -> tuple[str, Place]:
        """Return the address of a listener and what its placeholders are."""
        base = f"/{self.election.id}/portail"
        url = getattr(self._server, at)
        place = Place(
            host=urlsplit(url).netloc.encode(),
            name=self.election.id.encode(),
            portail=base.encode(),
            page=f"{base}/accueil".encode(),
            form=f"{base}/identification".encode(),
            token=self._control.token.encode(),
        )
        return url, place

    def changed(self) -> bool:
        """Tell whether the pack's election, or which ones there are, changed since last time."""
        before, self._known = self._known, self._state()
        return self._known != before

    def _state(self) -> object:
        audit, shown = self.election.audit(), self.election.look()
        others = sorted(one.id for one in self._control.elections())
        return audit.holds, audit.ballots, shown, others, len(self.election.messages(limit=1000))

    @contextmanager
    def typing(self) -> Iterator[Scene]:
        """Give a voter of the pack's election, for the length of a block."""
        with closing(PlainTransport()) as transport:
            yield self.enter(transport)

    def enter(self, transport: Transport) -> Scene:
        """Return a voter of the pack's election, at a browser on some transport."""
        voter = self.election.claim(state="activated", has=("notice", "phone", "mail"))
        driver = HttpDriver(transport, self.election.url, Stagehand(self.election))
        return Scene(driver.perform, (voter,))

    @contextmanager
    def scene(self, told: RegisteredJourney) -> Iterator[Scene]:
        """Set the scene of a journey in an election of its own, for the length of a block."""
        scene = set_scene(self._control, told, self._source)
        try:
            with closing(PlainTransport()) as transport:
                driver = HttpDriver(transport, scene.url, scene.stagehand())
                yield Scene(driver.perform, scene.voters)
            if not scene.election.audit().holds:
                raise AssertionError("the audit does not hold")
        finally:
            scene.strike()

    def close(self) -> None:
        """Remove the pack's election."""
        self.election.delete(confirm=self.election.id)
