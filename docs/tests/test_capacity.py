"""What planners are told to type can be typed; what they are told of queues is so."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from loadtests.queueing import erlang_wait
from loadtests.rush_files import load
from mockportal.cli import app

DOCS = Path(__file__).parents[1]
PAGES = {
    name: (DOCS / name).read_text(encoding="utf-8")
    for name in (
        "start/capacity.md",
        "guides/capacity.md",
        "guides/load-report.md",
        "guides/several-machines.md",
    )
}
TYPED = [line for page in PAGES.values() for line in re.findall(r"^\$ (.*)$", page, re.MULTILINE)]
OURS = [shlex.split(line)[1:] for line in TYPED if line.startswith("mockportal ")]
MODULES = sorted(
    set(re.findall(r"python -m (loadtests\.\w+)", "".join(PAGES.values()))),
)
ROWS = re.findall(r"^\| (\d+) % \| (.*) \|$", PAGES["guides/capacity.md"], re.MULTILINE)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Be in a folder that holds what earlier commands wrote."""
    monkeypatch.chdir(tmp_path)
    for name in ("before.json", "after.json"):
        (tmp_path / name).write_text("{}")


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_a_command_of_the_pages_is_one_of_ours(here, words):
    command = get_command(app).commands[words[0]]

    assert command.make_context(words[0], words[1:]).params


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_pages_is_there(module):
    assert importlib.util.find_spec(module)


@pytest.mark.parametrize(("busy", "cells"), ROWS)
def test_the_table_of_waits_is_erlangs(busy, cells):
    use = int(busy) / 100

    told = [float(number) for number in re.findall(r"\d+\.\d+", cells)]

    assert told == pytest.approx([erlang_wait(c, 1.0, c * use) for c in (1, 4, 16)], abs=0.006)


def test_the_rush_of_the_page_is_sound(tmp_path):
    (text,) = re.findall(r"```toml\n(.*?)```", PAGES["guides/capacity.md"], re.DOTALL)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")

    assert load(str(tmp_path / "mine.toml")).lasts == 420
