"""Where each key of a TOML text stands, to point at it."""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')"""
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEYS})[ \t]*\]")
_VALUE = re.compile(rf"[ \t]*({_KEYS})[ \t]*=")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line of each table and key, by its path: `("scrutin", 0, "label")`."""
    found: dict[Path, int] = {}
    last: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _entered(_parts(header[2]), last, new=header[1] == "[[")
            found.setdefault(table, number)
        elif value := _VALUE.match(line):
            found.setdefault((*table, *_parts(value[1])), number)
    return found


def line_at(path: Path, lines: Mapping[Path, int]) -> int | None:
    """Return the line of a path, or of the closest thing around it."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def _parts(keys: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, keys))


def _entered(parts: tuple[str, ...], last: dict[Path, int], *, new: bool) -> Path:
    """Return the path of a header; a table of an array is known by its place."""
    path: Path = ()
    for at, part in enumerate(parts):
        path = (*path, part)
        if new and at == len(parts) - 1:
            last[path] = last.get(path, -1) + 1
        if path in last:
            path = (*path, last[path])
    return path
