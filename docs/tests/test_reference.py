"""The documentation holds what the code holds."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1]


def _written():
    spec = importlib.util.spec_from_file_location("docs_reference", DOCS / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _written()


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_a_page_of_the_reference_says_what_the_code_says(name):
    page = (DOCS / "reference" / name).read_text(encoding="utf-8")

    assert page == REFERENCE.PAGES[name](), "stale: run `python docs/reference.py`"
