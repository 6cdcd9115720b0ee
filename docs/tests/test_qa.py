"""What the page for QA teams tells to do is done here, word for word."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from docs.tests.empty_folder import build_wheel, fill_shelf, offline, type_there
from e2e.chromium import launch_options

DOCS = Path(__file__).parents[1]
FILE = re.compile(r"^Write `([\w.]+)`:\n\n```python\n(.*?)```", re.DOTALL | re.MULTILINE)
CONSOLE = re.compile(r"^```console\n(.*?)```", re.DOTALL | re.MULTILINE)


def section(title):
    """Return what the page says under a heading."""
    page = (DOCS / "start" / "qa.md").read_text(encoding="utf-8")
    (told,) = re.findall(rf"^## {title}\n(.*?)(?=^## )", page, re.DOTALL | re.MULTILINE)
    return told


def commands(told):
    """Return what is to be typed, block after block."""
    return [
        line.removeprefix("$ ") for block in CONSOLE.findall(told) for line in block.splitlines()
    ]


@pytest.fixture
def folder(tmp_path):
    """Return an empty folder."""
    empty = tmp_path / "somewhere"
    empty.mkdir()
    return empty


def test_from_an_empty_folder_to_a_green_test(folder, tmp_path):
    wheel = build_wheel(tmp_path / "wheel")
    fill_shelf(tmp_path / "shelf", wheel, "pytest", "pytest-xdist")
    told = section("From an empty folder")
    for name, text in FILE.findall(told):
        (folder / name).write_text(text, encoding="utf-8")

    printed = type_there(folder, commands(told), offline(tmp_path / "shelf", wheel, tmp_path))

    assert re.search(r"Successfully installed mockportal-[\d.]+\n", printed), printed
    assert "2 passed" in printed, printed


def test_the_first_test_is_twelve_lines_long():
    ((_, text),) = FILE.findall(section("From an empty folder"))

    assert len([line for line in text.splitlines() if line]) <= 12


def test_a_plain_suite_works_unchanged(folder):
    plain = DOCS / "examples" / "plain"
    shutil.copytree(plain, folder, dirs_exist_ok=True)
    (folder / "voters.csv").unlink()
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p no:locust -p no:schemathesis\n")
    chromium = launch_options().get("executable_path", "")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    printed = type_there(
        folder,
        commands(section("The suite you have"))[:2],
        os.environ | {"PATH": path, "CHROMIUM": chromium},
    )

    assert "2 passed" in printed, printed
    assert (folder / "voters.csv").read_bytes() == (plain / "voters.csv").read_bytes()
