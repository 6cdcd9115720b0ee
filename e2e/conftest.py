"""What browser tests share: the Chromium they start, a server, one election per test."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from e2e.belongings import leave_beside
from e2e.browser_driver import BrowserDriver
from e2e.chromium import launch_options
from e2e.diary import Diary, DiaryOf
from e2e.doorway import Doorway, PlayerAt, shows_a_way
from e2e.hands import Hands
from e2e.reporting import TOLD, Report
from e2e.windows import Windows
from mockportal.client import Control
from scenarios.abroad import SceneAbroad, Tour, plan
from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.staging import Scene, set_scene
from scenarios.steps import Perform
from scenarios.target import InvalidTarget
from scenarios.transport import PlainTransport

FAILED = pytest.StashKey[bool]()
TOUR = pytest.StashKey[Tour]()
LEFT_OUT = "not_applicable"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what leads the journeys elsewhere."""
    parser.getgroup("mockportal").addoption(
        "--target",
        metavar="FILE.toml",
        help="play the journeys at a portal that is not this mock; see the guide of journeys",
    )
    parser.getgroup("mockportal").addoption(
        "--journeys-report",
        metavar="FILE.html",
        help="write one page with each journey's steps, pictures, messages and journal",
    )

    parser.getgroup("mockportal").addoption(
        "--every-step",
        action="store_true",
        help="have every journey take every step at the browser, also the ways that others show",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have the page written by the process that hears of every test."""
    asked = config.getoption("--journeys-report", None)
    if asked and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(Path(asked)), "journeys-report")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep, for a target, those of the chosen journeys that can be played there."""
    if file := config.getoption("--target", None):
        chosen = {name for item in items if (name := _journey(item))}
        try:
            tour = plan(Path(file), [told for name, told in REGISTRY.items() if name in chosen])
        except InvalidTarget as invalid:
            raise pytest.UsageError(str(invalid)) from None
        kept = [item for item in items if _journey(item) in tour.scenes]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
        config.stash[TOUR] = tour


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that reports what this one left out."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None and TOUR in session.config.stash:
        output[LEFT_OUT] = session.config.stash[TOUR].not_applicable


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Note what a worker left out: all leave out the same."""
    if left_out := getattr(node, "workeroutput", {}).get(LEFT_OUT):
        node.config.stash[TOUR] = Tour({}, left_out)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the journeys that cannot be played at the target."""
    if tour := config.stash.get(TOUR, None):
        terminalreporter.section(f"not applicable there: {len(tour.not_applicable)} journeys")
        terminalreporter.write_line(str(tour))


def _journey(item: pytest.Item) -> str:
    """Return the name of the journey that a test plays as it is told, or nothing."""
    call = getattr(item, "callspec", None)
    return str(call.params["scene"]) if call and item.path.name == "test_journeys.py" else ""


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
def scene(request: pytest.FixtureRequest, output_path: str) -> Iterator[Scene | SceneAbroad]:
    """Give the journey a test names: in an election no other test can see, or at a target."""
    if tour := request.config.stash.get(TOUR, None):
        yield tour.scenes[request.param]
        return
    control: Control = request.getfixturevalue("mockportal_server")
    scene = set_scene(control, REGISTRY[request.param])
    yield scene
    if _is_kept(request):
        leave_beside(Path(output_path), scene)
    scene.strike()


@pytest.fixture
def windows(
    request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], output_path: str
) -> Iterator[Windows]:
    """Give browsers that keep traces and videos as the command line says, pictures on failure."""
    windows = Windows(new_context)
    yield windows
    if _is_kept(request):
        windows.shoot(Path(output_path))


@pytest.fixture
def diary_of(
    request: pytest.FixtureRequest, scene: Scene | SceneAbroad, output_path: str
) -> DiaryOf:
    """Give what writes a driver's steps down for the report."""

    def begin(perform: Perform) -> Perform:
        diary = Diary(perform)
        told = {"name": scene.told.name, "sentence": scene.told.sentence, "steps": diary.lines}
        request.node.user_properties.append((TOLD, {**told, "folder": output_path}))
        return diary.perform

    return begin


@pytest.fixture
def player_at(request: pytest.FixtureRequest, scene: Scene | SceneAbroad) -> Iterator[PlayerAt]:
    """Give what plays a journey at some browsers: the known ways are drawn where they are shown."""
    hand = scene.stagehand()
    with closing(PlainTransport()) as transport:

        def begin(windows: Windows, hands: Hands | None = None) -> Perform:
            driver = BrowserDriver(windows, scene.url, hand, hands, scene.dialect)
            if _shows_every_step(request.config, scene):
                return driver.perform
            walker = HttpDriver(transport, scene.url, hand)
            return Doorway(walker, windows, driver.perform).perform

        yield begin


@pytest.fixture
def player(player_at: PlayerAt, windows: Windows) -> Perform:
    """Give what plays a journey with a mouse."""
    return player_at(windows)


def _shows_every_step(config: pytest.Config, scene: Scene | SceneAbroad) -> bool:
    """Tell whether every step is to be seen, those of the known ways, too."""
    asked = any(config.getoption(name, False) for name in ("--every-step", "--headed", "--target"))
    return bool(asked) or shows_a_way(scene.told)


def _is_kept(request: pytest.FixtureRequest) -> bool:
    """Tell whether a test leaves its belongings: it failed, or a report is asked for."""
    asked = request.config.getoption("--journeys-report", None)
    return bool(asked or request.node.stash.get(FAILED, False))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for what is left beside its traces."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
