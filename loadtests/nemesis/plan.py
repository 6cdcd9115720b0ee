"""What strikes, in which order: everything follows from the seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

POINTS = (
    *("before_begin", "after_emargement", "after_urn", "before_commit", "after_commit_before_ack"),
    *("mid_response", "after_link_consume", "during_reveal"),
    *("copy_before_commit", "restore_before_commit", "restore_after_commit"),
)
"""Where the portal can be made to die, by the names of ``mockportal.tests.failing``."""

TROUBLES = ("stop", "lock", "hour", "day", "backwards", "restore", "mail-down", "sms-twice")
OF_SQLITE = {
    "full": "a limit on file sizes (Linux)",
    "eio": "a C compiler (Linux)",
    "host-clock": "a C compiler (Linux)",
}
"""What goes wrong with a file, and what the machine must have for it."""
OF_POSTGRES = ("backend", "worker")

_PASSED_OFTEN = {"before_begin", "before_commit", "after_commit_before_ack"}
_PASSED_BY_BALLOTS = {"after_emargement", "after_urn", "mid_response"}


@dataclass(frozen=True, slots=True)
class Size:
    """How much a trial does."""

    kills: int
    ballots: int
    """acknowledged before each kill, at least"""
    per_chapter: int
    """kills in one election, which is then closed, sealed, counted and audited"""
    connections: int
    pause: float
    """seconds a process is stopped, or a database locked"""
    trouble: float
    """how often something else goes wrong before a kill"""
    nursed: bool
    """started from a process that has its modules at hand, nine times in ten"""
    patience: float
    """seconds without one acknowledged ballot after which the trial cannot go on"""


SIZES = {
    "push": Size(10, 40, 10, 12, 0.3, 0.3, False, 120.0),
    "nightly": Size(300, 1700, 20, 64, 6.0, 0.3, True, 900.0),
    "release": Size(3000, 1700, 20, 128, 6.0, 0.3, True, 900.0),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One life of the portal: what troubles it, and how it ends."""

    number: int
    trouble: str
    end: str
    passes: int
    """times a named point is passed before it kills; writes before one fails"""
    linger: float
    """seconds from the last trouble to a kill at random"""


def steps(size: Size, seed: int, own: Sequence[str]) -> Iterator[Sequence[Step]]:
    """Give the steps of each chapter; ``own`` are the troubles of one engine or machine."""
    dice = random.Random(seed)
    ends = _ends(dice)
    troubles = _shuffled(dice, (*TROUBLES, *own))
    numbers = iter(range(1, size.kills + 1))
    while chapter := [
        _step(number, dice, size, next(ends), troubles)
        for number in islice(numbers, size.per_chapter)
    ]:
        yield chapter


def _step(number: int, dice: random.Random, size: Size, end: str, troubles: Iterator[str]) -> Step:
    trouble = next(troubles) if dice.random() < size.trouble else ""
    if trouble == "eio":
        passes = dice.randint(20, 400)
    elif end in _PASSED_OFTEN:
        passes = dice.randint(10, max(20, size.ballots // 2))
    elif end in _PASSED_BY_BALLOTS:
        passes = dice.randint(5, max(10, size.ballots))
    else:
        passes = 1
    return Step(number, trouble, end, passes, dice.uniform(0.3, 1.5))


def _ends(dice: random.Random) -> Iterator[str]:
    """Give ends: half of them at random instants, the others at each named point in turn."""
    points = _shuffled(dice, (*POINTS, "term"))
    while True:
        yield "kill"
        yield next(points)


def _shuffled(dice: random.Random, names: Sequence[str]) -> Iterator[str]:
    order = list(names)
    dice.shuffle(order)
    return cycle(order)
