"""The deployment examples are what their tools accept, and say what our commands know."""

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from compose_spec import PyCompose
from typer.main import get_command

import loadtests
from mockportal.cli import app
from mockportal.config import Settings

_DEPLOY = Path(loadtests.__file__).with_name("deploy")
_VARIABLE = re.compile(r"\$\{\w+(?::[-?](?P<word>[^}]*))?\}")


def _filled(found):
    """Return what stands for a variable: its default, or a secret."""
    return found["word"] if ":-" in found[0] else "0123456789abcdef01234567"


COMPOSE = _VARIABLE.sub(_filled, (_DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KUBERNETES = list(yaml.safe_load_all((_DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
PODS = [one["spec"]["template"] for one in KUBERNETES if "template" in one["spec"]]
CONTAINERS = [one for pod in PODS for one in pod["spec"]["containers"]]
SERVICES = [one for one in KUBERNETES if one["kind"] == "Service"]

_OURS = [one["command"] for one in yaml.safe_load(COMPOSE)["services"].values() if "build" in one]
_OURS += [one["args"] for one in CONTAINERS if "args" in one]


def _names(of):
    return [f"{one['kind']} {one['metadata']['name']}" for one in of]


def test_the_compose_file_is_one():
    compose = PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(COMPOSE)))

    compose.validate()
    assert set(compose.service_names()) == {"database", "portal", "master", "worker"}


@pytest.mark.parametrize("document", KUBERNETES, ids=_names(KUBERNETES))
def test_a_manifest_follows_the_schema_of_its_kind(document):
    kubernetes_validate.validate(document, "1.31", strict=True)


@pytest.mark.parametrize("words", _OURS, ids=lambda words: " ".join(words)[:40])
def test_a_command_there_is_one_of_ours(words):
    command, name = get_command(app), words[0]

    context = command.commands[name].make_context(name, list(words[1:]))

    assert context.params


def test_its_environment_is_one_that_we_read():
    told = COMPOSE + (_DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")

    names = {name.lower() for name in re.findall(r"MOCKPORTAL_([A-Z_]+)", told)}

    assert names <= Settings.model_fields.keys()


def test_nothing_is_published_beyond_this_machine():
    services = yaml.safe_load(COMPOSE)["services"].values()
    published = [port for one in services for port in one.get("ports", ())]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []
    assert {one["spec"].get("type", "ClusterIP") for one in SERVICES} == {"ClusterIP"}


@pytest.mark.parametrize("service", SERVICES, ids=_names(SERVICES))
def test_a_service_finds_its_pod_and_its_ports(service):
    (pod,) = [p for p in PODS if p["metadata"]["labels"] == service["spec"]["selector"]]
    opened = {port["name"] for one in pod["spec"]["containers"] for port in one.get("ports", ())}

    assert {port["targetPort"] for port in service["spec"]["ports"]} <= opened


def test_master_and_workers_agree_on_number_and_place():
    by_name = {one["name"]: one["args"] for one in CONTAINERS if "args" in one}
    workers = next(one for one in KUBERNETES if _names([one]) == ["Job worker"])["spec"]

    assert f"--workers={workers['parallelism']}" in by_name["master"]
    assert workers["parallelism"] == workers["completions"]
    assert "--worker=master:5557" in by_name["worker"]
    assert "--master=0.0.0.0:5557" in by_name["master"]
