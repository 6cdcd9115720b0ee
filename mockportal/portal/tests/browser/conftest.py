"""One Chromium, and the gallery behind a server, for the tests of this folder."""

import pytest

from mockportal.portal.tests.preview import chromium_options
from mockportal.portal.tests.showroom import showroom


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(**chromium_options())
    yield browser
    browser.close()


@pytest.fixture
def room():
    with showroom() as room:
        yield room


@pytest.fixture
def tab(chromium, room):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def voter(tab):
    """Open a tab whose every complaint fails the test."""
    complaints = complaints_of(tab)
    yield tab
    assert complaints == []


@pytest.fixture(scope="module")
def inspector(chromium):
    """Open a tab that stays open from page to page, without motion."""
    with showroom() as room:
        page = chromium.new_page(base_url=room.url, reduced_motion="reduce")
        page.complaints = complaints_of(page)
        yield page
        page.close()


@pytest.fixture
def reader(chromium):
    """Open a tab without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def complaints_of(page):
    """Return the list that fills with what a page complains about."""
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
