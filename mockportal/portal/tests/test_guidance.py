"""Guided mode: beside the page when wanted, nowhere else."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from mockportal.election import load
from mockportal.portal.guidance import guidance
from mockportal.portal.render import Pages
from mockportal.portal.tests.gallery import ELECTION, PAGES, filled, sights

SIGHTS = sights()
SEED_PAGES = {
    "accueil", "identification", "mot-de-passe", "espace", "code-de-vote", "reassort",
    "reassort-defi", "message-envoye", "reassort-lien", "reassort-code", "scrutins", "vote",
    "vote-confirmation", "vote-accuse",
}  # fmt: skip


def guided(way):
    display = ELECTION.display.model_copy(update={"guided": way})
    return Pages(ELECTION.model_copy(update={"display": display}))


ON, OFFERED = guided("on"), guided("offered")


def bare(page):
    for node in page.css(".guide, [href*=guide], [src*=guide]"):
        node.decompose()
    return page.html.replace("\n", "")


def test_every_screen_of_the_tutorial_is_explained():
    assert guidance().keys() >= SEED_PAGES


@pytest.mark.parametrize("name", list(SIGHTS))
def test_a_guide_adds_nothing_else_to_a_page(name):
    sight = SIGHTS[name]

    page = LexborHTMLParser(filled(sight, pages=ON).decode())

    explained = page.css_first("main").attributes["data-page"] in guidance()
    assert len(page.css(".guide [open]")) == explained
    assert bare(page) == bare(LexborHTMLParser(filled(sight, pages=PAGES).decode()))


def test_a_guide_that_is_offered_stays_folded():
    page = LexborHTMLParser(filled(SIGHTS["accueil-open"], pages=OFFERED).decode())

    assert page.css_first(".guide details").attributes.keys() == {"data-guide"}


def test_a_class_is_offered_the_guide_and_the_rest_is_not():
    assert load("formation").display.guided == "offered"
    assert load("electionspro2022").display.guided == "off"
