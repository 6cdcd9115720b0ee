"""Every page of console and class in a real browser: accessible, never too wide, live, by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (360, 1280, 1920)
GOOD = ([], [0, 0, 0])
ONE, APART = "/elections/{election}", "/elections/{apart}"
PAGES = {
    "start": "/",
    "pilot": ONE,
    "voters": f"{ONE}/electeurs",
    "voter": f"{ONE}/electeurs/{{voter}}",
    "faults": f"{ONE}/pannes",
    "class": f"{ONE}/classe",
    "no class": f"{APART}/classe",
    "projection": f"{ONE}/projection",
    "kit": f"{ONE}/kit",
    "sheets": f"{ONE}/kit/imprimer?nombre=4",
    "FranceConnect": f"{APART}/franceconnect",
    "drills": "/exercices",
    "boxes": "/inbox",
    "messages": "/inbox/{apart}",
}


def looked_at(page):
    """Return what axe finds by day and by night, and by how much each width is exceeded."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    dark = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    light = page.evaluate("rules => axe.run(rules)", RULES)
    assert len(light["passes"]) > 5
    too_wide = [wider(page, width) for width in WIDTHS]
    return [one["id"] for one in (*light["violations"], *dark)], too_wide


def wider(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate(WIDER)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_console_is_accessible_and_fits(tab, stage, name):
    tab.goto(PAGES[name].format(**vars(stage)))

    assert looked_at(tab) == GOOD
    assert tab.complaints == []


@pytest.mark.parametrize("address", ["/classe", "/classe/{code}", "/classe/XXXXX"])
def test_a_page_of_a_newcomer_is_accessible_and_fits(newcomer, stage, address):
    newcomer.goto(address.format(**vars(stage)))

    assert looked_at(newcomer) == GOOD


def test_the_desk_of_a_pupil_is_accessible_and_fits(desk):
    desk.goto("/classe/moi")

    assert looked_at(desk) == GOOD


@pytest.mark.parametrize(
    ("name", "listed", "opened"),
    [
        ("FranceConnect", "#echanges a", "#etapes"),
        ("messages", "#liste a", "#lecture .feuille"),
    ],
)
def test_what_is_listed_is_opened_by_keys(tab, stage, name, listed, opened):
    tab.goto(PAGES[name].format(**vars(stage)))

    tab.locator(listed).first.press("Enter")
    tab.locator(opened).wait_for()

    assert looked_at(tab) == GOOD
    assert tab.complaints == []


def test_a_drill_is_dealt_answered_and_ended_by_keys(tab):
    tab.goto("/exercices")
    dealt = tab.get_by_label("Nombre d'appels")
    dealt.fill("1")
    dealt.press("Enter")
    call = tab.get_by_role("link", name="Appel 1")
    call.wait_for()
    waiting = looked_at(tab)

    call.press("Enter")
    tab.locator("[name=diagnosis]").first.press("Space")
    tab.locator("[name=saying]").first.press("Space")
    asking = looked_at(tab)
    tab.keyboard.press("Enter")
    result = tab.get_by_role("link", name="Voir le résultat")
    result.wait_for()
    answered = looked_at(tab)
    result.press("Enter")
    tab.get_by_text("Terminé").wait_for()
    over = looked_at(tab)
    tab.get_by_role("button", name="Terminer l'exercice").press("Enter")
    tab.get_by_role("button", name="Confirmer").press("Enter")
    tab.wait_for_url("**/exercices")

    assert (waiting, asking, answered, over) == (GOOD,) * 4
    assert tab.complaints == []


def test_the_clock_is_held_by_keys_alone(tab, stage):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"/elections/{stage.election}")
    later = tab.get_by_role("button", name="+ 2 minutes")

    later.focus()
    with tab.expect_response("**/clock/advance") as advanced:
        tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    question = tab.get_by_role("dialog")
    asked = question.inner_text()
    tab.keyboard.press("Escape")

    assert advanced.value.ok
    assert "Aller à la dernière minute" in asked
    assert not question.is_visible()
    assert tab.complaints == []


def test_a_fault_is_switched_by_keys_and_keeps_the_focus(tab, stage):
    tab.goto(f"/elections/{stage.election}/pannes")
    switch = tab.get_by_role("switch", name="Logos manquants")

    switch.focus()
    tab.keyboard.press("Space")
    tab.get_by_role("switch", name="Logos manquants", checked=True).wait_for()
    focused = tab.evaluate("document.activeElement.dataset.key")
    tab.keyboard.press("Space")
    tab.get_by_role("switch", name="Logos manquants", checked=False).wait_for()

    assert focused == "logos-missing"


def test_a_pupil_who_comes_appears_by_themselves(tab, chromium, stage):
    tab.goto(f"/elections/{stage.election}/classe")
    rows = tab.locator("table.eleves tbody tr")
    before = rows.count()

    pupil = chromium.new_page()
    pupil.goto(f"{stage.portal}/classe/{stage.code}")
    pupil.get_by_role("button", name="Rejoindre la classe").click()
    pupil.get_by_role("link", name="Ouvrir le portail").wait_for()
    rows.nth(before).wait_for(timeout=3000)
    pupil.close()

    assert rows.count() == before + 1
