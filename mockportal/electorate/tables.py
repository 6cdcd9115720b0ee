"""The word tables, pinned in the repository: electors must not change with a library."""

from functools import cache
from importlib import resources


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the lines of one table, in the order of the file."""
    table = resources.files("mockportal") / "words" / f"{name}.txt"
    return tuple(table.read_text(encoding="utf-8").splitlines())
