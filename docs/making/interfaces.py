"""The pages of what tools call: commands, environment, metrics."""

from collections.abc import Iterator
from typing import Any

import typer

from docs.making import tables
from mockportal.cli import app
from mockportal.config import Settings
from mockportal.metrics import Figures
from mockportal.portal.hashing import Hasher
from mockportal.storage.sqlite import SqliteEngine


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


def environment() -> str:
    """Return every setting of a server as an environment variable."""
    lines = [
        "# Environment",
        "",
        "What `mockportal serve` is told by options may stand in the environment; an option wins.",
        "Lists are parted by commas.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        value = ",".join(field.default) if isinstance(field.default, tuple) else field.default
        default = "–" if field.default_factory or value in ("", None) else f"`{value}`"
        lines.append(f"| `MOCKPORTAL_{name.upper()}` | {default} | {tables.said(field)} |")
    lines += ["", "`MOCKPORTAL_CHROMIUM` names the Chromium that plays journeys and prints."]
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
        name = f"{one.name}_total" if one.type == "counter" else one.name
        lines.append(f"| `{name}` | {one.type} | {told} | {one.documentation} |")
    lines += [
        "",
        "On Linux also what any process tells of itself: `process_cpu_seconds_total`,",
        "`process_resident_memory_bytes`, `process_virtual_memory_bytes`,",
        "`process_start_time_seconds`, `process_open_fds`, `process_max_fds`.",
    ]
    return tables.page(lines)
