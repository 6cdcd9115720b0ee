"""Journeys against a portal that is not this mock."""

import json
from contextlib import closing

import httpx
import pytest

from scenarios import target
from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.levers import Stagehand
from scenarios.mailpit import Mailpit
from scenarios.seen import Strayed
from scenarios.staging import set_scene
from scenarios.steps import Wait
from scenarios.tests.mutants import Disguise
from scenarios.transport import PlainTransport

FILE = """
url = "http://127.0.0.1:9000/scrutin"
voters = "voters.csv"

[words]
"CONNEXION" = "Entrer"
"Identifiant" = "Adresse professionnelle"
"Espace électeur" = "Mon espace"
"ACCÉDER AU PORTAIL ÉLECTIONS" = "Commencer"

[paths]
"/portail/" = "/vote-en-ligne/"

[refusals]
"captcha-wrong" = "La saisie du CAPTCHA est incorrecte"
"password-wrong" = "mot de passe incorrect."
"password-rule" = "Au moins 12 caractères"
"password-mismatch" = "Les deux saisies sont différentes."

[captcha]
answer = "0000"
"""
VOTERS = "identifier,password,state\na@b.example,Mot-de-passe-1,activated\n"


@pytest.fixture
def file(tmp_path):
    (tmp_path / "voters.csv").write_text(VOTERS, encoding="utf-8")
    path = tmp_path / "target.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture(params=["miscopy-the-captcha", "vote-in-all", "change-the-password"])
def scene(request, mockportal_server):
    """Give a journey, in an election no other test can see."""
    scene = set_scene(mockportal_server, REGISTRY[request.param])
    yield scene
    scene.strike()


@pytest.fixture
def disguised(file):
    told = target.load(file)
    with closing(PlainTransport()) as transport:
        yield Disguise(transport, told.words, told.paths), told.dialect


def test_a_journey_walks_a_portal_that_speaks_otherwise(scene, disguised):
    transport, dialect = disguised
    driver = HttpDriver(transport, scene.url, scene.stagehand(), dialect)

    scene.play(driver.perform)

    assert scene.election.audit().holds


def test_without_the_words_it_strays(scene, disguised):
    driver = HttpDriver(disguised[0], scene.url, scene.stagehand())

    with pytest.raises(Strayed):
        scene.play(driver.perform)


def test_a_file_tells_who_may_vote(file):
    told = target.load(file)

    assert [one.password for one in target.voters(told)] == ["Mot-de-passe-1"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("vote", ""),
        ("fall-asleep", "no lever for clock"),
        ("reissue-by-mail", "no lever for messages"),
        ("look-before-the-opening", "it takes an election of its own"),
    ],
)
def test_what_cannot_be_played_there_is_told_why(file, name, reason):
    assert target.load(file).not_applicable(REGISTRY[name]) == reason


def test_texts_need_an_inbox_for_texts(file):
    inbox = '\n[inbox]\nmailpit = "http://127.0.0.1:8025"\n'
    file.write_text(FILE + inbox, encoding="utf-8")
    told = target.load(file)

    assert told.not_applicable(REGISTRY["reissue-by-mail"]) == ""
    assert told.not_applicable(REGISTRY["reissue-by-sms"]) == "no inbox for text messages"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("url = 1", "url: found 1"),
        ('url = "http://h"\nvoters = "v"\nword = {}', "word: found {}"),
        ("url =", "Invalid value"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(file, text, told):
    file.write_text(text, encoding="utf-8")

    with pytest.raises(target.InvalidTarget, match=r"target\.toml") as refused:
        target.load(file)
    assert told in str(refused.value)


def test_a_missing_file_of_voters_is_told(file):
    (file.parent / "voters.csv").unlink()

    with pytest.raises(target.InvalidTarget, match=r"voters\.csv"):
        target.voters(target.load(file))


MAILS = {
    "m2": {"Subject": "Votre lien", "Text": "voici http://h/lien2 et http://h/lien2"},
    "m1": {"Subject": "Votre lien", "Text": "voici http://h/lien1"},
    "m0": {"Subject": "Bienvenue", "Text": ""},
}


def answer(request):
    name = request.url.path.rpartition("/")[2]
    if name in MAILS:
        return httpx.Response(200, json=MAILS[name])
    listed = [{"ID": one, "Subject": MAILS[one]["Subject"]} for one in MAILS]
    return httpx.Response(200, content=json.dumps({"messages": listed}))


def test_mails_of_an_inbox_are_read_in_order():
    subjects = {"reissue-link": "lien"}
    with closing(Mailpit("http://h/mailpit", subjects, httpx.MockTransport(answer))) as inbox:
        first = inbox.mails("a@b.example", "reissue-link", "", 0)
        second = inbox.mails("a@b.example", "reissue-link", "m1", 0)

    assert [one.links for one in first] == [("http://h/lien1",), ("http://h/lien2",)]
    assert [one.id for one in second] == ["m2"]


def test_levers_of_a_target_know_the_answer_and_nothing_of_clocks(file):
    told = target.load(file)
    levers = target.TargetLevers(told, target.voters(told))

    assert levers.captcha("any") == "0000"
    with pytest.raises(NotImplementedError):
        Stagehand(levers).perform(Wait(1))
