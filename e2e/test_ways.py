"""The same journeys on a phone, without a script, with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from e2e.browser_driver import BrowserDriver
from e2e.hands import Keyboard
from e2e.windows import PHONE, Windows
from scenarios.staging import Scene

MAIN = ("activate-and-vote", "reissue-by-mail")
FORMS = ("change-the-password", "miscopy-the-captcha", "stumble-over-the-request")

pytestmark = pytest.mark.parametrize("scene", MAIN + FORMS, indirect=True)


def test_on_a_phone(scene: Scene, new_context: Callable[..., BrowserContext]) -> None:
    driver = BrowserDriver(Windows(new_context, PHONE), scene.url, scene.stagehand())

    scene.play(driver.perform)

    assert scene.election.audit().holds


def test_without_a_script(scene: Scene, new_context: Callable[..., BrowserContext]) -> None:
    windows = Windows(new_context, {"java_script_enabled": False})
    driver = BrowserDriver(windows, scene.url, scene.stagehand())

    scene.play(driver.perform)

    assert scene.election.audit().holds


def test_with_the_keyboard_alone(scene: Scene, windows: Windows) -> None:
    driver = BrowserDriver(windows, scene.url, scene.stagehand(), Keyboard())

    scene.play(driver.perform)

    assert scene.election.audit().holds
