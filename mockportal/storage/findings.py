"""What a check of the audit finds: a promise, whether it holds, what was found instead."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_MOST_TOLD = 5
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: its name, whether it holds, what was looked at, what was found instead."""

    name: str
    promise: str
    holds: bool
    looked_at: int
    found: tuple[str, ...] = ()


@dataclass(slots=True)
class Finder:
    """Collects what one check finds: the first few in words, the rest as a number."""

    name: str
    promise: str
    looked_at: int = 0
    wrong: int = 0
    found: list[str] = field(default_factory=list)

    def miss(self, found: str) -> None:
        """Note what was found instead of what was promised."""
        self.wrong += 1
        if len(self.found) < _MOST_TOLD:
            self.found.append(found)

    def verdict(self) -> Check:
        """Return what was found."""
        more = self.wrong - len(self.found)
        told = (*self.found, f"… et {more} autres") if more > 0 else tuple(self.found)
        return Check(self.name, self.promise, not self.wrong, self.looked_at, told)


def each(rows: Any) -> Iterator[Any]:
    """Give rows one by one, never all at once."""
    while batch := rows.fetchmany(_AT_ONCE):
        yield from batch
