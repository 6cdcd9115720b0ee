"""Pages printed to PDF by Chromium."""

from pathlib import Path

from playwright.sync_api import Browser


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
