"""One Chromium for the console's pages, on a class with pupils at several places."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from mockportal.client import Control
from mockportal.portal.tests.browser.conftest import complaints_of
from mockportal.portal.tests.preview import chromium_options
from mockportal.trainer.tests.stage import Stage, set_stage, strike


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(**chromium_options())
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def stage(mockportal_server: Control) -> Iterator[Stage]:
    """Give a class with three pupils: one lost, one voting, one who has not come in."""
    stage = set_stage(mockportal_server)
    yield stage
    strike(mockportal_server, stage)


@pytest.fixture(scope="module")
def tab(chromium: Browser, stage: Stage):
    """Open the trainer's tab; its complaints fail the test."""
    page = chromium.new_page(base_url=stage.console, reduced_motion="reduce")
    page.complaints = complaints_of(page)
    page.goto(f"/?token={stage.token}")
    yield page
    page.close()


@pytest.fixture(scope="module")
def newcomer(chromium: Browser, stage: Stage):
    """Open the tab of somebody who has no seat."""
    page = chromium.new_page(base_url=stage.portal, reduced_motion="reduce")
    yield page
    page.close()


@pytest.fixture(scope="module")
def desk(chromium: Browser, stage: Stage):
    """Open a pupil's tab."""
    context = chromium.new_context(base_url=stage.portal, reduced_motion="reduce")
    name, _, value = stage.seats[1].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": stage.portal}])
    yield context.new_page()
    context.close()
