"""The hotline drill on the console, from the deal to the score."""

import re

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from mockportal.tests import plain


@pytest.fixture
def trainer(mockportal_server):
    """Give a client of the console that bears the token."""
    told = httpx.URL(mockportal_server.page("/"))
    headers = {"Authorization": f"Bearer {told.params['token']}"}
    base = f"{told.scheme}://{told.host}:{told.port}"
    with plain.Client(base_url=base, headers=headers) as client:
        yield client


@pytest.fixture
def drill(trainer):
    """Give the address of a drill of two calls; its elections go with it."""
    address = f"/exercices/{trainer.post('/exercices', json={'count': 2}).json()['id']}"
    yield address
    trainer.delete(address)


def words(answer):
    return " ".join(LexborHTMLParser(answer.text).css_first("main").text(separator=" ").split())


def test_calls_are_answered_once_and_scored(trainer, drill):
    given = trainer.post(f"{drill}/1", json={"diagnosis": "0", "saying": "1"}).json()["points"]
    again = trainer.post(f"{drill}/1", json={"diagnosis": "1", "saying": "0"}).json()["points"]
    other = trainer.post(f"{drill}/2", json={"diagnosis": "0", "saying": "0"}).json()["points"]

    assert again == given
    assert re.search(rf"Terminé : {given + other} points? sur 4", words(trainer.get(drill)))
    assert f"{given} sur 2" in words(trainer.get(f"{drill}/1"))


def test_a_call_leads_to_the_election_where_it_happened(trainer, drill):
    page = LexborHTMLParser(trainer.get(f"{drill}/2").text)

    inside = [link.attributes["href"] for link in page.css("main section a[href^='/']")]

    assert [trainer.get(one).status_code for one in inside] == [200, 200]


def test_a_drill_that_ends_takes_its_elections_with_it(trainer):
    drill = trainer.post("/exercices", json={"count": 1}).json()["id"]
    before = trainer.get(f"/api/elections/appel-{drill}-1").status_code

    ended = trainer.delete(f"/exercices/{drill}").status_code

    after = trainer.get(f"/api/elections/appel-{drill}-1").status_code
    assert (before, ended, after) == (200, 204, 404)


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("/exercices", {"count": 99}, 400),
        ("/exercices", {}, 400),
        ("/exercices/nulle-part/1", {"diagnosis": 0, "saying": 0}, 404),
    ],
)
def test_what_no_page_sends_is_refused(trainer, path, told, status):
    assert trainer.post(path, json=told).status_code == status
