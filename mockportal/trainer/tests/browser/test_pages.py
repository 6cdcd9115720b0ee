"""Every page of console and class in a real browser: accessible, never too wide, live, by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (360, 1280, 1920)
PAGES = {
    "start": "/",
    "pilot": "/elections/{election}",
    "voters": "/elections/{election}/electeurs",
    "voter": "/elections/{election}/electeurs/{voter}",
    "faults": "/elections/{election}/pannes",
    "class": "/elections/{election}/classe",
    "projection": "/elections/{election}/projection",
}


def looked_at(page, address):
    """Return what axe finds by day and by night, and by how much each width is exceeded."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    dark = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    light = page.evaluate("rules => axe.run(rules)", RULES)
    too_wide = [wider(page, width) for width in WIDTHS]
    return [one["id"] for one in (*light["violations"], *dark)], too_wide, len(light["passes"])


def wider(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate(WIDER)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_console_is_accessible_and_fits(tab, stage, name):
    found, too_wide, passes = looked_at(tab, PAGES[name].format(**vars(stage)))

    assert found == []
    assert too_wide == [0, 0, 0]
    assert passes > 5
    assert tab.complaints == []


@pytest.mark.parametrize("address", ["/classe/moi", "/classe/{code}", "/classe/XXXXX"])
def test_a_page_of_a_pupil_is_accessible_and_fits(desk, stage, address):
    found, too_wide, _ = looked_at(desk, address.format(**vars(stage)))

    assert found == []
    assert too_wide == [0, 0, 0]


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
