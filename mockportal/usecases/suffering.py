"""What goes wrong now, and for whom: asked by whoever obeys a fault.

Nothing is read twice and nothing costs anything while nothing is wrong: the faults that testers
switched on come with the election's own row, those of the file with the election.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from mockportal.domain.dice import die
from mockportal.domain.instants import SECOND, Millis
from mockportal.domain.misfortunes import AnswerLost
from mockportal.election import Fault
from mockportal.usecases.records import FaultRecords, Records, World

NOBODY = -1
VOTERS_NOTED = 1_000
"""So many voters are noted for each spell; the journal has one entry whatever their number."""


ANSWERS_LOST_FOR: Millis = 2 * SECOND

Met = tuple[str, Millis, int]
"""A fault that had an effect: its name, which spell of it, the voter's rank or ``NOBODY``."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What a tester changed: faults switched on and when, names of the file's that are off."""

    on: tuple[tuple[Fault, Millis], ...] = ()
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spell:
    """One fault on the election's calendar, from its beginning to its end.

    ``since`` tells one spell of a fault from another: when it begins, or was switched on.
    """

    fault: Fault
    declared: bool
    since: Millis
    starts: Millis
    ends: Millis | None

    @property
    def name(self) -> str:
        """Return the fault's name."""
        return self.fault.name

    def on(self, now: Millis) -> bool:
        """Tell whether it goes wrong at an instant."""
        return self.starts <= now and (self.ends is None or now < self.ends)

    def number(self, key: str) -> float:
        """Return one of the fault's own numbers."""
        found = self.fault.setting(key)
        assert isinstance(found, int | float), "the catalogue says so"
        return found

    def text(self, key: str) -> str:
        """Return one of the fault's own texts."""
        return str(self.fault.setting(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return one of the fault's own lists."""
        found = self.fault.setting(key)
        assert isinstance(found, tuple), "the catalogue says so"
        return found


def suffers(
    tx: FaultRecords,
    now: Millis,
    name: str,
    *,
    rank: int | None = None,
    throw: object = None,
    at: str = "",
) -> Spell | None:
    """Return the fault of that name if it strikes; that it did is then noted.

    A share is drawn once for each voter, or for each ``throw`` that is given. A fault with a
    ``who`` strikes nobody whose rank is not known, one with an ``at`` nowhere but there.
    """
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return None
    for spell in spells(tx).get(name, ()):
        if at and spell.text("at") != at:
            continue
        if spell.on(now) and strikes(tx.world, spell.fault, rank, throw):
            tx.meet(name, spell.since, NOBODY if rank is None or rank < 0 else rank)
            return spell
    return None


def spells(tx: FaultRecords) -> dict[str, tuple[Spell, ...]]:
    """Return every spell in force by its fault's name, past and future ones included."""
    switched, memo = tx.state.faults, tx.world.memo
    known = memo.get("spells")
    if known is not None and known[0] == switched:
        found: dict[str, tuple[Spell, ...]] = known[1]
        return found
    found = {}
    for spell in _spells(tx.world, read(switched)):
        found[spell.name] = (*found.get(spell.name, ()), spell)
    memo["spells"] = (switched, found)
    return found


def strikes(world: World, fault: Fault, rank: int | None, throw: object = None) -> bool:
    """Tell whether a fault that is on concerns a voter, and whether the die says so."""
    if fault.who and (rank is None or rank < 0 or not _is(world, rank, fault.who)):
        return False
    if fault.share >= 1:
        return True
    reason = rank if throw is None else throw
    return die(world.election.electorate.seed, "fault", fault.name, reason) < fault.share


def suspended(
    tx: Records, now: Millis, scrutins: tuple[str, ...], *, rank: int | None = None
) -> frozenset[str]:
    """Return which of some scrutins are stopped, by hand or by a fault; one may stop them all."""
    found = tx.suspended()
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return found
    for spell in spells(tx).get("scrutin-suspended", ()):
        stopped = {one for one in scrutins if spell.text("scrutin") in ("", one)}
        if stopped and spell.on(now) and strikes(tx.world, spell.fault, rank):
            found |= stopped
            if rank is not None:  # a tester looking on meets nothing
                tx.meet(spell.name, spell.since, rank)
    return found


def lose_answer(tx: FaultRecords, now: Millis, at: str, rank: int, *, done_at: Millis) -> None:
    """Let the answer be lost to what is done for good. Refuses: AnswerLost, by a fault.

    It goes on for a moment: browsers send again, by themselves, what a cut connection left
    unanswered, and the voter would see nothing of it.
    """
    if now - done_at >= ANSWERS_LOST_FOR:
        return
    if suffers(tx, now, "answer-lost", rank=rank, at=at):
        raise AnswerLost().kept()


def news(world: World, met: tuple[Met, ...]) -> tuple[Met, ...]:
    """Return what this process has not seen noted yet, nor can do without."""
    noted: dict[tuple[str, Millis], set[int]] = world.memo.setdefault("faults met", {})
    found = []
    for name, since, rank in met:
        ranks = noted.setdefault((name, since), set())
        if rank not in ranks and len(ranks) <= VOTERS_NOTED:
            ranks.add(rank)
            found.append((name, since, rank))
    return tuple(found)


def write_down(tx: FaultRecords, now: Millis, *, met: tuple[Met, ...]) -> None:
    """Keep that faults were met: in the journal once for each spell, without the voter."""
    for name, since, rank in met:
        if tx.note_fault(name, since, NOBODY, now, most=1):
            tx.journal("fault-met", json.dumps({"name": name, "since": since}))
        if rank != NOBODY:
            tx.note_fault(name, since, rank, now, most=VOTERS_NOTED + 1)


@lru_cache(maxsize=256)
def read(switched: str) -> Switches:
    """Read what a tester changed, as the store has it."""
    if switched == "{}":
        return Switches()
    told = json.loads(switched)
    on = tuple((Fault.model_validate(one), since) for one, since in told["on"])
    return Switches(on, frozenset(told["off"]))


def _spells(world: World, switches: Switches) -> list[Spell]:
    instants, found = world.election.calendar.instants, list[Spell]()
    for one in world.election.faults:
        if one.name not in switches.off:
            starts, ends = one.during(instants)
            found.append(Spell(one, True, starts, starts, ends))
    for one, since in switches.on:
        starts, ends = one.during(instants)
        found.append(Spell(one, False, max(since, starts), starts, ends))
    return found


def _is(world: World, rank: int, who: str) -> bool:
    """Tell whether a voter is meant: by identifier, name, population or mail domain."""
    elector = world.electors[rank]
    names = (elector.identifier, elector.population, elector.identifier.partition("@")[2])
    return who.casefold() in names or who == f"{elector.given_name} {elector.family_name}"
