"""Tables of what a model holds, and a page of them."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

SHOWN = 60  # characters of a default; a longer one is better read in a shipped file


def page(lines: list[str]) -> str:
    """Return the text of a page."""
    return "\n".join(lines).strip() + "\n"


def of_model(model: type[BaseModel]) -> list[str]:
    """Return a section for a model and for each one within it, every field with its default."""
    lines = list[str]()
    for title, section in _sections(model, "", set()):
        lines += [f"## {title or 'the file itself'}", "", sentence(section), ""]
        rows = [
            f"| `{field.alias or name}` | {default(field)} | {said(field)} |"
            for name, field in section.model_fields.items()
            if not models(field)
        ]
        lines += ["| field | default | meaning |", "|---|---|---|", *rows, ""] if rows else []
    return lines


def _sections(
    model: type[BaseModel], title: str, told: set[type[BaseModel]]
) -> Iterator[tuple[str, type[BaseModel]]]:
    if model in told:
        return
    told.add(model)
    yield title, model
    for name, field in model.model_fields.items():
        inner = models(field)
        known = field.alias or name
        path = f"{title}.{known}" if title else known
        for one in inner:
            kind = f" ({one.__name__.lower()})" if len(inner) > 1 else ""
            yield from _sections(one, path + kind, told)


def models(field: FieldInfo) -> list[type[BaseModel]]:
    """Return the models that a field holds."""
    parts = _parts(field.annotation)
    return [one for one in parts if isinstance(one, type) and issubclass(one, BaseModel)]


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) in (Union, UnionType, Annotated, tuple, dict, list):
        for one in get_args(annotation):
            yield from _parts(one)


def default(field: FieldInfo) -> str:
    """Return the default of a field, as a cell."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    text = str(value).replace("|", "\\|")
    return f"`{text}`" if len(text) <= SHOWN else "(see the shipped files)"


def said(field: FieldInfo) -> str:
    """Return what a field says of itself, as a cell."""
    return (field.description or "").replace("|", "\\|")


def sentence(model: type[BaseModel]) -> str:
    """Return the first line that a model says of itself."""
    return (model.__doc__ or "").strip().partition("\n")[0]
