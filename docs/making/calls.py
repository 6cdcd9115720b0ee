"""The page of the control API: every call, and every field that it takes."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema

from docs.making import tables
from mockportal.console.calls import Call
from mockportal.console.openapi import describe
from mockportal.console.routes import CALLS
from mockportal.franceconnect.control import OPERATIONS as STUB_CALLS
from mockportal.trainer import OPERATIONS as CLASS_CALLS

EVERY = (*CALLS, *STUB_CALLS, *CLASS_CALLS)
_LIMITS = {
    "minimum": "≥ {}",
    "exclusiveMinimum": "> {}",
    "maximum": "≤ {}",
    "minLength": "{} characters at least",
    "maxLength": "{} at most",
    "minItems": "{} at least",
    "maxItems": "{} at most",
    "pattern": "`{}`",
}


def control_api() -> str:
    """Return every call of the control API."""
    lines = [
        "# Control API",
        "",
        "Below `http://127.0.0.1:8082/api`, with a bearer token. The models that validate make",
        "`/api/openapi.json` (OpenAPI 3.1), which also holds examples; what comes back is on the",
        "page of [answers](answers.md), and an error is a [problem](answers.md#problem), as",
        "`application/problem+json`.",
        "",
        "| call | does |",
        "|---|---|",
        *(f"| `{call.method} {call.path}` | {call.does} |" for call in EVERY),
        "",
        "What stands in a path:",
        "",
        "| variable | meaning |",
        "|---|---|",
        *(f"| `{name}` | {means} |" for name, means in _variables().items()),
        "",
        "## What they take",
        "",
        "A field that is not listed is refused. What a fault takes is on the page of",
        "[faults](faults.md#parameters); what `PUT …/franceconnect/settings` takes is what the",
        "section `franceconnect` of an [election file](election-file.md#franceconnect) holds.",
        "",
    ]
    for model, calls in _takers().items():
        first, *rest = (f"`{one}`" for one in calls)
        lines += [f"### {first}", "", tables.sentence(model), ""]
        lines += [f"The same is taken by {', '.join(rest)}.", ""] if rest else []
        lines += ["| field | default | takes | meaning |", "|---|---|---|---|", *_rows(model), ""]
    return tables.page(lines)


def _variables() -> dict[str, str]:
    """Return what each variable of a path means, in the order they are met."""
    paths = describe(tuple(map(Call.of, EVERY)))["paths"]
    operations = (one for item in paths.values() for one in item.values())
    parameters = (one for operation in operations for one in operation["parameters"])
    return {one["name"]: one["description"] for one in parameters if one["in"] == "path"}


def _takers() -> dict[type[BaseModel], list[str]]:
    """Return every query and body that has fields, with the calls that take it."""
    takers = dict[type[BaseModel], list[str]]()
    for call in EVERY:
        for model in (call.query, call.body):
            if model is not None and _parts(model):
                takers.setdefault(model, []).append(f"{call.method} {call.path}")
    return takers


def _parts(model: Any) -> list[type[BaseModel]]:
    """Return the models that a query or body is one of, those that have fields."""
    if issubclass(model, RootModel):
        return list(tables.models(model.model_fields["root"]))
    return [model] if model.model_fields else []


def _rows(model: Any, above: str = "") -> Iterator[str]:
    for part in _parts(model):
        known = models_json_schema([(part, "validation")], by_alias=True)[1]["$defs"]
        schemas = known[part.__name__]["properties"]
        for name, field in part.model_fields.items():
            shown = field.alias or name
            takes = _takes(schemas[shown], known).replace("|", "\\|")
            default = "–" if field.default is None else tables.default(field)
            yield f"| `{above}{shown}` | {default} | {takes} | {tables.said(field)} |"
            for inner in tables.models(field):
                yield from _rows(inner, f"{above}{shown}.")


def _takes(schema: dict[str, Any], known: dict[str, Any]) -> str:
    """Say what values a schema allows."""
    schema = known.get(schema.get("$ref", "").rpartition("/")[2], schema)
    if "anyOf" in schema:
        options = (one for one in schema["anyOf"] if one.get("type") != "null")
        return " or ".join(_takes(one, known) for one in options)
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if values:
        return ", ".join(f"`{value}`" for value in values)
    kind = schema.get("type", "object")
    if kind == "array" and "oneOf" not in schema["items"]:
        kind = f"array of: {_takes(schema['items'], known)}"
    if "examples" in schema:
        return f"{kind}, such as `{schema['examples'][0]}`"
    limits = [words.format(schema[key]) for key, words in _LIMITS.items() if key in schema]
    return ", ".join([kind, *limits])
