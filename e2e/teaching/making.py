"""Play a journey in a browser and make its guide."""

from playwright.sync_api import Browser, Locator

from e2e.browser_driver import BrowserDriver
from e2e.hands import Mouse
from e2e.teaching.guide import Guide
from e2e.teaching.mailbox import Mailbox
from e2e.teaching.notebook import Notebook
from e2e.windows import Windows
from mockportal.client import Control
from scenarios.registry import RegisteredJourney
from scenarios.seen import Seen, Strayed
from scenarios.staging import ELECTION, set_scene
from scenarios.steps import Step

HOME = f"http://127.0.0.1:8080/{ELECTION}/portail/accueil"
"""What a reader opens who serves with the defaults."""
SHARP = 2
"""Pixels of a picture per pixel of the screen."""
SIZE = {"width": 960, "height": 640}


class Lost(Exception):
    """A journey strayed; the text says where, read while the page was still there."""


def make_guide(browser: Browser, control: Control, told: RegisteredJourney) -> Guide:
    """Play a journey and return its guide. Refuses: Lost."""
    scene = set_scene(control, told)
    windows = Windows(browser.new_context, {"viewport": SIZE, "device_scale_factor": SHARP})
    notebook = Notebook(windows, Mailbox(browser, control, scene.election, SHARP))
    driver = BrowserDriver(windows, scene.url, scene.stagehand(), Pointing(notebook))

    def perform(step: Step) -> Seen:
        notebook.before(step)
        seen: Seen = driver.perform(step)
        notebook.after(step, seen)
        return seen

    try:
        scene.play(perform)
        notebook.look()
    except Strayed as strayed:
        raise Lost(str(strayed)) from None
    finally:
        windows.close()
        scene.strike()
    return notebook.guide(told.name, HOME)


class Pointing(Mouse):
    """A mouse that tells of what it uses: fields once filled, a button before it is pressed."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def press(self, target: Locator) -> None:
        """Tell, then click."""
        self._notebook.pressing(target)
        super().press(target)

    def press_twice(self, target: Locator) -> None:
        """Tell, then double-click."""
        self._notebook.pressing(target)
        super().press_twice(target)

    def fill(self, target: Locator, text: str) -> None:
        """Type, then tell."""
        super().fill(target, text)
        self._notebook.filled(target)

    def tick(self, target: Locator) -> None:
        """Choose, then tell."""
        super().tick(target)
        self._notebook.filled(target)

    def select(self, target: Locator, option: str) -> None:
        """Pick, then tell."""
        super().select(target, option)
        self._notebook.filled(target)
