"""What each fault takes, in the words of JSON Schema: made from the catalogue."""

from typing import Any

from mockportal.election import CATALOGUE
from mockportal.election.faults import CHOICES, Setting

COMMON: dict[str, dict[str, Any]] = {
    "from": {"$ref": "#/components/schemas/Moment"},
    "to": {"$ref": "#/components/schemas/Moment"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "who": {
        "type": "string",
        "maxLength": 200,
        "description": "a persona's identifier, a population or a mail domain",
    },
}
"""What any fault takes."""

MOMENT = {
    "type": "string",
    "pattern": (
        "^(activation|candidates|opening|closing|closing_grace|count|results)"
        "( [+-] [0-9]{1,6} (s|min|h|d))?$"
    ),
    "description": "an hour of the election (2022-12-01T08:00:00), or a landmark of its calendar",
    "examples": ["opening + 4 h", "closing"],
}


def fault_schemas() -> list[dict[str, Any]]:
    """Return one schema per fault."""
    return [_schema(name, dict(settings)) for name, settings in CATALOGUE.items()]


def _schema(name: str, settings: dict[str, Setting]) -> dict[str, Any]:
    own = {key: _of(name, key, default) for key, default in settings.items() if key != "share"}
    return {
        "type": "object",
        "title": name,
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": {"const": name}, **COMMON, **own},
    }


def _of(name: str, key: str, default: Setting) -> dict[str, Any]:
    """Return the schema of one parameter, by its default."""
    match default:
        case str() if (name, key) in CHOICES:
            kind: dict[str, Any] = {"enum": list(CHOICES[name, key])}
        case str():
            kind = {"type": "string", "maxLength": 200}
        case int() | float():
            kind = {"type": "number", "minimum": 0, "maximum": 1e9}
        case _:
            kind = {"type": "array", "items": {"type": "string"}, "maxItems": 100}
    return kind | {"default": list(default) if isinstance(default, tuple) else default}
