"""What browser tests share: the Chromium they start, a server, one election per test."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from e2e.belongings import leave_beside
from e2e.chromium import launch_options
from e2e.windows import Windows
from mockportal.client import Control
from scenarios.journeys import REGISTRY
from scenarios.staging import Scene, set_scene

FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of the machine if there is one, and let it call nobody."""
    ours = launch_options(headed=not browser_type_launch_args.get("headless", True))
    args = [*browser_type_launch_args.get("args", []), *ours.pop("args")]
    return {**ours, **browser_type_launch_args, "args": args}


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> str | None:
    """Give what ``--base-url`` says: journeys do without, each has its election's address."""
    given: str | None = pytestconfig.getoption("base_url", None)
    return given


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, mockportal_server: Control, output_path: str
) -> Iterator[Scene]:
    """Give the journey a test names, in an election no other test can see."""
    scene = set_scene(mockportal_server, REGISTRY[request.param])
    yield scene
    if request.node.stash.get(FAILED, False):
        leave_beside(Path(output_path), scene)
    scene.strike()


@pytest.fixture
def windows(new_context: Callable[..., BrowserContext]) -> Windows:
    """Give browsers that keep traces, videos and screenshots as the command line says."""
    return Windows(new_context)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for what is left beside its traces."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
