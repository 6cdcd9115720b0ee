"""Find and read rush files; an error names file and key, what was found, what is allowed."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from loadtests import rush as model
from loadtests.rush import Rush

_LARGEST = 100_000  # bytes: a rush file is a page of text
_TABLES: dict[str, type[BaseModel]] = {
    "constant": model.Constant,
    "ramp": model.Ramp,
    "spike": model.Spike,
    "decay": model.Decay,
    "journey": model.Flow,
    "think": model.Spread,
    "waits": model.Spread,
    "returns_after": model.Spread,
    "patience": model.Patience,
    "objective": model.Aim,
    "abort": model.Abort,
    "generator": model.Generator,
}


class InvalidRush(Exception):
    """A rush file that cannot be played; says file, key, what was found, what is allowed."""


def names() -> tuple[str, ...]:
    """Return the rushes that come with the project."""
    folder = resources.files("scenarios") / "rushes"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


def load(name_or_path: str) -> Rush:
    """Read a rush by name or from a file. Refuses: InvalidRush."""
    return check(declared(name_or_path), Path(name_or_path).name)


def declared(name_or_path: str) -> dict[str, Any]:
    """Return the bare tables of a rush by name or from a file. Refuses: InvalidRush."""
    label, text = _text(name_or_path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise InvalidRush(f"{label}: not TOML: {reason}") from None


def check(tables: dict[str, Any], label: str) -> Rush:
    """Return the rush that a table declares. Refuses: InvalidRush."""
    try:
        return Rush.model_validate(tables)
    except ValidationError as refusal:
        lines = [_line(error) for error in refusal.errors()]
        raise InvalidRush("\n".join(f"{label}: {line}" for line in lines)) from None


def _text(name_or_path: str) -> tuple[str, str]:
    if name_or_path in names():
        file = resources.files("scenarios") / "rushes" / f"{name_or_path}.toml"
        return file.name, file.read_text(encoding="utf-8")
    path = Path(name_or_path)
    if not path.is_file():
        raise InvalidRush(
            f"{name_or_path}: no such rush; found: neither a file nor a name, "
            f"allowed: a TOML file or one of {', '.join(names())}"
        )
    if path.stat().st_size > _LARGEST:
        raise InvalidRush(f"{path.name}: found {path.stat().st_size} bytes, allowed: {_LARGEST}")
    try:
        return path.name, path.read_text(encoding="utf-8")
    except UnicodeDecodeError as reason:
        raise InvalidRush(f"{path.name}: byte {reason.start}: not UTF-8") from None


def _line(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "the whole file"
    match error["type"]:
        case "extra_forbidden":
            table = next((_TABLES[part] for part in error["loc"][-2::-1] if part in _TABLES), Rush)
            return f"{key}: found an unknown key, allowed: {', '.join(table.model_fields)}"
        case "missing":
            return f"{key}: found nothing, allowed: this key is needed"
        case "union_tag_invalid":
            tags = error["ctx"]["expected_tags"]
            return f"{key}.shape: found {error['ctx']['tag']!r}, allowed: {tags}"
        case "union_tag_not_found":
            return f"{key}.shape: found nothing, allowed: 'constant', 'ramp', 'spike', 'decay'"
    found = "" if isinstance(error["input"], dict) else f" found {error['input']!r},"
    return f"{key}:{found} allowed: {error['msg'].removeprefix('Value error, ')}"
