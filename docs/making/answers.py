"""The page of what the control API answers: every model it gives, and every field of each."""

from collections.abc import Iterable, Iterator
from typing import Any

from docs.making import tables
from docs.making.calls import EVERY
from mockportal.console.calls import Call
from mockportal.console.openapi import describe

_REFUSAL = "Problem"


def answers() -> str:
    """Return every answer of the control API, field by field."""
    document = describe(tuple(map(Call.of, EVERY)))
    schemas, given = document["components"]["schemas"], _given(document["paths"])
    lines = [
        "# Answers",
        "",
        "What the calls of the [control API](control-api.md) give, as JSON. The same models are",
        "what `mockportal.client` returns. An instant is a date and time with its offset, such as",
        "`2022-12-01T08:47:00+01:00`; a newer server may tell more than what stands here.",
        "",
    ]
    for name in _reached([*given, _REFUSAL], schemas):
        lines += [f"## {name}", "", schemas[name]["description"].partition("\n")[0], ""]
        lines += [f"Given by {', '.join(given[name])}.", ""] if name in given else []
        lines += ["| field | holds | meaning |", "|---|---|---|", *_rows(schemas[name]), ""]
    return tables.page(lines)


def _given(paths: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Return the calls that give each model."""
    given = dict[str, list[str]]()
    for path, item in paths.items():
        for method, operation in item.items():
            good = next(iter(operation["responses"].values()))
            schema = good.get("content", {}).get("application/json", {}).get("schema")
            if schema is not None:
                call = f"`{method.upper()} {path.removeprefix('/api')}`"
                given.setdefault(_name(schema), []).append(call)
    return given


def _reached(names: Iterable[str], schemas: dict[str, Any]) -> dict[str, None]:
    """Return these models, each followed by those within it, every one once."""
    found = dict[str, None]()
    for name in names:
        inner = (_name(one) for one in _references(schemas[name]))
        found |= {name: None} | _reached(inner, schemas)
    return found


def _references(schema: Any) -> Iterator[dict[str, str]]:
    if isinstance(schema, dict) and "$ref" in schema:
        yield schema
    elif isinstance(schema, dict | list):
        for one in schema.values() if isinstance(schema, dict) else schema:
            yield from _references(one)


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    for name, field in schema["properties"].items():
        yield f"| `{name}` | {_holds(field)} | {field.get('description', '')} |"


def _holds(schema: dict[str, Any]) -> str:
    """Say what stands in a field."""
    if "$ref" in schema:
        return f"[{_name(schema)}](#{_name(schema).lower()})"
    if "anyOf" in schema:
        return " or ".join(map(_holds, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "additionalProperties" in schema and schema["additionalProperties"] is not True:
        return f"object of: {_holds(schema['additionalProperties'])}"
    if schema["type"] == "array":
        return f"array of: {_holds(schema['items'])}" if "items" in schema else "array"
    return "instant" if schema.get("format") == "date-time" else str(schema["type"])


def _name(schema: dict[str, str]) -> str:
    return schema["$ref"].rpartition("/")[2]
