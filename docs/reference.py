"""Write the pages of the reference from the code: ``python docs/reference.py``.

A test fails when a page is stale, so that whoever adds an option, a field, a fault, a call or a
journey documents it by running this once.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mockportal.cli import app
from mockportal.console.routes import CALLS
from mockportal.domain import refusals as no
from mockportal.domain.stages import NEXT
from mockportal.election import CATALOGUE, Election
from mockportal.franceconnect.control import OPERATIONS as STUB_CALLS
from mockportal.portal.wording import WORDS
from mockportal.trainer import OPERATIONS as CLASS_CALLS
from scenarios import traceability
from scenarios.attacks import catalogue

FOLDER = Path(__file__).parent / "reference"


def commands() -> str:
    """Return every command with its options."""
    group = typer.main.get_command(app)
    lines = ["# Commands", ""]
    for name, command in _commands(group, ""):
        lines += [f"## mockportal {name}", "", (command.help or "").strip(), ""]
        rows = [_option(one) for one in command.params if one.name != "help"]
        lines += ["| option | meaning | default |", "|---|---|---|", *rows, ""] if rows else []
    return _page(lines)


def _commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Return every command below a group, by the words that call it."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        yield f"{prefix}{name}", command
        yield from _commands(command, f"{prefix}{name} ")


def election_file() -> str:
    """Return every field of an election file, section by section."""
    lines = [
        "# Election file",
        "",
        "A TOML file. Each number is a field with its default; its description ends with its",
        "status: attested, derived or assumed, with the key of its source where there is one.",
        "",
    ]
    for title, model in _sections(Election, ""):
        lines += [f"## {title or 'the file itself'}", "", _sentence(model), ""]
        lines += ["| field | default | meaning |", "|---|---|---|"]
        for name, field in model.model_fields.items():
            if _model(field) is None:
                lines.append(f"| `{field.alias or name}` | {_default(field)} | {_said(field)} |")
        lines.append("")
    return _page(lines)


def control_api() -> str:
    """Return every call of the control API."""
    lines = [
        "# Control API",
        "",
        "Below `http://127.0.0.1:8082/api`, with a bearer token. The models that validate make",
        "`/api/openapi.json` (OpenAPI 3.1); errors are `application/problem+json`.",
        "",
        "| call | does |",
        "|---|---|",
    ]
    calls = (*CALLS, *STUB_CALLS, *CLASS_CALLS)
    lines += [f"| `{call.method} {call.path}` | {call.does} |" for call in calls]
    return _page([*lines, ""])


def faults() -> str:
    """Return every fault with its parameters."""
    lines = [
        "# Faults",
        "",
        "Switched by name through the control API, or scheduled in an election file on its clock.",
        "All take `from`, `to`, `share` and `who`.",
        "",
        "| fault | own parameters and defaults |",
        "|---|---|",
    ]
    for name, settings in CATALOGUE.items():
        shown = ", ".join(f"`{key}` = {value!r}" for key, value in settings.items()) or "–"
        lines.append(f"| `{name}` | {shown} |")
    return _page([*lines, ""])


def refused() -> str:
    """Return every refusal with its status and words."""
    lines = ["# Refusals", "", "| refusal | status | words |", "|---|---|---|"]
    for one, (status, words) in WORDS.items():
        text = words if isinstance(words, str) else "(with an instant or a wait)"
        lines.append(f"| `{one.name()}` | {status} | {text.splitlines()[0]} |")
    return _page([*lines, ""])


def journeys() -> str:
    """Return every journey, what it needs, and what shows what."""
    told = [one.name() for one in WORDS if one.__module__ == no.__name__]
    moves = [f"{stage.value}/{move.value}" for stage, move in NEXT]
    parts = [
        "# Journeys\n\nTold once in `scenarios/journeys`; played in process, over HTTP, in a "
        "browser and in crowds.\n",
        traceability.journeys_table(),
        "\n## What shows what\n\n### Steps of the tutorial\n",
        traceability.table("step", traceability.tutorial()),
        "\n### Refusals\n",
        traceability.table("refusal", _some(traceability.refusals(told))),
        "\n### Moves\n",
        traceability.table("move", _some(traceability.moves(moves))),
        "\n### Faults\n",
        traceability.table("fault", _some(traceability.faults(CATALOGUE))),
    ]
    return "\n".join(parts).strip() + "\n"


def attacks() -> str:
    """Return every attack, how many rows of the pack try it, and the tests that show it."""
    lines = [
        "# Attacks",
        "",
        "What the mock is tried with. `mockportal attack` plays the rows of the pack; the other",
        "attacks are shown by the tests named here. How the command is used, and what is promised:",
        "[Threat model](../threat-model.md).",
        "",
        "| id | what somebody tries | rows | tests |",
        "|---|---|---|---|",
    ]
    for id, what in catalogue.catalogue().items():
        rows = [row for row in catalogue.ROWS if row.id == id]
        marked = catalogue.marked().get(id, ())
        tests = "<br>".join(f"`{name.rpartition('::')[2]}`" for name in marked) or "–"
        lines.append(f"| {id} | {what} | {len(rows) or '–'} | {tests} |")
    return _page([*lines, ""])


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "election-file.md": election_file,
    "control-api.md": control_api,
    "faults.md": faults,
    "refusals.md": refused,
    "journeys.md": journeys,
    "attacks.md": attacks,
}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


def _some(shown: traceability.Shown) -> traceability.Shown:
    return {name: journeys for name, journeys in shown.items() if journeys}


def _page(lines: list[str]) -> str:
    return "\n".join(lines).strip() + "\n"


def _option(param: Any) -> str:
    names = ", ".join(f"`{name}`" for name in param.opts) if param.opts else f"`{param.name}`"
    default = "" if param.default in (None, False, ()) else f"`{param.default}`"
    return f"| {names} | {getattr(param, 'help', None) or ''} | {default} |"


def _sections(model: type[BaseModel], title: str) -> Iterator[tuple[str, type[BaseModel]]]:
    yield title, model
    for name, field in model.model_fields.items():
        inner = _model(field)
        if inner is not None:
            known = field.alias or name
            yield from _sections(inner, f"{title}.{known}" if title else known)


def _model(field: FieldInfo) -> type[BaseModel] | None:
    for one in _parts(field.annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    return None


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) in (Union, UnionType, tuple, dict, list):
        for one in get_args(annotation):
            yield from _parts(one)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    text = str(value).replace("|", "\\|")
    return f"`{text}`" if len(text) <= 60 else "(see the shipped files)"


def _said(field: FieldInfo) -> str:
    return (field.description or "").replace("|", "\\|")


def _sentence(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().partition("\n")[0]


if __name__ == "__main__":
    main()
