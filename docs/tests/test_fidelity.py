"""What the page on fidelity names is there: its switches, its sources."""

import re

import pytest

from docs.reference import FOLDER
from mockportal.election import CATALOGUE

PAGE = (FOLDER.parent / "fidelity.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Where sources disagree")[2].partition("## What is different")[0]
SWITCHES = re.findall(r"`([a-z_]+\.[a-z_]+)`", TABLE)
FIELDS = (FOLDER / "election-file.md").read_text(encoding="utf-8")
KEY = r"\[([A-Z][A-Z0-9-]{2,})\]"


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_a_field_of_the_election_file(switch):
    section, _, name = switch.partition(".")

    assert f"| `{name}` |" in FIELDS.partition(f"## {section}\n")[2].partition("\n## ")[0]


def test_the_faults_it_names_are_in_the_catalogue():
    assert set(re.findall(r"fault `([a-z-]+)`", TABLE)) <= CATALOGUE.keys()


def test_every_source_that_a_number_names_has_its_address():
    named = set(re.findall(KEY, FIELDS)) | set(re.findall(KEY, PAGE))

    assert named == {key for key in named if f"[{key}]: <http" in PAGE}
