"""The pages of what tools call: commands, control API, pytest plugin, metrics."""

from collections.abc import Iterator
from typing import Any

import typer

from docs.making import tables
from mockportal import pytest_plugin
from mockportal.cli import app
from mockportal.console.routes import CALLS
from mockportal.franceconnect.control import OPERATIONS as STUB_CALLS
from mockportal.metrics import Figures
from mockportal.portal.hashing import Hasher
from mockportal.storage.sqlite import SqliteEngine
from mockportal.trainer import OPERATIONS as CLASS_CALLS


def commands() -> str:
    """Return every command with its options."""
    group = typer.main.get_command(app)
    lines = ["# Commands", ""]
    for name, command in _commands(group, ""):
        lines += [f"## mockportal {name}", "", (command.help or "").strip(), ""]
        rows = [_option(one) for one in command.params if one.name != "help"]
        lines += ["| option | default | meaning |", "|---|---|---|", *rows, ""] if rows else []
    return tables.page(lines)


def _commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Return every command below a group, by the words that call it."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        yield f"{prefix}{name}", command
        yield from _commands(command, f"{prefix}{name} ")


def _option(param: Any) -> str:
    names = ", ".join(f"`{name}`" for name in param.opts) if param.opts else f"`{param.name}`"
    default = "" if param.default in (None, False, ()) else f"`{param.default}`"
    return f"| {names} | {default} | {getattr(param, 'help', None) or ''} |"


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
    return tables.page([*lines, ""])


def pytest_fixtures() -> str:
    """Return the options, the marker and the fixtures of the pytest plugin."""
    lines = ["# pytest plugin", "", (pytest_plugin.__doc__ or "").partition("\n\n")[2]]
    lines += ["", "| fixture | scope | gives |", "|---|---|---|"]
    for name, one in vars(pytest_plugin).items():
        marker = getattr(one, "_fixture_function_marker", None)
        if marker is not None:
            lines.append(f"| `{name}` | {marker.scope} | {_first(one.__wrapped__)} |")
    written = _Options()
    pytest_plugin.pytest_addoption(written)  # type: ignore[arg-type]
    lines += ["", "| option | default | meaning |", "|---|---|---|", *written.rows]
    return tables.page(lines)


def metrics() -> str:
    """Return every figure that Prometheus may ask."""
    lines = [
        "# Metrics",
        "",
        "`GET /metrics` on the console's port, with the bearer token, in Prometheus' text format.",
        "Each process tells its own; a request pays an addition.",
        "",
        "| metric | type | labels | meaning |",
        "|---|---|---|---|",
    ]
    served = {("accueil", 200): 1}
    for one in Figures(served, SqliteEngine(None), Hasher()).collect():
        labels = sorted({label for sample in one.samples for label in sample.labels})
        told = ", ".join(f"`{label}`" for label in labels) or "–"
        lines.append(f"| `{one.name}` | {one.type} | {told} | {one.documentation} |")
    return tables.page(lines)


class _Options:
    """What stands in for pytest's parser, and keeps what it is told."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def getgroup(self, *_: str) -> "_Options":
        return self

    def addoption(self, name: str, **told: Any) -> None:
        default = f"`{told['default']}`" if told.get("default") else ""
        self.rows.append(f"| `{name}` | {default} | {told['help']} |")


def _first(function: Any) -> str:
    return (function.__doc__ or "").partition("\n")[0]
