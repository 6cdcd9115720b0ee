"""An election and voters as a journey needs them, made through the control API."""

from dataclasses import dataclass
from typing import Any

from mockportal.client import Control, RemoteElection
from mockportal.client.models import Voter, VoterState
from scenarios.dialect import Dialect
from scenarios.levers import Stagehand
from scenarios.registry import RegisteredJourney
from scenarios.seen import Strayed
from scenarios.steps import Journey, Perform, play

ELECTION = "electionspro2022"
SCRUTINS = 3  # as the tutorial's own voter has; all who have three vote for the CSA ministériel


@dataclass(frozen=True)
class Scene:
    """A journey about to be played: its election, its voters."""

    told: RegisteredJourney
    election: RemoteElection
    voters: tuple[Voter, ...]

    @property
    def url(self) -> str:
        """Return the address that drivers take."""
        return self.election.url

    @property
    def dialect(self) -> Dialect | None:
        """Speak as the journeys do."""
        return None

    def holds(self) -> bool:
        """Tell whether the election's audit finds nothing amiss."""
        return self.election.audit().holds

    def stagehand(self) -> Stagehand:
        """Return a hand on this election's levers."""
        return Stagehand(self.election)

    def journey(self) -> Journey[Any]:
        """Tell the journey to its voters."""
        return self.told.tell(*self.voters)

    def play(self, perform: Perform) -> Any:
        """Play the journey with a driver. Refuses: Strayed."""
        return play(self.journey(), perform)

    def strike(self) -> None:
        """Remove the election."""
        self.election.delete(confirm=self.election.id)


def set_scene(
    control: Control, told: RegisteredJourney, source: str = ELECTION, name: str | None = None
) -> Scene:
    """Make a fresh election whose clock stands where the journey begins, and claim its voters."""
    needs = told.needs
    election = control.create(
        source, id=name, at=needs.starts, frozen=True, settings=needs.settings
    )
    if needs.persona:
        return Scene(told, election, (persona(election, needs.persona),))
    states = [needs.state, needs.neighbour] if needs.neighbour else [needs.state]
    return Scene(told, election, tuple(_claim(election, told, state) for state in states))


def persona(election: RemoteElection, name: str) -> Voter:
    """Return the card of a named voter. Refuses: Strayed."""
    for one in election.electors.election.personas:
        if f"{one.given_name} {one.family_name}" == name:
            return election.voter(election.electors[one.rank].identifier)
    raise Strayed(f"a persona « {name} » in {election.id}")


def _claim(election: RemoteElection, told: RegisteredJourney, state: VoterState) -> Voter:
    needs = told.needs
    return election.claim(state=state, has=needs.has, scrutins=needs.scrutins or SCRUTINS)
