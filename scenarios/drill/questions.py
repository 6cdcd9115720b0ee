"""What is asked of a pupil about each caller, and what an answer is worth."""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from scenarios.registry import FIRST_MORNING

FILE = Path(__file__).with_name("situations.toml")
OPTIONS = 4


class Situation(BaseModel):
    """One kind of trouble: the caller's words, what is wrong, what helps, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    call: str
    diagnosis: str
    say: str
    why: str
    starts: str = FIRST_MORNING


@dataclass(frozen=True)
class Question:
    """A situation with what may be answered, in an order that tells nothing."""

    situation: Situation
    diagnoses: tuple[str, ...]
    sayings: tuple[str, ...]

    def points(self, diagnosis: str, saying: str) -> int:
        """Return a point for the right diagnosis, one for the right thing to say."""
        right = self.situation
        return int(diagnosis == right.diagnosis) + int(saying == right.say)


@cache
def situations() -> tuple[Situation, ...]:
    """Return all situations, in the order of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Situation(name=name, **words) for name, words in told.items())


def draw(count: int, seed: int) -> tuple[Question, ...]:
    """Return so many different questions; the same seed, the same drill."""
    dice = random.Random(seed)
    dealt = dice.sample(situations(), min(count, len(situations())))
    return tuple(_question(one, dice) for one in dealt)


def best(questions: Sequence[Question]) -> int:
    """Return the highest score."""
    return 2 * len(questions)


def _question(asked: Situation, dice: random.Random) -> Question:
    others = [one for one in situations() if one != asked]
    wrong = dice.sample(others, OPTIONS - 1)
    diagnoses = dice.sample([asked.diagnosis, *(one.diagnosis for one in wrong)], OPTIONS)
    sayings = dice.sample([asked.say, *(one.say for one in wrong)], OPTIONS)
    return Question(asked, tuple(diagnoses), tuple(sayings))
