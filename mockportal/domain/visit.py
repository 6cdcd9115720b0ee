"""One browser session: what it may do at a given instant."""

from dataclasses import dataclass, field, replace

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Closed, OutOfOrder
from mockportal.domain.stages import SIGNED_IN, Gesture, Move, Stage, Step, after, step_after


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser at the portal; ``rank`` is the elector it belongs to, once known.

    ``stored`` is the stage of the store's record; a mere visitor has none. The stage itself may
    be further on, since closing, seal and a replaced code move a visit without a write.
    """

    id: str
    stage: Stage = Stage.VISITOR
    rank: int | None = None
    started_at: Millis = 0
    code_version: int | None = None
    steps: dict[str, Step] = field(default_factory=dict)
    stored: Stage | None = None
    lost_code: bool = False
    sealed: bool = False

    @property
    def signed_in(self) -> bool:
        """Tell whether the voter has given a password in this visit."""
        return self.stage in SIGNED_IN

    @property
    def voter(self) -> int:
        """Return the rank of the signed-in voter. Refuses: Closed (sealed), OutOfOrder."""
        if self.sealed:
            raise Closed
        if self.rank is None or not self.signed_in:
            raise OutOfOrder(self.stage)
        return self.rank

    def moved(self, move: Move) -> "Visit":
        """Return this visit after a move. Refuses: OutOfOrder."""
        return replace(self, stage=after(self.stage, move))

    def step(self, scrutin: str) -> Step:
        """Return where the voter stands in one scrutin, as this visit knows it."""
        return self.steps.get(scrutin, Step.TO_CAST)

    def stepped(self, scrutin: str, gesture: Gesture) -> "Visit":
        """Return this visit after a gesture in one scrutin. Refuses: OutOfOrder."""
        reached = step_after(self.step(scrutin), gesture)
        return replace(self, steps={**self.steps, scrutin: reached})

    def without_code(self) -> "Visit":
        """Return this visit after its vote code was replaced elsewhere."""
        bare = self.moved(Move.LOSE_CODE)
        return replace(bare, code_version=None, steps={}, lost_code=True)

    def at(self, *, closed: bool, sealed: bool, grace_needs_code: bool) -> "Visit":
        """Return this visit as the calendar leaves it: closing and seal are moves too."""
        if sealed:
            return replace(self, stage=after(self.stage, Move.SEAL), rank=None, sealed=True)
        if not closed:
            return self
        stage = after(self.stage, Move.CLOSE)
        if grace_needs_code and stage is not Stage.VOTING:
            stage = Stage.VISITOR
        return replace(self, stage=stage, rank=None if stage is Stage.VISITOR else self.rank)
