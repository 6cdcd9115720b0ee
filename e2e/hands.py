"""How one presses and fills: with a mouse, or with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page

from scenarios.seen import Strayed

_HAS_FOCUS = """(one, group) => {
    const there = document.activeElement;
    return one === there || (group !== "" && there?.type === "radio" && there.name === group);
}"""


class Hands(Protocol):
    """What fills fields and presses links and buttons."""

    def press(self, target: Locator) -> None:
        """Press a link or a button."""

    def press_twice(self, target: Locator) -> None:
        """Press a button twice in a row."""

    def fill(self, target: Locator, text: str) -> None:
        """Type a text in a field."""

    def tick(self, target: Locator) -> None:
        """Choose a radio button or tick a box."""

    def select(self, target: Locator, option: str) -> None:
        """Choose an option by its words."""


class Mouse:
    """Points and clicks."""

    def press(self, target: Locator) -> None:
        """Click."""
        target.click()

    def press_twice(self, target: Locator) -> None:
        """Double-click."""
        target.dblclick()

    def fill(self, target: Locator, text: str) -> None:
        """Click in the field and type."""
        target.fill(text)

    def tick(self, target: Locator) -> None:
        """Click on the choice."""
        target.check()

    def select(self, target: Locator, option: str) -> None:
        """Open the list and pick."""
        target.select_option(label=option)


class Keyboard:
    """Walks with the tab key, presses with Enter, chooses with Space and the arrows."""

    STEPS = 200

    def press(self, target: Locator) -> None:
        """Walk there and press Enter."""
        self._walk_to(target).keyboard.press("Enter")

    def press_twice(self, target: Locator) -> None:
        """Walk there and press Enter twice."""
        keyboard = self._walk_to(target).keyboard
        keyboard.press("Enter")
        keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        """Walk there, empty the field and type."""
        keyboard = self._walk_to(target).keyboard
        keyboard.press("ControlOrMeta+a")
        keyboard.press("Delete")
        keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """Walk to the group, then to the choice with the arrows; or press Space on a box."""
        group = target.get_attribute("name") or ""
        page = self._walk_to(target, group)
        for _ in range(self.STEPS):
            if target.evaluate(_HAS_FOCUS, ""):
                break
            page.keyboard.press("ArrowDown")
        if not target.is_checked():
            page.keyboard.press("Space")

    def select(self, target: Locator, option: str) -> None:
        """Walk there and go down to the option."""
        page = self._walk_to(target)
        page.keyboard.press("Home")
        for _ in range(self.STEPS):
            if target.evaluate("list => list.selectedOptions[0].text.trim()") == option:
                return
            page.keyboard.press("ArrowDown")
        raise Strayed(f"the option « {option} » within reach of the keyboard")

    def _walk_to(self, target: Locator, group: str = "") -> Page:
        page, there = target.page, target.element_handle()
        for _ in range(self.STEPS):
            if there.evaluate(_HAS_FOCUS, group):
                return page
            page.keyboard.press("Tab")
        raise Strayed(f"{target} within reach of the tab key")
