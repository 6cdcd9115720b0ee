"""The built site: accessible by day and by night, complete, and all of it on this machine."""

import logging
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from mkdocs.commands.build import build
from mkdocs.config import load_config

from docs.making.typesetting import set_in_french
from e2e.chromium import launch_options

ROOT = Path(__file__).parents[2]
PAGES = ("", "start/formation/", "reference/target-file/")


class Quiet(SimpleHTTPRequestHandler):
    """Gives files, and says nothing of it."""

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site; return its folder."""
    folder = tmp_path_factory.mktemp("site")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True))
    return folder


@pytest.fixture(scope="module")
def address(site):
    """Serve the site on this machine; return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def reader(playwright, address):
    """Return a tab that notes what it asks of others."""
    with playwright.chromium.launch(**launch_options()) as browser:
        page = browser.new_page(base_url=address, reduced_motion="reduce")
        page.elsewhere = []
        page.on("request", lambda one: page.elsewhere.append(one.url))
        yield page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_by_day_and_by_night(reader, path):
    reader.emulate_media(color_scheme="light")
    reader.goto(path)
    day = Axe().run(reader).response["violations"]
    reader.emulate_media(color_scheme="dark")
    night = Axe().run(reader, options={"runOnly": ["color-contrast"]}).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in (*day, *night)] == []


def test_the_search_finds_french_words_and_asks_nobody_else(reader, address):
    reader.goto("start/qa/")
    reader.get_by_placeholder("Search").fill("pannes")
    reader.locator(".md-search-result__item").first.wait_for()

    assert "panne" in reader.locator(".md-search-result__list").inner_text().lower()
    assert [url for url in reader.elsewhere if not url.startswith((address, "blob:"))] == []


def test_whatever_a_page_includes_is_in_it(site):
    built = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html")}

    assert [str(page) for page, text in built.items() if "--8" in text or "8 &lt;" in text] == []
    assert "ask_for_a_link" in built[site / "start" / "qa" / "index.html"]


def test_french_punctuation_stays_with_its_word():
    told = "<p>Voyez : « ici » ; <code>a ; b</code> enfin !</p>"

    assert set_in_french(told) == (
        "<p>Voyez\u00a0: «\u00a0ici\u00a0»\u202f; <code>a ; b</code> enfin\u202f!</p>"
    )
