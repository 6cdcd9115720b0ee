"""What journeys are played on: one server per run, one election per test."""

import pytest

from scenarios.serving import serving


@pytest.fixture(scope="session")
def control():
    """Give the control interface of a server kept for the whole run."""
    with serving() as control:
        yield control
