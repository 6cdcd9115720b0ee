"""A portal that is not quite right makes a journey stray, and the stray says where and why."""

from contextlib import closing
from dataclasses import replace

import pytest

from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY
from scenarios.levers import Stagehand
from scenarios.seen import Strayed
from scenarios.staging import set_scene
from scenarios.tests.mutants import Eager, Inert, Mute, Renaming
from scenarios.transport import PlainTransport


@pytest.fixture
def transport():
    with closing(PlainTransport()) as transport:
        yield transport


@pytest.fixture
def scene(request, mockportal_server):
    """Give the journey a test names, in an election no other test can see."""
    scene = set_scene(mockportal_server, request.param)
    yield scene
    scene.strike()


def journey(name, **settings):
    told = REGISTRY[name]
    told = replace(told, needs=replace(told.needs, settings=settings))
    return pytest.mark.parametrize("scene", [told], indirect=True, ids=[name])


def stray(scene, transport, stagehand=None):
    driver = HttpDriver(transport, scene.url, stagehand or scene.stagehand())
    with pytest.raises(Strayed) as strayed:
        scene.play(driver.perform)
    return str(strayed.value)


@journey("sign-in")
def test_a_label_that_changed_is_told(scene, transport):
    told = stray(scene, Renaming(transport, ">CONNEXION<", ">SE CONNECTER<"))

    assert told.startswith("sign_in, step 3: Submit « CONNEXION » after filling Identifiant")
    assert "expected: one button « CONNEXION », not 0, among" in told
    assert "« SE CONNECTER »" in told
    assert "on screen: « Accès au portail Élections » (200 " in told


@journey("vote")
def test_a_heading_that_changed_is_told_with_the_screen(scene, transport):
    told = stray(scene, Renaming(transport, "<h1>Espace électeur", "<h1>Mon espace"))

    assert told.startswith("vote, step 4: Submit « CONNEXION » after filling Mot de passe")
    assert "expected: the heading « Espace électeur »" in told
    assert "on screen: « Mon espace » (200 " in told


@journey("let-a-scanner-open-the-link-first")
def test_a_link_used_up_by_looking_is_told(scene, transport):
    told = stray(scene, Eager(transport))

    assert told.startswith("let_a_scanner_open_the_link_first, step")
    assert "not the status 410" in told or "link-used" in told


@journey("miss-the-code", reveal={"seconds": 121})
def test_a_code_shown_for_one_second_too_long_is_told(scene, transport):
    told = stray(scene, transport)

    assert told.startswith("miss_the_code, step 15: Reload")
    assert "expected: the refusal « reveal-gone »" in told
    assert "Votre nouveau code de vote" in told


@journey("miss-the-code", reveal={"seconds": 119})
def test_a_code_shown_for_one_second_too_short_is_told(scene, transport):
    assert "no refusal" in stray(scene, transport)


@journey("reissue-by-mail")
def test_a_message_without_link_is_told(scene, transport):
    told = stray(scene, transport, Stagehand(Mute(scene.election)))

    assert "ReadMessage « reissue-link » « mail »" in told
    assert "expected: one link in the message" in told
    assert "on screen: « [SIMULATION] Réassort de votre code de vote »" in told


@journey("vote")
def test_a_button_that_does_nothing_is_told(scene, transport):
    told = stray(scene, Inert(transport, "/confirmation"))

    assert "Submit « Je vote »" in told
    assert "expected: the heading « Accusé de réception »" in told
    assert "on screen: « Confirmez votre vote » (200 " in told
