"""Signing keys: one of each algorithm per election, kept until a rotation."""

import json
from dataclasses import dataclass
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.usecases.franceconnect.records import StubRecords

ALGORITHMS = ("ES256", "RS256")
_OLD = "old "


@dataclass(frozen=True, slots=True)
class Keys:
    """Private keys as JWK texts: the ones that sign, by algorithm, and those that did before."""

    current: dict[str, str]
    old: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether there is a key for each algorithm."""
        return all(alg in self.current for alg in ALGORITHMS)


def keys(tx: StubRecords, now: Millis) -> Keys:
    """Return the keys of an election, made or not yet."""
    kept = tx.documents("key")
    current = {alg: kept[alg] for alg in ALGORITHMS if alg in kept}
    return Keys(current, tuple(text for name, text in kept.items() if name.startswith(_OLD)))


def adopt(tx: StubRecords, now: Millis, *, fresh: dict[str, str]) -> Keys:
    """Keep fresh keys where there is none yet; return those in force."""
    for alg, text in fresh.items():
        tx.add_document("key", alg, text)
    return keys(tx, now)


def rotate(tx: StubRecords, now: Millis, *, fresh: dict[str, str], keep_old: bool) -> Keys:
    """Sign with fresh keys from now on; the former ones stay published, or go."""
    before = keys(tx, now)
    if not keep_old:
        for text in before.old:
            tx.drop_document("key", _OLD + _kid(text), before=text)
    for alg, text in fresh.items():
        former = before.current.get(alg)
        if former is not None and keep_old:
            tx.put_document("key", _OLD + _kid(former), former)
        tx.put_document("key", alg, text)
    return keys(tx, now)


def _kid(text: str) -> str:
    jwk: dict[str, Any] = json.loads(text)
    return str(jwk["kid"])
