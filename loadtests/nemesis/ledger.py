"""What voters tried and what they were told, written down outside the portal.

A line is written before each ballot leaves and another when its fate is known: ``ok``
(acknowledged), ``fail`` (refused for good), ``info`` (no answer, or one that says nothing).
"""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["ok", "fail", "info"]
Era = int | None
"""An incarnation of the election; None: a restore was under way, it may be either."""


@dataclass(slots=True)
class Attempt:
    """One ballot that a voter tried to cast, perhaps several times with the same form."""

    op: int
    rank: int
    scrutin: str
    choice: str
    nonce: str
    key: str
    ref: str
    lawful: bool = True
    """false for a second ballot or a forged one, which can only be refused"""
    sent_at: float = 0.0
    acked_at: float | None = None
    fates: list[tuple[Era, Outcome]] = field(default_factory=list)

    @property
    def form(self) -> dict[str, str]:
        """Return the fields of the form."""
        return {
            "choix": self.choice,
            "nonce": self.nonce,
            "reference": self.ref,
            "cle": self.key,
        }

    @property
    def undecided(self) -> bool:
        """Tell whether the last try left its fate open."""
        return bool(self.fates) and self.fates[-1][1] == "info"


class Ledger:
    """Every attempt in one election."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self.attempts: list[Attempt] = []
        self.acknowledged = self.infos = 0
        self.era = 1
        self._kept: frozenset[str] | None = None

    def opens(self, attempt: Attempt) -> None:
        """Write down that a ballot is about to leave."""
        if not attempt.fates:
            attempt.sent_at = time.monotonic()
            self.attempts.append(attempt)
        self._write(
            {
                "op": attempt.op,
                "at": time.monotonic(),
                "rank": attempt.rank,
                "scrutin": attempt.scrutin,
                "choice": attempt.choice,
                "ref": attempt.ref,
                "key": attempt.key,
            }
        )

    def closes(self, attempt: Attempt, era: Era, outcome: Outcome, why: str = "") -> None:
        """Write down what became of it."""
        if outcome == "ok" and attempt.acked_at is None:
            attempt.acked_at = time.monotonic()
            self.acknowledged += 1
        self.infos += outcome == "info"
        attempt.fates.append((era, outcome))
        self._write({"op": attempt.op, "era": era, "outcome": outcome, "why": why})

    def restored(self, era: int, kept: frozenset[str]) -> None:
        """Begin a chapter: of what came before, only the references of the copy are left."""
        self.era, self._kept = era, kept
        self._write({"era": era, "kept": len(kept)})

    def undecided(self) -> Iterator[Attempt]:
        """Give the attempts of this incarnation whose fate is open."""
        for one in self.attempts:
            if one.undecided and one.fates[-1][0] in (self.era, None):
                yield one

    def expected(self, between: tuple[float, float] | None = None) -> Iterator[dict[str, Any]]:
        """Give a line for each attempt, with what must be true of it now.

        Or in a copy that was made between two instants.
        """
        for one in self.attempts:
            yield {
                "rank": one.rank,
                "scrutin": one.scrutin,
                "choice": one.choice,
                "ref": one.ref,
                "outcome": self._expected(one, between),
            }

    def write_expected(self, path: Path, between: tuple[float, float] | None = None) -> Path:
        """Write these lines for the audit."""
        lines = (json.dumps(one) for one in self.expected(between))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _expected(self, one: Attempt, between: tuple[float, float] | None) -> Outcome:
        if self._kept is not None and one.ref in self._kept:
            return "ok"
        here = [outcome for era, outcome in one.fates if era in (self.era, None)]
        sure = any(era == self.era and outcome == "ok" for era, outcome in one.fates)
        if between is None:
            return "ok" if sure else "info" if {"info", "ok"} & set(here) else "fail"
        began, ended = between
        if one.sent_at > ended:
            return "fail"
        if sure and one.acked_at is not None and one.acked_at < began:
            return "ok"
        return "fail" if one.fates and set(here) <= {"fail"} else "info"

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")


def reference(election: str, scrutin: str, choice: str, nonce: str) -> str:
    """Return the reference of a ballot, as the voter's browser computes it."""
    return hashlib.sha256(f"{election}|{scrutin}|{choice}|{nonce}".encode()).hexdigest()
