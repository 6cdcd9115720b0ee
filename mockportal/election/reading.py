"""Reading declared files: within limits, and with refusals that say where."""

import re
import stat
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from mockportal.election.declared import Declared
from mockportal.election.problems import Problem, problems, shortened
from mockportal.election.toml_lines import lines_of

MAX_BYTES = 262_144
"""The longest file that is read."""

MAX_DOTS = 200
"""The most dots in a line that is read."""

D = TypeVar("D", bound=Declared)

_NAME = re.compile(r"[a-z0-9-]{1,32}")
_WHERE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


class InvalidFile(Exception):
    """A file or a definition that is not what it should be: one line per problem."""

    def __init__(self, *found: Problem) -> None:
        super().__init__("\n".join(map(str, found)))
        self.problems = found


def shipped(folder: str) -> list[str]:
    """Return the names of the files of one kind that come with the project."""
    found = (resources.files("scenarios") / folder).iterdir()
    return sorted(one.name.removesuffix(".toml") for one in found if one.name.endswith(".toml"))


def is_name(text: str | Path) -> bool:
    """Tell a name from a path."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def read_shipped(model: type[D], folder: str, name: str) -> D:
    """Read a file that comes with the project; never another one. Refuses: InvalidFile."""
    choices = shipped(folder)
    if name not in choices:
        raise InvalidFile(
            Problem(shortened(name), f"nom inconnu ; au choix : {', '.join(choices)}")
        )
    text = (resources.files("scenarios") / folder / f"{name}.toml").read_text(encoding="utf-8")
    return check(model, _tables(text, f"{name}.toml"), f"{name}.toml", lines_of(text))


def read(model: type[D], file: Path) -> D:
    """Read a file. Refuses: InvalidFile."""
    text = _text(file)
    return check(model, _tables(text, file.name), file.name, lines_of(text))


def check(
    model: type[D],
    tables: Mapping[str, Any],
    source: str,
    lines: Mapping[tuple[str | int, ...], int] | None = None,
) -> D:
    """Return what bare tables declare. Refuses: InvalidFile."""
    try:
        return model.model_validate(dict(tables))
    except ValidationError as wrong:
        raise InvalidFile(*problems(wrong, model, source, lines or {})) from None


def _text(file: Path) -> str:
    """Return the text of a plain file of a decent size."""
    source = shortened(file.name)
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InvalidFile(Problem(source, "ce n'est pas un fichier"))
        if found.st_size > MAX_BYTES:
            reason = f"trouvé {found.st_size} octets, attendu {MAX_BYTES} au plus"
            raise InvalidFile(Problem(source, reason))
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        raise InvalidFile(Problem(source, "attendu du texte UTF-8", line=line)) from None
    except FileNotFoundError:
        raise InvalidFile(Problem(str(file), "fichier introuvable")) from None
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or "chemin illisible"
        raise InvalidFile(Problem(source, f"fichier illisible ({reason})")) from None


def _tables(text: str, source: str) -> dict[str, Any]:
    """Return the tables of a TOML text."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MAX_DOTS:  # tomllib takes quadratic time over dotted keys
            raise InvalidFile(Problem(source, "trop de points dans une ligne", line=number))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise InvalidFile(_unreadable(str(wrong), text, source)) from None
    except RecursionError:
        raise InvalidFile(Problem(source, "trop de niveaux imbriqués")) from None


def _unreadable(reason: str, text: str, source: str) -> Problem:
    """Return what the TOML reader says, with the line apart."""
    if where := _WHERE.fullmatch(reason):
        told = f"TOML illisible, colonne {where[3]} : {where[1]}"
        return Problem(source, told, line=int(where[2]))
    told = f"TOML illisible : {reason.removesuffix(' (at end of document)')}"
    return Problem(source, told, line=text.count("\n") + 1)
