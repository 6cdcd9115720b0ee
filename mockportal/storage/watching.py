"""The audit while votes come in: cheap looks, each on one snapshot, each compared with the last.

On every look emargements, ballots, counter and journal agree in each scrutin, what was there is
there still, and the journal goes on from where it was without going back in time.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from mockportal.storage.connection import Execute
from mockportal.storage.findings import each

_ELECTION = """
    SELECT world, incarnation, sealed_at, head_seq, head_hash FROM election WHERE name = :name
"""
_URN = "SELECT scrutin, ref FROM urn WHERE world = :world"
_MARKS = "SELECT scrutin, rank, at FROM emargement WHERE world = :world"
_COUNTER = "SELECT scrutin, ballots FROM counter WHERE world = :world AND ballots > 0"
_ENTRIES = """
    SELECT seq, at, kind, detail, hash FROM journal WHERE world = :world AND seq > :after
    ORDER BY seq
"""
_GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Look:
    """What one look saw: ballots, in each scrutin too, the journal's head, what was wrong."""

    number: int
    ballots: int
    scrutins: dict[str, int]
    journal: int
    incarnation: int
    sealed: bool
    wrong: tuple[str, ...]


@dataclass(slots=True)
class Watcher:
    """Looks at one election again and again; a restore begins a new chapter."""

    election: str
    looks: int = 0
    _world: int = 0
    _head: tuple[int, str, int] = (0, _GENESIS, 0)
    _cast: dict[str, int] = field(default_factory=dict)
    _urn: frozenset[Any] = frozenset()
    _marks: frozenset[Any] = frozenset()

    def look(self, run: Execute) -> Look | None:
        """Look once, in one transaction of the caller; None while there is no such election."""
        row = run(_ELECTION, {"name": self.election}).fetchone()
        if row is None:
            return None
        world, incarnation, sealed_at, head_seq, head_hash = row
        if world != self._world:
            self._begin(world)
        where = {"world": world}
        wrong = [*self._follow(run, where, head_seq, head_hash)]
        urn = frozenset(each(run(_URN, where)))
        marks = frozenset(each(run(_MARKS, where)))
        counter = dict(sorted(run(_COUNTER, where).fetchall()))
        wrong += _differences(urn, marks, counter, self._cast)
        wrong += [f"bulletin disparu : {one}" for one in list(self._urn - urn)[:3]]
        wrong += [f"émargement disparu ou changé : {one}" for one in list(self._marks - marks)[:3]]
        self._urn, self._marks = urn, marks
        self.looks += 1
        sealed = sealed_at is not None
        return Look(self.looks, len(urn), counter, head_seq, incarnation, sealed, tuple(wrong))

    def _begin(self, world: int) -> None:
        self._world, self._head, self._cast = world, (0, _GENESIS, 0), {}
        self._urn = self._marks = frozenset()

    def _follow(self, run: Execute, where: dict[str, Any], seq: int, head: str) -> list[str]:
        """Follow the journal from where the last look left it."""
        last, before, time = self._head
        wrong = list[str]()
        for number, at, kind, detail, digest in each(run(_ENTRIES, {**where, "after": last})):
            text = f"{before}\n{number}\n{at}\n{kind}\n{detail}"
            if number != last + 1 or hashlib.sha256(text.encode()).hexdigest() != digest:
                wrong.append(f"journal rompu à l'entrée {number}")
            if at < time:
                wrong.append(f"le journal recule dans le temps à l'entrée {number}")
            last, before, time = number, digest, at
            if kind == "ballot-cast":
                self._cast[detail] = self._cast.get(detail, 0) + 1
        if (last, before) != (seq, head):
            wrong.append(f"tête du journal : {seq}, dernière entrée : {last}")
        self._head = last, before, time
        return wrong


def _differences(
    urn: frozenset[Any], marks: frozenset[Any], counter: dict[str, int], cast: dict[str, int]
) -> list[str]:
    """Compare the four counts of each scrutin."""
    ballots, marked = _by_scrutin(urn), _by_scrutin(marks)
    return [
        f"{name} : {marked.get(name, 0)} émargements, {ballots.get(name, 0)} bulletins, "
        f"compteur {counter.get(name, 0)}, journal {cast.get(name, 0)}"
        for name in sorted({*ballots, *marked, *counter, *cast})
        if len({one.get(name, 0) for one in (ballots, marked, counter, cast)}) != 1
    ]


def _by_scrutin(rows: frozenset[Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[0]] = counts.get(row[0], 0) + 1
    return counts
