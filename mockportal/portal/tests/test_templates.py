"""What every page has, and what none may have."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from mockportal.portal.assets import FOLDER, assets
from mockportal.portal.logos import logo_svg
from mockportal.portal.render import TEMPLATES
from mockportal.portal.tests.gallery import ELECTION, PAGES, filled, sights

SIGHTS = sights()
EVIL = "'\"><x-evil onload=x> {{7*7}} </textarea></title>"
LONG = {"candidatures", "urne-prefix", "urne-found", "urne-absent", "resultats"}
"""Pages as long as what they list."""

every_page = pytest.mark.parametrize("name", list(SIGHTS))


def parsed(name, **holes):
    return LexborHTMLParser(filled(SIGHTS[name], **holes).decode())


def words(name):
    return " ".join(parsed(name).body.text(separator=" ").split())


def test_every_template_is_in_the_gallery():
    shown = {sight.template for sight in SIGHTS.values()}

    assert shown == {path.name for path in TEMPLATES.glob("[a-z]*.html")}


@every_page
def test_the_banner_comes_first(name):
    first = parsed(name).body.child

    while not first.is_element_node:
        first = first.next
    assert first.text(strip=True) == "SIMULATION – aucun vote réel"


@every_page
def test_the_window_says_simulation(name):
    assert parsed(name).css_first("title").text().startswith("[SIMULATION] ")


@every_page
def test_main_says_which_page_it_is(name):
    sight, main = SIGHTS[name], parsed(name).css_first("main")

    assert re.fullmatch("[a-z-]+", main.attributes["data-page"])
    assert main.attributes.get("data-refusal", "") == sight.shape.get("refusal", "")


@every_page
def test_there_is_one_main_heading(name):
    assert len(parsed(name).css("h1")) == 1


@every_page
def test_no_page_is_indexed_and_each_leads_to_the_limits(name):
    tree = parsed(name)

    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex, nofollow"
    assert tree.css_first("footer a[href$='/limites']").text() == "Limites de la simulation"


@every_page
def test_nothing_is_inline_or_remote(name):
    tree = parsed(name)
    attributes = [one for node in tree.css("*") for one in node.attributes.items()]

    assert not tree.css("style, script:not([src]), base, iframe, object")
    assert not [key for key, _ in attributes if key == "style" or key.startswith("on")]
    assert not [v for k, v in attributes if k in {"src", "href", "action"} and v[:1] not in "/#"]


@every_page
def test_every_form_carries_its_token_and_its_key(name):
    for form in parsed(name).css("form[method=post]"):
        hidden = {one.attributes["name"] for one in form.css("input[type=hidden]")}
        assert {"jeton", "cle"} <= hidden


@every_page
def test_a_refusal_is_told_on_top(name):
    refused = SIGHTS[name].shape.get("refusal")
    alerts = parsed(name).css("main > [role=alert]:not([hidden])")

    assert [one.id for one in alerts] == (["refus"] if refused or name == "deconnexion" else [])


@every_page
def test_every_hole_escapes_what_it_is_given(name):
    page = PAGES.page(SIGHTS[name].template, **SIGHTS[name].shape)

    tree = LexborHTMLParser(page.fill(dict.fromkeys(page.names, EVIL)).decode())

    assert not tree.css("x-evil, [onload]")


@every_page
def test_a_template_lists_its_holes(name):
    sight = SIGHTS[name]
    text = (TEMPLATES / sight.template).read_text()
    listed = text[: text.index("#}")] + (TEMPLATES / "_page.html").read_text()

    for one in PAGES.page(sight.template, **sight.shape).names:
        assert one in listed or one.split("_")[0] + "_<id>" in listed


@every_page
def test_pages_are_small(name):
    assert len(filled(SIGHTS[name])) < (60_000 if name in LONG else 7_000)


def test_style_and_scripts_are_small():
    size = {
        kind: sum(len(one.body) for name, one in assets().items() if name.endswith(kind))
        for kind in (".css", ".js")
    }

    assert 10_000 < size[".css"] < 20_000
    assert size[".js"] < 12_000


def test_assets_are_named_after_their_content():
    assert all(re.fullmatch(r"[0-9a-f]{12}-[a-z.]+", name) for name in assets())
    assert {path.name for path in FOLDER.iterdir()} == {one.split("-", 1)[1] for one in assets()}


@pytest.mark.parametrize("field", ["identifiant", "captcha"])
def test_a_refusal_is_told_beside_its_field(field):
    name = (
        "identification-captcha-wrong" if field == "captcha" else "identification-identifier-form"
    )

    box = parsed(name).css_first(f"#{field}")

    assert box.attributes["aria-invalid"] == "true"
    assert f"{field}-refus" in box.attributes["aria-describedby"].split()
    assert parsed(name).css_first(f"#{field}-refus").text() == (
        parsed(name).css_first("#refus").text()
    )


def test_no_secret_is_given_back():
    for name in SIGHTS:
        for box in parsed(name).css("input[type=password], #captcha, #code"):
            assert "value" not in box.attributes


def test_a_wrong_pair_does_not_tell_which_of_the_two():
    tree = parsed("reassort-defi-challenge-wrong")

    wrong = [box.id for box in tree.css("[aria-invalid=true]")]

    assert wrong == ["reponse", "numen"]


def test_the_home_page_counts_down_to_the_opening():
    text = words("accueil-preparation")

    assert "Ouverture du vote dans 01 Jour(s) 16 Heure(s) 02 Minute(s) Ouvert du jeudi 01" in text


def test_a_closed_vote_has_no_countdown():
    text = words("accueil-sealed")

    assert "Le scrutin est clos. Ouvert du jeudi 01 décembre 2022 à 08h00" in text
    assert "Jour(s)" not in text


def test_tiles_can_be_chosen_only_after_wanting_to_vote():
    assert not parsed("vote").css("[name=choix]")
    choices = [one.attributes["value"] for one in parsed("vote-choosing").css("[name=choix]")]
    scrutin = ELECTION.scrutins[0]
    assert choices[-1] == "blanc"
    assert choices[:-1] == [one.id for one in scrutin.drawn(ELECTION.electorate.seed)]


def test_the_receipt_never_shows_the_choice():
    text = words("vote-accuse")

    assert not [one.name for one in ELECTION.scrutins[0].lists if one.name in text]


def test_enter_presses_the_main_button():
    for name, button in (("identification", "CONNEXION"), ("mot-de-passe", "CONNEXION")):
        first, *_, last = parsed(name).css("main form button")
        assert not first.attributes.get("name")
        assert button in words(name)
        assert last.attributes.get("name") != "choix"


def test_a_logo_is_always_the_same_and_escapes_its_name():
    assert logo_svg("ardoise", "Liste Ardoise") == logo_svg("ardoise", "Liste Ardoise")
    assert logo_svg("ardoise", "Liste Ardoise") != logo_svg("boussole", "Liste Boussole")
    assert b"<<" not in logo_svg("x", "<script>")
    assert b">&lt;</text>" in logo_svg("x", "<script>")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("accueil-open", "Mes informations pratiques"),
        ("accueil-open", "Comment accéder au portail Élections ?"),
        ("identification", "veuillez saisir votre Identifiant électeur ;"),
        ("identification", "puis recopiez le CAPTCHA visible sur cet écran."),
        ("identification", "Identifiant *"),
        ("identification", "CAPTCHA *"),
        ("identification", "Générer un autre code"),
        ("identification", "* : champ obligatoire"),
        ("mot-de-passe", "Vous avez déjà activé votre compte au portail Elections."),
        ("mot-de-passe", "Mot de passe Elections *"),
        ("activation", "Confirmez le mot de passe *"),
        ("activation", "Saisissez votre réponse secrète : *"),
        ("message-envoye-identifier", "Si cette adresse est connue, un message a été envoyé."),
        ("message-envoye-reissue", "Il est valable 60 minutes."),
        ("espace", "Mon Compte M. QUIDAM ALIX Mes informations personnelles"),
        ("espace", "Consulter les scrutins, les candidatures et voter"),
        ("informations-personnelles", "Modifier mon mot de passe Elections"),
        ("scrutins", "Voté le jeudi 01 décembre 2022 à 08h47"),
        ("code-de-vote", "(votre code de vote se trouve sur votre notice de vote papier) ;"),
        ("code-de-vote", "Cliquez ici pour obtenir un réassort de votre code de vote"),
        ("reassort", "Veillez choisir le mode de récupération de votre code de vote :"),
        ("reassort", "FranceConnect (simulateur)"),
        ("reassort-defi", "Saisissez votre NUMEN *"),
        ("reassort-defi", "Adresse mail personnelle *"),
        ("reassort-lien", "ne sera visible à l'écran que durant 120 secondes ."),
        ("reassort-code", "Temps restant : 87 secondes"),
        ("reassort-code-reveal-gone", "Code de vote masqué"),
        ("vote-confirmation-blanc", "Vote blanc Ce vote sera définitif. Je vote RETOUR"),
        ("vote-accuse", "Télécharger la preuve de vote"),
        ("urne-found", "Présent dans l'urne."),
        ("urne-absent", "Absent de l'urne."),
        ("deconnexion", "Toute déconnexion est définitive."),
    ],
)
def test_a_page_says_it_in_the_portals_words(name, label):
    assert label in words(name)
