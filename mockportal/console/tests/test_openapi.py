"""The description of the API, and the API held to it by invented calls."""

import subprocess
import sys
from pathlib import Path

import pytest

from mockportal import app, trainer
from mockportal.console.calls import Call
from mockportal.console.openapi import describe
from mockportal.console.refusing import PROBLEM
from mockportal.console.routes import CALLS
from mockportal.console.wording import WORDS

EVERY = (*CALLS, *map(Call.of, app.CALLS))
ROOT = Path(__file__).parents[3]


@pytest.fixture
def description(api):
    """Return the OpenAPI description as it is served."""
    return api.get("/api/openapi.json").json()


def test_every_call_is_described(description):
    told = {
        (method.upper(), path) for path, item in description["paths"].items() for method in item
    }

    assert description["openapi"] == "3.1.0"
    assert told == {(call.method, f"/api{call.path}") for call in (*CALLS, *trainer.OPERATIONS)}


def test_every_operation_has_a_name_of_its_own(description):
    names = [
        operation["operationId"]
        for item in description["paths"].values()
        for operation in item.values()
    ]

    assert len(names) == len(set(names))


def test_every_schema_that_is_named_is_there(description):
    text = str(description)
    named = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}

    assert named <= description["components"]["schemas"].keys()


@pytest.mark.parametrize("call", [call for call in EVERY if call.body], ids=lambda one: one.does)
def test_every_body_has_an_example_that_is_one(call):
    schemas = describe(EVERY)["components"]["schemas"]
    schema = schemas[call.body.__name__]

    parts = [schema, *(schemas[one["$ref"].split("/")[-1]] for one in schema.get("anyOf", ()))]
    shown = [example for part in parts for example in part.get("examples", ())]
    assert shown
    assert all(call.body.model_validate(one) for one in shown)


def test_every_answer_is_described_as_an_error_is(description):
    operations = [one for item in description["paths"].values() for one in item.values()]

    assert all(one["summary"] and one["operationId"] for one in operations)
    for operation in operations:
        refused = [one for code, one in operation["responses"].items() if code >= "400"]
        assert all(one["$ref"].startswith("#/components/responses/") for one in refused)


def test_every_refusal_is_shown_by_its_name(description):
    answers = description["components"]["responses"].values()
    shown = {name for one in answers for name in one["content"][PROBLEM]["examples"]}

    assert shown == {refused.name() for refused in WORDS}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # the stub's take the other one
def test_invented_calls_find_no_flaw(server, election):
    done = subprocess.run(
        [
            *(sys.executable, "-c", "import schemathesis.cli; schemathesis.cli.schemathesis()"),
            *("--config-file", str(ROOT / "schemathesis.toml"), "run"),
            f"{server.console}/api/openapi.json",
            *("-H", f"Authorization: Bearer {server.token}"),
            *("--max-examples", "5", "--no-color", "--wait-for-schema", "5"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout[-6000:]


def test_whatever_calls_take_and_give_is_said_to_mean_something():
    schemas = describe(EVERY)["components"]["schemas"]
    told = {**schemas, **dict(_fields(schemas))}

    assert told.keys() > {"StubFault.times", "FaultList.faults.maintenance.retry_after"}
    assert [place for place, one in told.items() if not one.get("description")] == []


def test_every_variable_and_every_query_is_said_to_mean_something():
    operations = [one for item in describe(EVERY)["paths"].values() for one in item.values()]
    told = [parameter for one in operations for parameter in one["parameters"]]

    assert {one["in"] for one in told} == {"path", "query"}
    assert [one["name"] for one in told if not one.get("description")] == []


def _fields(schemas, above=""):
    """Give every field by its place, those of what a field is one of or a list of included."""
    for name, schema in schemas.items():
        items = schema.get("items", {})
        inner = {
            **schema.get("properties", {}),
            **{one["title"]: one for one in items.get("oneOf", ())},
        }
        yield from ((f"{above}{name}.{key}", one) for key, one in inner.items())
        yield from _fields(inner, f"{above}{name}.")
