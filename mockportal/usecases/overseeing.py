"""An election seen from above: how it stands, its journal, the answer of a CAPTCHA."""

from dataclasses import dataclass

from mockportal.domain import captcha
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import UnknownPage
from mockportal.usecases import clock_setting
from mockportal.usecases.clock_setting import Reading
from mockportal.usecases.operator_records import Entry, OperatorRecords
from mockportal.usecases.records import Records, World
from mockportal.usecases.suffering import suspended


@dataclass(frozen=True, slots=True)
class Overview:
    """How an election stands."""

    world: World
    clock: Reading
    copied_from: str | None
    sealed_at: Millis | None
    ballots: dict[str, int]
    suspended: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pages:
    """Some entries of the journal, and its head."""

    entries: tuple[Entry, ...]
    head_seq: int
    head_hash: str


def look_over(tx: OperatorRecords, now: Millis) -> Overview:
    """Tell how an election stands."""
    clock = clock_setting.read_clock(tx, now)
    scrutins = tuple(one.id for one in tx.world.election.scrutins)
    stopped = suspended(tx, now, scrutins)
    return Overview(tx.world, clock, tx.copied_from(), tx.state.sealed_at, tx.counters(), stopped)


def read_journal(tx: OperatorRecords, now: Millis, *, after: int, limit: int) -> Pages:
    """Return entries of the journal after one of them, in order."""
    return Pages(tuple(tx.entries(after, limit)), *tx.head())


def answer_of(tx: Records, now: Millis, *, captcha_id: str) -> str:
    """Return the digits of a live challenge. Refuses: UnknownPage."""
    digits = captcha.answer(tx.world.secret, captcha_id, tx.world.election.captcha)
    if digits is None or tx.captcha_used(captcha_id):
        raise UnknownPage
    return digits
