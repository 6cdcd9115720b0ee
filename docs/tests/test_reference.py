"""The documentation holds what the code holds."""

import re

import httpx
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


def test_every_metric_that_is_served_is_on_its_page(mockportal_server):
    page = (FOLDER / "metrics.md").read_text(encoding="utf-8")
    address = mockportal_server.page("/metrics").partition("?")[0]
    served = httpx.get(address, headers={"Authorization": f"Bearer {mockportal_server.token}"})
    named = re.findall(r"^# TYPE (\S+)", served.text, re.MULTILINE)

    assert len(named) > 5
    assert [one for one in named if f"`{one}`" not in page] == []


def test_every_call_that_is_served_is_on_its_page(mockportal_server):
    page = (FOLDER / "control-api.md").read_text(encoding="utf-8")
    address = mockportal_server.page("/api/openapi.json").partition("?")[0]
    served = httpx.get(address, headers={"Authorization": f"Bearer {mockportal_server.token}"})
    calls = [
        f"{method.upper()} {path.removeprefix('/api')}"
        for path, item in served.json()["paths"].items()
        for method in item
    ]

    assert len(calls) > 20
    assert [one for one in calls if f"| `{one}` |" not in page] == []


def test_every_fault_is_on_its_page():
    page = (FOLDER / "faults.md").read_text(encoding="utf-8")

    assert [one for one in (*CATALOGUE, *STAGE_OF) if f"| `{one}` |" not in page] == []
