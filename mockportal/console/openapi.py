"""The OpenAPI description, made from the table of calls and from the models that validate."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from mockportal import __version__
from mockportal.client.models import Problem, Reason
from mockportal.console.asking import Nothing
from mockportal.console.calls import Call
from mockportal.console.fault_schemas import MOMENT
from mockportal.console.wording import WORDS
from mockportal.domain.operator_refusals import Misshapen
from mockportal.election import CATALOGUE

_REF = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_ALWAYS = (400, 401, 403, 404, 405, 408, 413, 414, 415, 421, 422, 431, 500, 503)
"""What any call may be answered: by the edge, at the door, or for its content."""

_WRONG = (Reason(where="size", reason="attendu un nombre entier, trouvé 'beaucoup'"),)

_DRAWN = "^[A-Za-z0-9_-]{8,64}$"

_PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "election": ("id of the election", {"pattern": "^[a-z0-9-]{1,32}$"}),
    "identifier": (
        "what the voter types first at the portal",
        {"pattern": "^[a-z0-9.@_-]{1,254}$", "not": {"enum": ["claim", ".", ".."]}},
    ),
    "captcha": ("id of the challenge, as in the page", {"pattern": "^[A-Za-z0-9_-]{1,64}$"}),
    "name": ("of the fault, as in the catalogue", {"enum": list(CATALOGUE)}),
    "seat": ("of the pupil, from 1", {"pattern": "^[1-9][0-9]{0,3}$"}),
    "provider": ("uid of the identity provider, such as ameli", {"pattern": "^[a-z-]{1,32}$"}),
    "elector": (
        "rank, identifier, or key of a citizen",
        {"pattern": "^[a-z0-9.@_-]{1,254}$", "not": {"enum": [".", ".."]}},
    ),
    "client": ("`client_id` of the client", {"pattern": "^[A-Za-z0-9_-]{1,128}$"}),
    "uid": ("of the authorization", {"pattern": _DRAWN}),
    "fault": ("`id` of the armed fault", {"pattern": _DRAWN}),
    "session": ("`id` of the browser session", {"pattern": _DRAWN}),
    "ticket": ("uid of the authorization that waits for the citizen", {"pattern": _DRAWN}),
}
"""What the variables of paths mean, and what they look like."""


def describe(calls: tuple[Call, ...]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of some calls."""
    refs, components = _schemas(calls)
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(f"/api{call.path}", {})[call.method.lower()] = _operation(call, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mockportal control API",
            "version": __version__,
            "description": "Elections, clocks, voters, messages and faults of a mock portal.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Moment": MOMENT},
            "responses": _problems(calls, refs),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_Key = tuple[type[BaseModel], JsonSchemaMode]


def _schemas(calls: tuple[Call, ...]) -> tuple[Mapping[Any, Any], dict[str, Any]]:
    keys: dict[_Key, None] = {(Problem, "serialization"): None}
    for call in calls:
        if call.gives is not None:
            keys[call.gives, "serialization"] = None
        if call.body is not None:
            keys[call.body, "validation"] = None
    refs, rest = models_json_schema(list(keys), ref_template=_REF, by_alias=True)
    return refs, rest.get("$defs", {})


def _operation(call: Call, refs: Mapping[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": call.name,
        "summary": call.does,
        "tags": [call.path.split("/")[3] if call.path.count("/") > 2 else "elections"],
        "parameters": [*_path_parameters(call.path), *_query_parameters(call.query)],
        "responses": dict(_responses(call, refs)),
    }
    if call.body is not None:
        schema = refs[call.body, "validation"]
        content = {"application/json": {"schema": schema}}
        operation["requestBody"] = {"required": not _takes_nothing(call.body), "content": content}
    return operation


def _takes_nothing(body: type[BaseModel]) -> bool:
    try:
        body.model_validate({})
    except ValidationError:
        return False
    return True


def _path_parameters(path: str) -> Iterator[dict[str, Any]]:
    for part in path.split("/"):
        if part.startswith("{"):
            name = part[1:-1]
            means, shape = _PARTS[name]
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "description": means,
                "schema": {"type": "string", **shape},
            }


def _query_parameters(query: type[BaseModel]) -> Iterator[dict[str, Any]]:
    if query is Nothing:
        return
    told = query.model_json_schema(by_alias=True, ref_template=_REF)
    for name, schema in told["properties"].items():
        plain = _without_null(schema)
        description = plain.pop("description", "")
        plain.pop("title", None)
        plain.pop("default", None) if plain.get("default", 0) is None else None
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "schema": plain,
            **({"description": description} if description else {}),
        }


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without the null that a query cannot say: not given is not given."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **options[0]} if len(options) == 1 else dict(schema)


def _responses(call: Call, refs: Mapping[Any, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    good: dict[str, Any] = {"description": HTTPStatus(call.status).phrase}
    if call.gives is not None:
        schema = refs[call.gives, "serialization"]
        good["content"] = {call.gives_type: {"schema": schema}}
    elif call.gives_type != "application/json":
        good["content"] = {call.gives_type: {"schema": {"type": "string"}}}
    yield str(call.status), good
    for status in sorted({*_ALWAYS, *_own(call)}):
        yield str(status), {"$ref": f"#/components/responses/{_problem_name(status)}"}


def _problems(calls: tuple[Call, ...], refs: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the answers of every status of a refusal, each with its refusals by name."""
    schema = refs[Problem, "serialization"]
    return {
        _problem_name(status): {
            "description": HTTPStatus(status).phrase,
            "content": {_PROBLEM: {"schema": schema, "examples": _refusals(status)}},
        }
        for status in sorted({*_ALWAYS, *(one for call in calls for one in _own(call))})
    }


def _problem_name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")


def _refusals(status: int) -> dict[str, Any]:
    return {
        refused.name(): {
            "value": Problem(
                title=HTTPStatus(status).phrase,
                status=status,
                detail=words if isinstance(words, str) else "…",
                refusal=refused.name(),
                errors=_WRONG if refused is Misshapen else (),
            ).model_dump(mode="json")
        }
        for refused, (code, words) in WORDS.items()
        if code == status
    }


def _own(call: Call) -> Iterable[int]:
    return (WORDS[refused][0] for refused in call.refuses)


@cache
def description(calls: tuple[Call, ...]) -> dict[str, Any]:
    """Return the description, made once."""
    return describe(calls)
