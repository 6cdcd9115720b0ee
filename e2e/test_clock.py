"""The election's clock is moved by a tester: what is open in a browser follows at once."""

from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.browser_driver import BrowserDriver
from e2e.windows import Windows
from scenarios.http_driver import HttpDriver
from scenarios.journeys.renewing import link_by_sms, regenerate
from scenarios.staging import Scene
from scenarios.steps import play
from scenarios.transport import PlainTransport

AT_ONCE = 1_000  # milliseconds
GONE = "Le code n'est plus affiché."
HTML = "document.documentElement.outerHTML"
HIDE = """() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
    for (let timer = setTimeout(() => {}); timer > 0; timer--) clearInterval(timer);
}"""
"""What a tab in the background is told; its timers sleep. Headless, Chromium hides none itself."""

pytestmark = pytest.mark.parametrize("scene", ["reissue-by-sms"], indirect=True)


@pytest.fixture
def windows(new_context: Callable[..., BrowserContext]) -> Windows:
    """Give one browser, to be looked into."""
    return Windows(new_context)


@pytest.fixture
def code(scene: Scene, windows: Windows) -> str:
    """Return the new vote code that the open page shows."""
    (voter,) = scene.voters
    with closing(PlainTransport()) as transport:
        asking = HttpDriver(transport, scene.url, scene.stagehand())
        link = play(link_by_sms(voter), asking.perform)
    return play(regenerate(link), BrowserDriver(windows, scene.url, scene.stagehand()).perform)


def test_a_code_leaves_an_open_page_at_once(scene: Scene, windows: Windows, code: str) -> None:
    page = windows.page
    expect(page.get_by_text(code)).to_be_visible()

    scene.election.advance(seconds=120)

    expect(page.get_by_role("alert")).to_have_text(GONE, timeout=AT_ONCE)
    assert code not in page.evaluate(HTML)


def test_a_code_leaves_a_tab_in_the_background_at_once(
    scene: Scene, windows: Windows, code: str
) -> None:
    page = windows.page
    page.evaluate(HIDE)

    scene.election.advance(seconds=120)

    expect(page.get_by_role("alert")).to_have_text(GONE, timeout=AT_ONCE)
    assert code not in page.evaluate(HTML)


def test_going_back_shows_no_code_that_is_gone(scene: Scene, windows: Windows, code: str) -> None:
    page = windows.page
    page.goto(f"{scene.url}/portail/accueil")
    scene.election.advance(seconds=120)

    page.go_back()

    expect(page.get_by_role("alert")).to_have_text(GONE)
    assert code not in page.evaluate(HTML)
