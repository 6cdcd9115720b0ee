"""The documentation holds what the code holds."""

import pytest

from docs.reference import FOLDER, PAGES
from mockportal.domain.franceconnect.faults import STAGE_OF
from mockportal.election import CATALOGUE


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_says_what_the_code_says(name):
    page = (FOLDER / name).read_text(encoding="utf-8")

    assert page == PAGES[name](), "stale: run `python docs/reference.py`"


@pytest.mark.parametrize("name", PAGES)
def test_whatever_exists_is_said_to_mean_something(name):
    page = (FOLDER / name).read_text(encoding="utf-8")
    told = [row.split(" | ")[-1].strip("| ") for row in page.splitlines() if row.startswith("| `")]

    assert "" not in told


def test_every_fault_is_on_its_page():
    page = (FOLDER / "faults.md").read_text(encoding="utf-8")

    assert [one for one in (*CATALOGUE, *STAGE_OF) if f"| `{one}` |" not in page] == []
