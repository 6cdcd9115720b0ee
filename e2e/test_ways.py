"""The same journeys on a phone, without a script, with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from e2e.doorway import PlayerAt
from e2e.hands import Keyboard
from e2e.windows import PHONE, Windows
from scenarios.staging import Scene

MAIN = ("activate-and-vote", "reissue-by-mail", "leave-and-find-the-door-closed")
FORMS = ("change-the-password", "miscopy-the-captcha", "stumble-over-the-request")

pytestmark = pytest.mark.parametrize("scene", MAIN + FORMS, indirect=True)


def test_on_a_phone(
    scene: Scene, player_at: PlayerAt, new_context: Callable[..., BrowserContext]
) -> None:
    scene.play(player_at(Windows(new_context, PHONE)))

    assert scene.election.audit().holds


def test_without_a_script(
    scene: Scene, player_at: PlayerAt, new_context: Callable[..., BrowserContext]
) -> None:
    scene.play(player_at(Windows(new_context, {"java_script_enabled": False})))

    assert scene.election.audit().holds


def test_with_the_keyboard_alone(scene: Scene, player_at: PlayerAt, windows: Windows) -> None:
    scene.play(player_at(windows, Keyboard()))

    assert scene.election.audit().holds
