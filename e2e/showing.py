"""A journey for people to watch: in a window, step by step, with pictures, a film, a trace."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import (
    Browser,
    Error,
    Page,
    Playwright,
    ScreencastFrame,
    ScreencastSize,
    sync_playwright,
)

from e2e.browser_driver import BrowserDriver
from e2e.chromium import launch_options
from e2e.filming import write_film
from e2e.windows import Windows
from mockportal.client.own_server import serving
from scenarios.abroad import SceneAbroad
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen, Strayed
from scenarios.staging import Scene, set_scene
from scenarios.steps import Step

SIZE: ScreencastSize = {"width": 1280, "height": 800}
Frame = ScreencastFrame


class NoBrowser(Exception):
    """No browser can be started here; the text says what to do."""


@dataclass(frozen=True)
class Wishes:
    """What somebody wants to see of a journey."""

    headed: bool = False
    slow_ms: int = 0
    video: Path | None = None
    trace: Path | None = None
    screenshots: Path | None = None


def show(
    told: RegisteredJourney,
    wishes: Wishes,
    say: Callable[[str], None],
    abroad: SceneAbroad | None = None,
) -> str:
    """Play a journey on a server of its own, or at a target; return where it strayed, if it did."""
    say(f"{told.name}: {told.sentence}")
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(_browser(playwright, wishes))
        scene = abroad or set_scene(stack.enter_context(serving()), told)
        return _play(browser, scene, wishes, say)


def _browser(playwright: Playwright, wishes: Wishes) -> Browser:
    """Start a browser. Refuses: NoBrowser."""
    try:
        return playwright.chromium.launch(
            headless=not wishes.headed,
            slow_mo=wishes.slow_ms,
            **launch_options(headed=wishes.headed),
        )
    except Error as error:
        raise NoBrowser(_why(error.message)) from None


def _why(told: str) -> str:
    """Say in one sentence why no browser started."""
    if "Missing X server" in told or "$DISPLAY" in told:
        return "a window needs a screen, and this machine has none: leave out --headed"
    if "Executable doesn't exist" in told or "Failed to launch" in told:
        return (
            "no Chromium: install one (apt-get install chromium, or playwright install chromium) "
            "or name one in MOCKPORTAL_CHROMIUM"
        )
    return f"Chromium did not start: {told.splitlines()[0]}"


def _play(
    browser: Browser, scene: Scene | SceneAbroad, wishes: Wishes, say: Callable[[str], None]
) -> str:
    windows = Windows(browser.new_context)
    driver = BrowserDriver(windows, scene.url, scene.stagehand(), dialect=scene.dialect)
    film = Film(wishes, windows)

    def perform(step: Step) -> Seen:
        with film.of(step):
            seen: Seen = driver.perform(step)
        say(f"  ✔ {caption(step)}  {seen.heading}")
        return seen

    try:
        scene.play(perform)
    except Strayed as strayed:
        return str(strayed)
    finally:
        film.end()
        windows.close()
    return ""


def caption(step: Step) -> str:
    """Return what a step does, in the words on screen."""
    words = [str(getattr(step, name, "")) for name in ("button", "link", "path", "kind", "name")]
    said = next((word for word in words if word), "")
    return f"{type(step).__name__} « {said[:60]} »" if said else type(step).__name__


class Film:
    """Pictures, film and trace of one journey, as far as they are wished for."""

    def __init__(self, wishes: Wishes, windows: Windows) -> None:
        self._wishes, self._windows = wishes, windows
        self._filmed: dict[Page, list[Frame]] = {}
        self._traced: list[Page] = []
        self._count = 0

    @contextmanager
    def of(self, step: Step) -> Iterator[None]:
        """Take one step: its caption in the film, a picture when it is done."""
        page = self._windows.page
        self._begin(page)
        if page in self._filmed:
            page.screencast.show_chapter(caption(step), duration=600)
        yield
        self._picture(step)

    def end(self) -> None:
        """Write what is not written yet."""
        for place, (page, frames) in enumerate(self._filmed.items()):
            if not page.is_closed():
                page.screencast.stop()
            assert self._wishes.video is not None
            write_film(frames, self._wishes.video / f"browser-{place + 1}.webp")
        for place, page in enumerate(self._traced):
            assert self._wishes.trace is not None
            stem = self._wishes.trace
            path = stem if place == 0 else stem.with_stem(f"{stem.stem}-{place + 1}")
            page.context.tracing.stop(path=path)

    def _begin(self, page: Page) -> None:
        if self._wishes.trace and all(page.context is not one.context for one in self._traced):
            page.context.tracing.start(screenshots=True, snapshots=True)
            self._traced.append(page)
        if self._wishes.video and page not in self._filmed:
            self._wishes.video.mkdir(parents=True, exist_ok=True)
            frames = self._filmed[page] = list[Frame]()
            page.screencast.start(on_frame=lambda frame: frames.append(frame), size=SIZE)

    def _picture(self, step: Step) -> None:
        if self._wishes.screenshots is None:
            return
        self._wishes.screenshots.mkdir(parents=True, exist_ok=True)
        self._count += 1
        said = re.sub(r"[^a-z0-9]+", "-", caption(step).lower()).strip("-")
        path = self._wishes.screenshots / f"{self._count:02}-{said[:48]}.png"
        self._windows.page.screenshot(path=path, full_page=True)
