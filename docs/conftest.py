"""What is run of the documentation: its tests, and the example that needs no portal of its own."""

import pytest

collect_ignore = ["examples/plain"]  # run by tests/test_qa.py, as its owners would


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> str | None:
    """Give what ``--base-url`` says: the examples have their elections' own addresses."""
    given: str | None = pytestconfig.getoption("base_url", None)
    return given
