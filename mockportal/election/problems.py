"""What is wrong with a declaration, in one line each: where, what was found, what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mockportal.election.declared import Misfit
from mockportal.election.toml_lines import Path, line_at

MOST = 20
"""Problems told at once."""

_EXPECTED = {
    "missing": "clé obligatoire absente",
    "int_type": "attendu un nombre entier",
    "int_from_float": "attendu un nombre entier",
    "float_type": "attendu un nombre",
    "finite_number": "attendu un nombre fini",
    "bool_type": "attendu true ou false",
    "string_type": "attendu un texte",
    "string_pattern_mismatch": "attendu la forme {pattern}",
    "string_too_long": "attendu {max_length} caractères au plus",
    "string_too_short": "attendu {min_length} caractère(s) au moins",
    "greater_than_equal": "attendu {ge} au moins",
    "less_than_equal": "attendu {le} au plus",
    "literal_error": "attendu {expected}",
    "tuple_type": "attendu une liste",
    "dict_type": "attendu une table",
    "model_type": "attendu une table",
    "model_attributes_type": "attendu une table",
    "too_short": "attendu {min_length} élément(s) au moins, trouvé {actual_length}",
    "too_long": "attendu {max_length} élément(s) au plus, trouvé {actual_length}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: « essai.toml, ligne 4 : reveal.seconds, … »."""

    source: str
    reason: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f", ligne {self.line}" if self.line else ""
        key = f"{self.key}, " if self.key else ""
        stop = "" if self.reason.endswith("?") else "."
        return f"{self.source}{place} : {key}{self.reason}{stop}"


def problems(
    wrong: ValidationError, model: type[BaseModel], source: str, lines: Mapping[Path, int]
) -> list[Problem]:
    """Return what a refusal of pydantic says, in the words and the order of the file."""
    errors = [one for one in wrong.errors(include_url=False) if not _echo(one)]
    found = [
        Problem(source, _reason(error, model), _written(path), line_at(path, lines))
        for error in errors[:MOST]
        for path in [_path(error)]
    ]
    found.sort(key=lambda one: one.line or 0)
    if len(errors) > MOST:
        found.append(Problem(source, f"et {len(errors) - MOST} autres"))
    return found


def _echo(error: ErrorDetails) -> bool:
    """Tell what only follows from another refusal: a list emptied, an identifier not made."""
    emptied = error["type"] == "too_short" and bool(error["input"])
    return emptied or (error["type"] == "missing" and error["loc"][-1] == "identifier")


def _path(error: ErrorDetails) -> Path:
    """Return where the error is; the mark of a dictionary's key is no step."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    inner = error.get("ctx", {}).get("error")
    return (*path, *inner.path) if isinstance(inner, Misfit) else path


def _written(path: Path) -> str:
    """Return a path as a file would say it, counting from 1: `scrutin[2].seats`."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{shortened(step)}"
    return text.removeprefix(".")


def _reason(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what was found and what is allowed."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(error["loc"], model)
    if kind == "value_error":
        expected = str(context["error"])
    else:
        told = {key: _told(value) for key, value in context.items()}
        expected = _EXPECTED.get(kind, error["msg"]).format_map(told)
    return expected if "trouvé" in expected else _found(error["input"]) + expected


def _told(value: object) -> str:
    """Return a limit as a person would write it."""
    return f"{value:g}" if isinstance(value, float) else str(value).replace(" or ", " ou ")


def _found(value: object) -> str:
    """Return a short account of a value; tables and lists are not repeated."""
    if isinstance(value, Mapping | list | tuple | BaseModel):
        return ""
    if isinstance(value, bool):
        return f"trouvé {str(value).lower()}, "
    return f"trouvé {shortened(repr(value) if isinstance(value, str) else str(value))}, "


def _unknown(path: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """Return which keys are known there, the closest first."""
    around = _model_at(path[:-1], model)
    if around is None:
        return "clé inconnue"
    known = [field.alias or name for name, field in around.model_fields.items()]
    close = get_close_matches(str(path[-1]), known, n=1)
    if close:
        return f"clé inconnue, vouliez-vous dire {close[0]} ?"
    return f"clé inconnue, au choix : {', '.join(known)}"


def _model_at(path: tuple[str | int, ...], model: type[BaseModel]) -> type[BaseModel] | None:
    """Return the model that a path leads to."""
    here: type[BaseModel] | None = model
    for step in path:
        if here is None:
            return None
        fields = {one.alias or name: one.annotation for name, one in here.model_fields.items()}
        if isinstance(step, str) and step in fields:
            here = _model_in(fields[step])
    return here


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside `tuple[Model, ...]`, `dict[str, Model]`, `Model | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((one for one in found if one), None)


def shortened(text: str) -> str:
    """Return a text that fits in a line."""
    return text if len(text) <= 60 else f"{text[:57]}…"
