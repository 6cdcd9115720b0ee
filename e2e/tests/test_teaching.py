"""Guides made by playing a journey."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pydantic import ValidationError

from e2e.teaching.captions import Screen, captions
from e2e.teaching.making import make_guide
from e2e.teaching.markdown import as_markdown
from scenarios.journeys import REGISTRY
from scenarios.tutorial import Tutorial

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutoriels"
ACT_COLOUR = (0xB3, 0x00, 0x5E)


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


def test_every_step_of_the_tutorial_of_2022_has_its_caption():
    parts = [
        shown
        for screen in captions().screens
        for shown in (screen, *screen.acts.values(), *screen.looks)
    ]

    assert {step for part in parts for step in part.shows} == set(Tutorial)


def test_a_screen_nobody_captioned_is_still_explained():
    screen = captions().screen("page-inconnue", ["OK"])

    assert screen == Screen(page="page-inconnue")


def test_a_caption_of_a_step_the_tutorial_does_not_have_is_refused():
    with pytest.raises(ValidationError, match="no such step of the tutorial: NOWHERE"):
        Screen(page="accueil", shows=["NOWHERE"])
