"""What a browser shows, read by roles and words alone.

Playwright brings its own script, a third of a page's cost, to each world of a page that it looks
into: its own world, or that of the page's scripts. What every step asks is asked in the first
(`count`, `inner_text`, `get_attribute`); `evaluate_all` and `all_inner_texts` take the second.
"""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, Response, TimeoutError

from scenarios.seen import Seen

PATIENCE_MS = 3000

_SHOWS = """pattern => new RegExp(pattern).test(
    document.body.innerText.replace(/\\s+/g, " ").trim())"""


def alike(text: str) -> str:
    """Return a text with every run of blanks as one space."""
    return " ".join(text.split())


class LiveView:
    """A page on screen; its script may need a moment to show what it says."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @property
    def text(self) -> str:
        """All words in view."""
        return alike(self._page.evaluate("document.body.innerText"))

    @property
    def alert(self) -> str:
        """The words of a refusal."""
        alerts = self._page.get_by_role("alert")
        return alike(alerts.first.inner_text()) if alerts.count() else ""

    @property
    def links(self) -> Sequence[str]:
        """Texts of the links."""
        return [alike(text) for text in self._page.get_by_role("link").all_inner_texts()]

    @property
    def buttons(self) -> Sequence[str]:
        """Texts of the buttons that can be pressed."""
        pressable = self._page.get_by_role("button", disabled=False)
        return [alike(text) for text in pressable.all_inner_texts()]

    def search(self, pattern: str) -> re.Match[str] | None:
        """Look for a pattern among the words, for a while."""
        if found := re.search(pattern, self.text):
            return found
        try:
            self._page.wait_for_function(_SHOWS, arg=pattern, timeout=PATIENCE_MS)
        except TimeoutError:
            return None
        return re.search(pattern, self.text)


def read(page: Page, response: Response | None) -> Seen:
    """Describe the page on screen, and the answer that brought it."""
    title, main = page.get_by_role("heading", level=1), page.get_by_role("main")
    has_main = main.count() > 0
    refusal = has_main and main.first.get_attribute("data-refusal")
    status = response.status if response else 0
    return Seen(
        heading=alike(title.first.inner_text()) if title.count() else "",
        page=(has_main and main.first.get_attribute("data-page")) or "",
        refusal=refusal or (f"status {status}" if status >= 400 else ""),
        url=page.url,
        status=status,
        view=LiveView(page),
    )
