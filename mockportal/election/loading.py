"""Election files: found, read within limits, checked; refusals say where and what is allowed."""

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mockportal.election.model import Election

MAX_BYTES = 262_144
"""The longest election file that is read."""

_NAME = re.compile(r"[a-z0-9-]{1,32}")


class InvalidElection(Exception):
    """A file or a definition that is no election: one line per problem."""


def names() -> list[str]:
    """Return the names of the elections shipped with the project."""
    found = resources.files("scenarios") / "elections"
    return sorted(one.name.removesuffix(".toml") for one in found.iterdir() if ".toml" in one.name)


def load(path_or_name: str | Path) -> Election:
    """Read an election by name or from a file. Refuses: InvalidElection."""
    source = Path(path_or_name)
    return parse(read(path_or_name), source=source.name)


def read(path_or_name: str | Path) -> dict[str, Any]:
    """Read a file as bare tables. Refuses: InvalidElection."""
    text = _text(path_or_name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise InvalidElection(f"{path_or_name} : {reason}") from None


def parse(tables: Mapping[str, Any], source: str = "élection") -> Election:
    """Check a definition. Refuses: InvalidElection."""
    try:
        return Election.model_validate(dict(tables))
    except ValidationError as wrong:
        raise InvalidElection(f"{source} : {wrong}") from None


def _text(path_or_name: str | Path) -> str:
    named = str(path_or_name)
    if _NAME.fullmatch(named):
        file = resources.files("scenarios") / "elections" / f"{named}.toml"
        if not file.is_file():
            raise InvalidElection(f"{named} : élection inconnue ; au choix : {', '.join(names())}")
        return file.read_text(encoding="utf-8")
    return Path(path_or_name).read_text(encoding="utf-8")
