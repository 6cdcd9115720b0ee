"""How far each pupil of a class has come, and who needs help."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from mockportal.client.classes import Step
from mockportal.domain.instants import Millis
from mockportal.domain.stages import SIGNED_IN, Stage
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer.activity import Activity, Doing
from mockportal.usecases import handing_out, teaching
from mockportal.usecases.class_records import Classroom, Pupil
from mockportal.usecases.handing_out import Card
from mockportal.usecases.records import Records

STEPS: tuple[tuple[Step, str], ...] = (
    ("joined", "a rejoint la classe"),
    ("at-portal", "sur le portail"),
    ("identified", "identifié"),
    ("signed-in", "connecté"),
    ("code-accepted", "code accepté"),
    ("voting", "vote"),
    ("done", "a fini"),
)
"""The path of a class, in order: what the trainer and the projector count."""

PLACES = {step: place for place, (step, _) in enumerate(STEPS)}
_NAMES = dict(STEPS)


@dataclass(frozen=True, slots=True)
class Standing:
    """One pupil as the trainer sees them."""

    pupil: Pupil
    card: Card
    doing: Doing | None
    step: Step
    stuck: bool
    astray: bool
    """Signed in as somebody else."""

    @property
    def place(self) -> int:
        """Return the place of the step on the path, from 0."""
        return PLACES[self.step]

    @property
    def tells(self) -> str:
        """Return the step in words."""
        if self.step == "voting":
            return f"a voté {len(self.card.voted)} / {len(self.card.elector.scrutins)}"
        return _NAMES[self.step]


@dataclass(frozen=True, slots=True)
class Class:
    """A class and everybody in it."""

    room: Classroom
    pupils: tuple[Standing, ...]

    @property
    def stuck(self) -> int:
        """Return how many need help."""
        return sum(one.stuck for one in self.pupils)

    def at_least(self, place: int) -> int:
        """Return how many have come so far or further."""
        return sum(one.place >= place for one in self.pupils)


async def class_of(store: Store, activity: Activity, election: str) -> Class:
    """Return the class around an election. Refuses: UnknownElection, NoClass."""
    room, pupils = await store.ask(election, teaching.classroom)
    real = store.real.now()
    found = list[Standing]()
    for name in dict.fromkeys(one.election for one in pupils):
        here = [one for one in pupils if one.election == name]
        with suppress(UnknownElection):  # deleted since
            world, cards = await store.ask(name, _cards, pupils=here)
            found += [_standing(one, cards[one.rank], activity, world, real) for one in here]
    return Class(room, tuple(sorted(found, key=lambda one: one.pupil.seat)))


def _cards(
    tx: Records, now: Millis, *, pupils: Sequence[Pupil]
) -> tuple[int, dict[int | None, Card]]:
    ranks = [one.rank for one in pupils]
    return tx.world.key, handing_out.cards(tx, now, ranks=ranks)


def _standing(pupil: Pupil, card: Card, activity: Activity, world: int, real: Millis) -> Standing:
    """Tell how a pupil stands: by the browser that joined, or another that plays the voter."""
    seen = (activity.of_pupil(pupil.token, world), activity.of_voter(pupil.rank, world))
    latest = [one for one in seen if one is not None]
    doing = max(latest, key=lambda one: one.real_at, default=None)
    step = _step(card, doing)
    astray = doing is not None and doing.rank not in (None, pupil.rank)
    stuck = step != "done" and (astray or (doing is not None and doing.stuck(real)))
    return Standing(pupil, card, doing, step, stuck, astray)


def _step(card: Card, doing: Doing | None) -> Step:
    if card.voted:
        return "done" if len(card.voted) == len(card.elector.scrutins) else "voting"
    if doing is None:
        return "joined"
    if doing.stage is Stage.VOTING:
        return "code-accepted"
    if doing.stage in SIGNED_IN:
        return "signed-in"
    return "at-portal" if doing.stage is Stage.VISITOR else "identified"
