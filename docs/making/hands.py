"""The page of the pytest plugin: options, fixtures, and what each of them can do."""

import inspect
from collections.abc import Iterator
from typing import Any, cast

import pytest

from docs.making import tables
from e2e import conftest as browser_suite
from mockportal import pytest_plugin
from mockportal.client.control import Control
from mockportal.client.hands import Clock, Faults, Inbox
from mockportal.client.models import Message, Voter
from mockportal.client.remote_class import RemoteClass
from mockportal.client.remote_election import RemoteElection
from mockportal.client.remote_stub import RemoteStub

HELD = {
    "clock": Clock,
    "inbox": Inbox,
    "faults": Faults,
    "election": RemoteElection,
    "election.franceconnect": RemoteStub,
    "election.classroom": RemoteClass,
    "mockportal_server": Control,
}
CARDS = {"voter": Voter, "a message of the inbox": Message}


def pytest_fixtures() -> str:
    """Return the options, the marker and the fixtures of the pytest plugin."""
    told = (pytest_plugin.__doc__ or "").partition("\n\n")[2].replace("``", "`").strip()
    lines = ["# pytest plugin", "", told, "", "| fixture | scope | gives |", "|---|---|---|"]
    for name, one in vars(pytest_plugin).items():
        marker = getattr(one, "_fixture_function_marker", None)
        if marker is not None:
            lines.append(f"| `{name}` | {marker.scope} | {_first(one.__wrapped__)} |")
    written = _Options()
    pytest_plugin.pytest_addoption(cast(pytest.Parser, written))
    lines += ["", "| option | default | meaning |", "|---|---|---|", *written.rows, ""]
    written = _Options()
    browser_suite.pytest_addoption(cast(pytest.Parser, written))
    lines += ["The project's own browser suite, `pytest e2e`, also takes:", ""]
    lines += ["| option | default | meaning |", "|---|---|---|", *written.rows, ""]
    for name, kind in HELD.items():
        lines += [f"## {name}", "", "| call | does |", "|---|---|", *_calls(kind), ""]
    for name, card in CARDS.items():
        lines += [f"## {name}", "", tables.sentence(card), "", "| field | meaning |", "|---|---|"]
        fields = card.model_fields.items()
        lines += [f"| `{field}` | {tables.said(one)} |" for field, one in fields] + [""]
    return tables.page(lines)


def _calls(kind: type) -> Iterator[str]:
    """Return a row for each public method and property of a class."""
    for name, one in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(one, property):
            yield f"| `{name}` | {_first(one.fget)} |"
        elif callable(one):
            yield f"| `{name}({_taken(one)})` | {_first(one)} |"


def _taken(function: Any) -> str:
    """Return what a method takes besides itself, with the defaults."""
    _, *parts = inspect.signature(function).parameters.values()
    shown, named = list[str](), False
    for one in parts:
        if one.kind is one.KEYWORD_ONLY and not named:
            shown, named = [*shown, "*"], True
        shown.append(str(one.replace(annotation=one.empty)))
    return ", ".join(shown)


class _Options:
    """What stands in for pytest's parser, and keeps what it is told."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def getgroup(self, *_: str) -> "_Options":
        return self

    def addoption(self, name: str, **told: Any) -> None:
        default = f"`{told['default']}`" if told.get("default") else ""
        shown = f"{name} {told.get('metavar', '')}".rstrip()
        self.rows.append(f"| `{shown}` | {default} | {told.get('help', '')} |")


def _first(function: Any) -> str:
    return (function.__doc__ or "").partition("\n")[0].replace("``", "`")
