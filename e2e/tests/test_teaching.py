"""Guides made by playing a journey."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pydantic import ValidationError

from e2e.teaching.camera import Camera, Picture
from e2e.teaching.captions import Screen, captions
from e2e.teaching.guide import Chapter, Figure, Guide
from e2e.teaching.making import Lost, make_guide
from e2e.teaching.markdown import as_markdown
from e2e.teaching.printing import as_page
from scenarios.journeys import REGISTRY
from scenarios.registry import Needs, RegisteredJourney, Shows
from scenarios.seen import Strayed
from scenarios.steps import Open
from scenarios.tutorial import Tutorial

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutoriels"
ACT_COLOUR, READ_COLOUR = (0xB3, 0x00, 0x5E), (0x0B, 0x5F, 0x6B)

WHEN_MARKED = """<script>
    const news = '<p style="height: 200px">Il reste 30 secondes.</p>';
    new MutationObserver(() => { %s }).observe(document.documentElement, {childList: true});
</script>"""
MOVING = (
    """
    <p data-stopped style="height: 60px">Horloge arrêtée</p>
    <p id="read" style="background: rgb(0, 255, 0); height: 40px"></p>
    <p id="used" style="background: rgb(0, 0, 255); height: 40px"></p>
    <script>let once = true</script>
"""
    + WHEN_MARKED % "if (once) document.body.insertAdjacentHTML('afterbegin', news); once = false"
)
RESTLESS = (
    "<p id='used'></p>" + WHEN_MARKED % "document.body.insertAdjacentHTML('afterbegin', news)"
)


def test_the_tutorial_of_the_documentation_shows_what_is_on_screen_today(
    browser, mockportal_server
):
    told = REGISTRY["follow-the-tutorial"]
    page = (TUTORIALS / "follow-the-tutorial.md").read_text(encoding="utf-8")

    guide = make_guide(browser, mockportal_server, told)

    form = next(one for one in guide.figures() if len(one.callouts) == 5)
    colours = Image.open(BytesIO(form.picture.png)).convert("RGB").getcolors(maxcolors=1 << 24)
    assert set(told.shows.tutorial) <= guide.shows
    assert page == as_markdown(guide), "stale: run `make tutorials`"
    assert {colour: count for count, colour in colours}.get(ACT_COLOUR, 0) > 5000


def test_each_frame_of_a_picture_is_around_its_element_though_the_page_moves(browser):
    page = browser.new_page()
    page.set_content(MOVING)
    marks = [("A", page.locator("#read")), ("1", page.locator("#used"))]

    picture = Camera(page).shoot(marks)

    page.close()
    shot = Image.open(BytesIO(picture.png)).convert("RGB")
    frames = [_extent(shot, ACT_COLOUR), _extent(shot, READ_COLOUR)]
    elements = [_extent(shot, (0, 0, 255)), _extent(shot, (0, 255, 0))]
    assert [_around(*pair) for pair in zip(frames, elements, strict=True)] == [True, True]


def test_a_page_that_never_stands_still_has_no_picture(browser):
    page = browser.new_page()
    page.set_content(RESTLESS)

    with pytest.raises(Strayed, match="stands still"):
        Camera(page).shoot([("1", page.locator("#used"))])
    page.close()


def test_every_step_of_the_tutorial_of_2022_has_its_caption():
    parts = [
        shown
        for screen in captions().screens
        for shown in (screen, *screen.acts.values(), *screen.looks)
    ]

    assert {step for part in parts for step in part.shows} == set(Tutorial)


def test_no_step_of_the_documentation_is_a_picture_without_a_word():
    pages = [page.read_text(encoding="utf-8") for page in TUTORIALS.glob("*.md")]

    silent = [step for page in pages for step in re.findall(r"### (.*)\n\s*!\[", page)]

    assert len(pages) == 4
    assert silent == []


def test_a_film_is_told_step_by_step_and_says_when_nobody_reads_it_aloud(browser):
    picture = Picture(b"", 10)
    figures = [Figure(n, f"Écran {n}", f"On voit {n}.", (), picture) for n in (1, 2)]
    chapters = (Chapter(1, "Début", figures[:1]), Chapter(2, "Fin", figures[1:]))
    guide = Guide("essai", "Essai", "", "/", chapters, frozenset())
    page = browser.new_page()
    page.set_content(as_page(guide, {1: "", 2: ""}, "player.js"))

    page.get_by_role("button", name="Suivant").click()
    first = page.locator(".page:visible h2").inner_text()
    page.get_by_label("Chapitre").select_option(label="2. Fin")
    second = page.locator(".page:visible h2").inner_text()
    page.get_by_role("button", name="Lecture").click()
    told = page.get_by_role("status").inner_text()

    page.close()
    assert (first, second) == ("Étape 1 Écran 1", "Étape 2 Écran 2")
    assert told == "Ce navigateur n’a pas de voix française : lisez à l’écran."


def test_a_journey_that_strays_says_where_after_its_windows_are_closed(browser, mockportal_server):
    def stray(voter):
        yield Open("/portail/accueil", lands_on="Un autre écran")

    told = RegisteredJourney("stray", "", "", stray, Needs(), Shows())

    with pytest.raises(Lost, match=r"(?s)« Un autre écran ».*ACCÈS AU PORTAIL"):
        make_guide(browser, mockportal_server, told)


def test_a_screen_nobody_captioned_is_still_explained():
    screen = captions().screen("page-inconnue", ["OK"])

    assert screen == Screen(page="page-inconnue")


def test_a_caption_of_a_step_the_tutorial_does_not_have_is_refused():
    with pytest.raises(ValidationError, match="no such step of the tutorial: NOWHERE"):
        Screen(page="accueil", shows=["NOWHERE"])


def _extent(shot, colour):
    """Return left, top, right and bottom of all that has a colour."""
    apart = ImageChops.difference(shot, Image.new("RGB", shot.size, colour)).convert("L")
    return apart.point(lambda distance: 0 if distance else 255).getbbox()


def _around(outer, inner):
    return all(a < b for a, b in zip(outer[:2], inner[:2], strict=True)) and all(
        a > b for a, b in zip(outer[2:], inner[2:], strict=True)
    )
