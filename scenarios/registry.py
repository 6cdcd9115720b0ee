"""Which journeys there are, what each one needs and what it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from scenarios.steps import Journey
from scenarios.tutorial import Tutorial

Told = TypeVar("Told", bound=Callable[..., Journey[Any]])

#: The seed's own voter signs in at 08:47 on the first day (derived from its countdown).
FIRST_MORNING = "2022-12-01T08:47:00+01:00"

State: TypeAlias = Literal["new", "activated", "voted"]

#: What the tester holds in a voter's stead; a portal of others may lack some.
LEVERS = frozenset({"captcha", "messages", "clock", "faults"})


class Voter(Protocol):
    """What a journey knows of whoever is at the keyboard: an elector, or a card of one."""

    @property
    def identifier(self) -> str:
        """The professional address one signs in with."""

    @property
    def password(self) -> str:
        """The password chosen at activation."""

    @property
    def vote_code(self) -> str:
        """The code printed on the paper notice."""

    @property
    def numen(self) -> str:
        """The number every civil servant of education has."""

    @property
    def question(self) -> str:
        """The question défi chosen at activation."""

    @property
    def secret_answer(self) -> str:
        """The answer to it."""

    @property
    def phone(self) -> str:
        """The personal mobile number."""

    @property
    def personal_mail(self) -> str:
        """The personal address."""


class Account(Protocol):
    """An account at an identity provider."""

    @property
    def provider(self) -> str:
        """The provider's uid: impots, ameli, laposte, msa, mcm, yris."""

    @property
    def login(self) -> str:
        """The identifier there."""

    @property
    def secret(self) -> str:
        """The password there, if there is one."""


class Citizen(Voter, Protocol):
    """A voter who has accounts at identity providers."""

    @property
    def franceconnect(self) -> Sequence[Account]:
        """The accounts, one per provider at most."""


@dataclass(frozen=True)
class Needs:
    """What must be there before a journey starts.

    `neighbour` is the state of a second voter, for journeys that take two.
    """

    levers: tuple[str, ...] = ("captcha",)
    state: State = "activated"
    has: tuple[str, ...] = ()
    scrutins: int | None = None
    neighbour: State | None = None
    persona: str = ""
    starts: str = FIRST_MORNING
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def voters(self) -> int:
        """Return how many voters the journey takes."""
        return 2 if self.neighbour else 1


@dataclass(frozen=True)
class Shows:
    """What a journey proves: steps of the tutorial, refusals, moves of PORTAL's tables."""

    tutorial: tuple[Tutorial, ...] = ()
    refusals: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisteredJourney:
    """One journey under its name on the command line."""

    name: str
    sentence: str
    subject: str
    tell: Callable[..., Journey[Any]]
    needs: Needs
    shows: Shows


REGISTRY: dict[str, RegisteredJourney] = {}


def journey(needs: Needs = Needs(), shows: Shows = Shows()) -> Callable[[Told], Told]:
    """Enter a journey in the registry; it must be playable with a voter and nothing else."""

    def enter(tell: Told) -> Told:
        name = tell.__name__.replace("_", "-")
        if name in REGISTRY or not LEVERS.issuperset(needs.levers):
            raise ValueError(f"journey {name}: already told, or with an unknown lever")
        sentence = (tell.__doc__ or "").partition("\n")[0]
        subject = tell.__module__.rpartition(".")[2]
        REGISTRY[name] = RegisteredJourney(name, sentence, subject, tell, needs, shows)
        return tell

    return enter
