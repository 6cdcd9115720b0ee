"""All attacks there are, and what shows each one: a row of the pack, a test, or both."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from scenarios.attacks.control_rows import CONSOLE, FRANCECONNECT
from scenarios.attacks.http_rows import ANYWHERE
from scenarios.attacks.portal_rows import PORTAL
from scenarios.attacks.rows import Told, Typed, Wire
from scenarios.attacks.slow_rows import CROWD, DAWDLERS, Crowd, Dawdle
from scenarios.attacks.told_rows import TOLD
from scenarios.attacks.typed_rows import TYPED

Row = Wire | Typed | Told | Dawdle | Crowd

ROWS: tuple[Row, ...] = (
    *ANYWHERE,
    *PORTAL,
    *CONSOLE,
    *FRANCECONNECT,
    *TYPED,
    *TOLD,
    *DAWDLERS,
    CROWD,
)
"""All rows of the pack."""

_MARK = re.compile(r'@pytest\.mark\.attack\("([A-Z][0-9]{2})"\)')
_TEST = re.compile(r"^(?:    )?def (test_\w+)", re.MULTILINE)
_PACKAGES = ("mockportal", "scenarios", "loadtests", "e2e")


@cache
def catalogue() -> Mapping[str, str]:
    """Return what each attack is, by id, in the order of the catalogue."""
    told = resources.files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {id: what for group in tomllib.loads(told).values() for id, what in group.items()}


@cache
def marked() -> Mapping[str, tuple[str, ...]]:
    """Return the tests marked with each attack, by id, as `file::test`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for id, name in _marks():
        found[id].append(name)
    return {id: tuple(dict.fromkeys(names)) for id, names in sorted(found.items())}


def _marks() -> Iterator[tuple[str, str]]:
    root = Path(__file__).parents[2]
    for package in _PACKAGES:
        for file in sorted((root / package).rglob("test_*.py")):
            text = file.read_text(encoding="utf-8")
            for mark in _MARK.finditer(text):
                test = _TEST.search(text, mark.end())
                if test is not None:
                    yield mark[1], f"{file.relative_to(root).as_posix()}::{test[1]}"
