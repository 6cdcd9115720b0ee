"""The browsers and tabs one voter uses: each browser has its own cookies."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from scenarios.cookies import Cookies

SHOT_MS = 5000

PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


class Windows:
    """Opens a browser when it is first turned to; « téléphone » is a small screen."""

    def __init__(
        self, new_context: Callable[..., BrowserContext], options: Mapping[str, Any] | None = None
    ) -> None:
        """Take what opens a browser with cookies of its own, and options for all of them."""
        self._new_context, self._options = new_context, dict(options or {})
        self._contexts: dict[str, BrowserContext] = {}
        self._tabs: dict[tuple[str, str], Page] = {}
        self._name, self._tab = "", ""

    @property
    def page(self) -> Page:
        """The tab in use."""
        place = (self._name, self._tab)
        if place not in self._tabs:
            self._tabs[place] = self._context().new_page()
        return self._tabs[place]

    @property
    def cookies(self) -> Cookies:
        """The cookies of the browser in use."""
        kept = self._contexts[self._name].cookies() if self._name in self._contexts else []
        return Cookies((one["domain"], one["path"], one["name"], one["value"]) for one in kept)

    def take_over(self, cookies: Cookies, url: str = "") -> None:
        """Go on with the cookies somebody else was given, and at the page they have come to."""
        context = self.page.context
        context.clear_cookies()
        context.add_cookies(
            [
                {"name": name, "value": value, "domain": host, "path": path, "httpOnly": True}
                for host, path, name, value in cookies
            ]
        )
        if url:
            self.page.goto(url, wait_until="domcontentloaded")

    def use_browser(self, name: str) -> None:
        """Turn to a browser, at its first tab."""
        self._name, self._tab = name, ""

    def use_tab(self, name: str) -> None:
        """Turn to a tab of the browser in use."""
        self._tab = name

    def close_browser(self) -> None:
        """Close the browser in use, with its tabs and cookies."""
        self._tabs = {place: page for place, page in self._tabs.items() if place[0] != self._name}
        if context := self._contexts.pop(self._name, None):
            context.close()

    def shoot(self, folder: Path) -> None:
        """Leave a picture of every tab; one that shows nothing any more is passed over."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self._tabs.values(), start=1):
            with suppress(Error):
                path = folder / f"screen-{number}.jpg"
                page.screenshot(path=path, type="jpeg", quality=50, timeout=SHOT_MS)

    def close(self) -> None:
        """Close everything."""
        while self._contexts:
            self._contexts.popitem()[1].close()
        self._tabs.clear()

    def _context(self) -> BrowserContext:
        if self._name not in self._contexts:
            phone = PHONE if self._name == "téléphone" else {}
            options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", **self._options, **phone}
            self._contexts[self._name] = self._new_context(**options)
        return self._contexts[self._name]
