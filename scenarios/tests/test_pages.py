"""What a page says, and what its forms send."""

import pytest

from scenarios.pages import Page
from scenarios.seen import Strayed
from scenarios.tests.paper_portal import CHOICE, LOGIN, URL


@pytest.fixture
def login():
    return Page(
        f"{URL}/portail/identification", LOGIN.format(refused="", alert="", typed="a@b.example")
    )


@pytest.fixture
def choice():
    return Page(f"{URL}/portail/choix", CHOICE)


def test_a_page_tells_its_names(login):
    assert (login.name, login.refusal, login.heading, login.title, login.captcha) == (
        "identification",
        "",
        "Accès au portail Élections",
        "[SIMULATION] Accès",
        "d4",
    )


def test_a_refusal_is_named_and_its_lines_are_read():
    alert = '<div role="alert"><p>Une</p>\n<p>- deux</p></div>'
    page = Page(URL, LOGIN.format(refused=' data-refusal="captcha-wrong"', alert=alert, typed=""))

    assert (page.refusal, page.alert) == ("captcha-wrong", "Une - deux")


def test_an_error_without_a_name_is_refused_by_its_status():
    assert Page(URL, "<h1>Bad gateway</h1>", 502).refusal == "status 502"


def test_words_are_those_on_screen(login):
    assert login.text.startswith(
        "SIMULATION – aucun vote réel Accès au portail Élections RETOUR Identifiant *"
    )


def test_links_are_found_by_their_text(login):
    assert login.link("Vous ne connaissez pas votre identifiant ?") == (
        f"{URL}/portail/identifiant-oublie"
    )


def test_links_of_the_same_text_are_told_apart_by_their_row(choice):
    assert choice.link("Voter", within="CCP") == f"{URL}/portail/vote/b"


def test_two_links_of_the_same_text_are_no_link(choice):
    with pytest.raises(Strayed, match="one link « Voter », not 2"):
        choice.link("Voter")


def test_a_form_sends_what_is_typed_and_what_is_hidden(login):
    method, url, entries = login.press("CONNEXION", {"Identifiant": "x@y.example"})

    assert (method, url) == ("POST", f"{URL}/portail/identification")
    assert entries == [
        ("jeton", "j1"),
        ("cle", "c1"),
        ("identifiant", "x@y.example"),
        ("captcha", ""),
    ]


def test_a_button_sends_its_own_name_to_its_own_address(login):
    _, url, entries = login.press("Générer un autre code", {})

    assert url == f"{URL}/portail/autre-code"
    assert entries[-1] == ("action", "autre")
    assert ("identifiant", "a@b.example") in entries


def test_choices_are_made_by_their_words(choice):
    fields = {
        "Votre question Défi :": "Comment s'appelle votre chien ?",
        "Par E-MAIL": True,
        "Noter": True,
    }

    method, _, entries = choice.press("ENVOYER la demande", fields)

    assert method == "GET"
    assert dict(entries) == {
        "question": "q2",
        "canal": "email",
        "noter": "on",
        "mot": "rien",
        "envoi": "1",
    }


def test_untouched_choices_stay_as_they_are(choice):
    _, _, entries = choice.press("ENVOYER la demande", {})

    assert dict(entries) == {"question": "", "canal": "sms", "mot": "rien", "envoi": "1"}


def test_a_label_without_a_field_is_told_with_those_there_are(login):
    with pytest.raises(Strayed, match="« Identifient », among « Identifiant », « CAPTCHA »"):
        login.press("CONNEXION", {"Identifient": "x"})


def test_an_option_that_is_not_there_is_told(choice):
    with pytest.raises(Strayed, match="the option « Autre », among « – »"):
        choice.press("ENVOYER la demande", {"Votre question Défi :": "Autre"})


def test_a_disabled_button_cannot_be_pressed(login):
    with pytest.raises(Strayed, match="« Fermé », not disabled"):
        login.press("Fermé", {})
    assert "Fermé" not in login.buttons
