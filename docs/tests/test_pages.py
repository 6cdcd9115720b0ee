"""Whatever the pages tell to type can be typed; their examples run."""

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from mockportal.cli import app
from mockportal.election import load, revised

ROOT = Path(__file__).parents[2]
PAGES = {
    page: page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
TYPED = sorted(
    {line for page in PAGES.values() for line in re.findall(r"^\$ (.*)$", page, re.MULTILINE)}
)
OURS = [
    shlex.split(line.partition(" > ")[0], comments=True)[1:]
    for line in TYPED
    if line.partition(" ")[0].rpartition("/")[2] == "mockportal"
]
MODULES = sorted(
    {name for page in PAGES.values() for name in re.findall(r"python -m ([a-z][\w.]+)", page)}
)
GUIDE = PAGES[ROOT / "docs" / "guides" / "time-and-faults.md"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Be in a folder that holds what earlier commands wrote."""
    monkeypatch.chdir(tmp_path)
    for name in ("before.json", "after.json", "smoke.json"):
        (tmp_path / name).write_text("{}")


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_a_command_of_the_pages_is_one_of_ours(here, words):
    command, rest = get_command(app), list(words)
    while hasattr(command, "commands"):
        command = command.commands[rest.pop(0)]

    assert command.make_context("mockportal", rest)


def test_whatever_is_to_be_typed_is_marked():
    blocks = re.findall(
        r"^```(?:console|bash|sh)\n(.*?)^```", "\n".join(PAGES.values()), re.M | re.DOTALL
    )
    lines = "".join(blocks).splitlines()

    assert [line for line in lines if line and not line.startswith(("$ ", "  "))] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_pages_is_there(module):
    assert importlib.util.find_spec(module)


def test_whatever_the_readme_leads_to_is_there():
    told = re.findall(r"\]\(([^):]+)\)", PAGES[ROOT / "README.md"])

    assert len(told) > 3
    assert [one for one in told if not (ROOT / one).exists()] == []


def test_the_clock_goes_back_as_the_guide_says(election):
    (block,) = re.findall(r"```python\n(before.*?)```", GUIDE, re.DOTALL)

    exec(block, {"election": election})

    assert election.clock().at.isoformat() == "2022-12-01T08:47:00+01:00"


def test_a_fault_comes_and_goes_as_the_guide_says(election, faults):
    (block,) = re.findall(r"```python\n(faults.*?)```", GUIDE, re.DOTALL)

    exec(block, {"faults": faults})

    assert faults.active() == ("message-lost",)


def test_a_fault_stands_in_an_election_file_as_the_guide_says():
    (block,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)

    election = revised(load("formation"), {"fault": tomllib.loads(block)["fault"]})

    assert [fault.name for fault in election.faults] == ["reissue-unavailable"]
