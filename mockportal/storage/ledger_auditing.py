"""The audit against a ledger kept outside: what voters tried, and what they were told.

One line per attempt: ``rank``, ``scrutin``, ``choice``, ``ref``, and ``outcome``: ``ok`` (must be
in the urn), ``fail`` (must not), ``info`` (nobody was told: either, but wholly).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from mockportal.storage.connection import Execute
from mockportal.storage.engine import StoreRefused
from mockportal.storage.findings import Check, Finder, each

_URN = "SELECT scrutin, ref, ballot FROM urn WHERE world = :world"
_URN_AS_STORED = "SELECT scrutin, ref, ballot FROM urn WHERE +world = :world"  # + : by no index
_MARKS = "SELECT scrutin, rank, at FROM emargement WHERE world = :world"
_KEYS = ("rank", "scrutin", "choice", "ref", "outcome")
_OUTCOMES = ("ok", "fail", "info")
_ENOUGH = 50  # ballots; below, chance alone orders them
_SIGMAS = 5  # how far from 0 a correlation by chance stays


class Tried(NamedTuple):
    """One attempt."""

    rank: int
    choice: str
    outcome: str


Place = tuple[str, str]
"""A scrutin and a reference."""


def read_ledger(path: Path) -> Iterator[Mapping[str, Any]]:
    """Give the lines of a ledger file. Refuses: StoreRefused, with line and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise StoreRefused(f"{path}: {trouble.strerror}") from None
    except UnicodeDecodeError:
        raise StoreRefused(f"{path}: not UTF-8") from None
    for number, line in enumerate(text.splitlines(), 1):
        yield _line(f"{path}, line {number}", line)


def _line(where: str, line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        raise StoreRefused(f"{where}: not JSON: {line[:40]!r}") from None
    missing = [key for key in _KEYS if not isinstance(found, dict) or key not in found]
    if missing:
        raise StoreRefused(f"{where}: no {missing[0]!r}; a line has {', '.join(_KEYS)}")
    if found["outcome"] not in _OUTCOMES:
        raise StoreRefused(f"{where}: outcome {found['outcome']!r}; one of {', '.join(_OUTCOMES)}")
    if not isinstance(found["rank"], int):
        raise StoreRefused(f"{where}: rank {found['rank']!r}; a place on the roll, from 0")
    return dict(found)


def against(
    run: Execute,
    where: dict[str, Any],
    ledger: Iterable[Mapping[str, Any]],
    *,
    clustered: bool,
) -> tuple[Check, ...]:
    """Compare emargement and urn with a ledger; a clustered urn also with the order of votes."""
    tried = {
        (one["scrutin"], one["ref"]): Tried(one["rank"], one["choice"], one["outcome"])
        for one in ledger
    }
    query = _URN_AS_STORED if clustered else _URN
    urn = {(scrutin, ref): ballot for scrutin, ref, ballot in each(run(query, where))}
    marks = {(scrutin, rank): at for scrutin, rank, at in each(run(_MARKS, where))}
    return (
        _kept(tried, urn),
        _whole(tried, urn, marks),
        _known(tried, urn, marks),
        _without_trace(tried, urn),
        _as_chosen(tried, urn),
        *((_unordered(tried, urn, marks),) if clustered else ()),
    )


def _kept(tried: Mapping[Place, Tried], urn: Mapping[Place, str]) -> Check:
    finder = Finder("I1", "chaque bulletin accusé est dans l'urne")
    for place, one in tried.items():
        if one.outcome == "ok":
            finder.looked_at += 1
            if place not in urn:
                finder.miss(f"{place[0]} : {place[1]} (rang {one.rank})")
    return finder.verdict()


def _whole(
    tried: Mapping[Place, Tried], urn: Mapping[Place, str], marks: Mapping[tuple[str, int], int]
) -> Check:
    finder = Finder("I3", "un électeur a émargé si et seulement si un seul bulletin de lui est là")
    found = Counter((scrutin, tried[scrutin, ref].rank) for scrutin, ref in urn.keys() & tried)
    for scrutin, rank in found.keys() | marks.keys():
        finder.looked_at += 1
        if found[scrutin, rank] != 1 or (scrutin, rank) not in marks:
            marked = "émargé" if (scrutin, rank) in marks else "non émargé"
            finder.miss(f"{scrutin} : rang {rank}, {marked}, {found[scrutin, rank]} bulletins")
    return finder.verdict()


def _known(
    tried: Mapping[Place, Tried], urn: Mapping[Place, str], marks: Mapping[tuple[str, int], int]
) -> Check:
    finder = Finder("I4", "ni bulletin ni émargement que personne n'a tenté", len(urn) + len(marks))
    voters = {(scrutin, one.rank) for (scrutin, _), one in tried.items()}
    for scrutin, ref in urn.keys() - tried.keys():
        finder.miss(f"{scrutin} : bulletin {ref}")
    for scrutin, rank in marks.keys() - voters:
        finder.miss(f"{scrutin} : émargement du rang {rank}")
    return finder.verdict()


def _without_trace(tried: Mapping[Place, Tried], urn: Mapping[Place, str]) -> Check:
    finder = Finder("I5", "aucun bulletin refusé n'est dans l'urne")
    for place, one in tried.items():
        if one.outcome == "fail":
            finder.looked_at += 1
            if place in urn:
                finder.miss(f"{place[0]} : {place[1]} (rang {one.rank})")
    return finder.verdict()


def _as_chosen(tried: Mapping[Place, Tried], urn: Mapping[Place, str]) -> Check:
    finder = Finder("I7", "chaque bulletin dit ce que son électeur a choisi")
    for place in urn.keys() & tried.keys():
        finder.looked_at += 1
        if urn[place] != tried[place].choice:
            finder.miss(f"{place[0]} : {place[1]}")
    return finder.verdict()


def _unordered(
    tried: Mapping[Place, Tried], urn: Mapping[Place, str], marks: Mapping[tuple[str, int], int]
) -> Check:
    """Compare the order in which the urn gives its ballots with the time of their marks."""
    finder = Finder("I13", "l'ordre de l'urne ne dit rien de l'ordre des votes")
    for scrutin in sorted({name for name, _ in urn}):
        times = [
            marks[scrutin, tried[place].rank]
            for place in urn
            if place[0] == scrutin and place in tried and (scrutin, tried[place].rank) in marks
        ]
        if len(times) < _ENOUGH:
            continue
        finder.looked_at += len(times)
        found = abs(spearman(times))
        if found > max(0.02, _SIGMAS / sqrt(len(times))):
            finder.miss(f"{scrutin} : corrélation {found:.3f} sur {len(times)} bulletins")
    return finder.verdict()


def spearman(values: list[int]) -> float:
    """Return the rank correlation of values with the order they come in; ties share a rank."""
    number = len(values)
    places = sorted(range(number), key=values.__getitem__)
    ranks = [0.0] * number
    start = 0
    while start < number:
        end = start
        while end < number and values[places[end]] == values[places[start]]:
            end += 1
        for place in places[start:end]:
            ranks[place] = (start + end - 1) / 2
        start = end
    mean = (number - 1) / 2
    both = sum((place - mean) * (rank - mean) for place, rank in enumerate(ranks))
    spread = sum((place - mean) ** 2 for place in range(number))
    tied = sum((rank - mean) ** 2 for rank in ranks)
    return both / sqrt(spread * tied) if spread and tied else 0.0
