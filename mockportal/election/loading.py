"""Elections and fault profiles, by name, by file or by definition."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockportal.election.faults import Fault, Timeline
from mockportal.election.model import Election
from mockportal.election.reading import (
    InvalidFile,
    check,
    is_name,
    read,
    read_shipped,
    shipped,
)

_ELECTIONS, _FAULTS = "elections", "faults"


class InvalidElection(InvalidFile):
    """A file or a definition that is no election: one line per problem."""


def names() -> list[str]:
    """Return the names of the elections that come with the project."""
    return shipped(_ELECTIONS)


def load(path_or_name: str | Path) -> Election:
    """Read an election by name or from a file. Refuses: InvalidElection."""
    if is_name(path_or_name):
        return load_shipped(str(path_or_name))
    try:
        return read(Election, Path(path_or_name))
    except InvalidFile as wrong:
        raise InvalidElection(*wrong.problems) from None


def load_shipped(name: str) -> Election:
    """Read an election by name; what is no known name is no path. Refuses: InvalidElection."""
    try:
        return read_shipped(Election, _ELECTIONS, name)
    except InvalidFile as wrong:
        raise InvalidElection(*wrong.problems) from None


def parse(tables: Mapping[str, Any], source: str = "définition") -> Election:
    """Return the election that bare tables define. Refuses: InvalidElection."""
    try:
        return check(Election, tables, source)
    except InvalidFile as wrong:
        raise InvalidElection(*wrong.problems) from None


def dumped(election: Election) -> dict[str, Any]:
    """Return an election as tables that JSON can hold, and `parse` can read."""
    return election.model_dump(mode="json", by_alias=True)


def revised(election: Election, changes: Mapping[str, Any]) -> Election:
    """Return an election with other values: sections are merged, lists replaced.

    Refuses: InvalidElection.
    """
    return parse(_merged(dumped(election), changes), source=election.id)


def load_faults(path_or_name: str | Path) -> tuple[Fault, ...]:
    """Read a fault profile by name or from a file. Refuses: InvalidFile."""
    if is_name(path_or_name):
        return read_shipped(Timeline, _FAULTS, str(path_or_name)).faults
    return read(Timeline, Path(path_or_name)).faults


def _merged(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return tables with the changes laid over them."""
    after = dict(before)
    for key, value in changes.items():
        old = after.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            value = _merged(old, value)
        after[key] = value
    return after
