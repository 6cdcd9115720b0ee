"""One voter at a browser in a window, for people who watch."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from e2e.browser_driver import BrowserDriver
from e2e.chromium import launch_options
from e2e.windows import Windows
from scenarios.levers import Stagehand

SLOW_MS = 400


@contextmanager
def window(url: str, hand: Stagehand, *, headed: bool = True) -> Iterator[BrowserDriver]:
    """Open a browser at an election; close it when left."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            headless=not headed, slow_mo=SLOW_MS if headed else 0, **launch_options(headed=headed)
        )
        windows = Windows(browser.new_context)
        yield BrowserDriver(windows, url, hand)
        windows.close()
        browser.close()
