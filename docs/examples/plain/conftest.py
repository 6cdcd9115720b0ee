"""What a team's suite has: its voters in a file, the machine's own Chromium if one is named."""

import csv
import os
from pathlib import Path

import pytest

VOTERS = Path(__file__).with_name("voters.csv")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the Chromium that CHROMIUM names, else Playwright's own."""
    path = os.environ.get("CHROMIUM")
    own = {"executable_path": path, "args": ["--no-sandbox"]} if path else {}
    return {**browser_type_launch_args, **own}


@pytest.fixture(scope="session")
def voters():
    """Return the voters of the pre-production portal."""
    with VOTERS.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
