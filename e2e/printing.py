"""Pages printed to PDF by Chromium."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from e2e.chromium import launch_options


def print_text(page: str, pdf: Path) -> None:
    """Print a page that holds all it needs."""
    with TemporaryDirectory(prefix="mockportal-") as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(**launch_options())
        print_page(browser, file, pdf)
        browser.close()


def print_page(browser: Browser, page_file: Path, pdf: Path) -> None:
    """Print a page of the disk, by its own @page rules, with bookmarks and tags."""
    page = browser.new_page()
    try:
        page.goto(page_file.resolve().as_uri(), wait_until="load")
        page.pdf(
            path=pdf, prefer_css_page_size=True, print_background=True, outline=True, tagged=True
        )
    finally:
        page.close()
