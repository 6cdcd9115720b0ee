"""Screenshots of every page: ``python -m mockportal.portal.tests.preview FOLDER [NAME…]``."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from mockportal.portal.tests.gallery import sights
from mockportal.portal.tests.showroom import showroom

WIDTHS = (360, 1280)


SHELL = "chromium-headless-shell"


def chromium_options(*, whole: bool = False) -> dict[str, Any]:
    """Return how to start the installed Chromium, without calls of its own.

    The headless shell will do, unless what is tried is only in the whole browser.
    """
    named = os.environ.get("MOCKPORTAL_CHROMIUM", "")
    shell = "" if whole else shutil.which(SHELL)
    path = named if named and not (whole and SHELL in named) else shell or shutil.which("chromium")
    args = ["--disable-background-networking", "--disable-component-update"]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": [*args, *(["--no-sandbox"] if root else [])]}


def shoot(browser: Browser, url: str, folder: Path, names: list[str]) -> None:
    """Write one picture per page, width and colour scheme."""
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            for name in names:
                page.goto(f"{url}/{name}")
                picture = folder / f"{scheme}-{width}-{name}.png"
                page.screenshot(path=picture, full_page=True)
            page.close()


def main() -> None:
    """Take the pictures."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(sights())
    folder.mkdir(parents=True, exist_ok=True)
    with showroom() as room, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_options())
        shoot(browser, room.url, folder, names)
        browser.close()


if __name__ == "__main__":
    main()
