"""What each fault takes, in the words of JSON Schema: made from the catalogue."""

from typing import Any

from mockportal.console.fault_meanings import MEANINGS, Meaning
from mockportal.election import CATALOGUE
from mockportal.election.faults import CHOICES, Setting

COMMON: dict[str, dict[str, Any]] = {
    "from": {
        "anyOf": [{"$ref": "#/components/schemas/Moment"}, {"type": "null"}],
        "description": "when it begins; left out or null: at once",
    },
    "to": {
        "anyOf": [{"$ref": "#/components/schemas/Moment"}, {"type": "null"}],
        "description": "when it ends, that instant excluded; left out or null: never",
    },
    "share": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "of those it could strike, from 0 to 1, drawn from the election's seed",
    },
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
    told = MEANINGS.get(name, Meaning(""))
    own = {
        key: {**_of(name, key, default), "description": told.settings.get(key, "")}
        for key, default in settings.items()
        if key != "share"
    }
    return {
        "type": "object",
        "title": name,
        "description": told.does,
        "required": ["name"],
        "additionalProperties": False,
        "properties": {"name": {"const": name, "description": "of the fault"}, **COMMON, **own},
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
