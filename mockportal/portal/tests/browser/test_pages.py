"""Every page in a real browser: accessible, never too wide, and live."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from mockportal.portal.tests.gallery import ELECTION, NOW, sights

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SUBMIT_AGAIN = """() => document.querySelector("main form").dispatchEvent(
    new Event("submit", {bubbles: true, cancelable: true}))"""


@pytest.mark.parametrize("name", [*sights(), "bare"])
def test_a_page_is_accessible_and_fits(inspector, name):
    inspector.set_viewport_size({"width": 320, "height": 640})
    inspector.emulate_media(color_scheme="dark")
    inspector.goto(f"/{name}")

    dark = Axe().run(inspector, options={"runOnly": ["color-contrast"]}).response
    narrow = inspector.evaluate(WIDER)
    inspector.emulate_media(color_scheme="light")
    inspector.set_viewport_size({"width": 1280, "height": 800})
    light = inspector.evaluate("rules => axe.run(rules)", RULES)

    assert (light["violations"], dark["violations"]) == ([], [])
    assert len(light["passes"]) > 5
    assert (narrow, inspector.evaluate(WIDER)) == (0, 0)
    assert inspector.complaints == []


def test_enter_presses_the_main_button(voter, room):
    voter.goto(f"{room.url}/identification")
    voter.get_by_label("CAPTCHA", exact=True).fill("4363")
    with voter.expect_response("**/identification"):
        voter.keyboard.press("Enter")

    assert room.posted[0]["captcha"] == ["4363"]
    assert "action" not in room.posted[0]


def test_a_double_click_sends_once(voter, room):
    voter.goto(f"{room.url}/reassort-lien")
    voter.clock.install()
    with voter.expect_response("**/reassort/lien/*"):
        voter.get_by_role("button", name="REGENERER MON CODE DE VOTE").dblclick()

    again = voter.evaluate(SUBMIT_AGAIN)
    voter.clock.run_for(5000)

    assert (len(room.posted), again, voter.evaluate(SUBMIT_AGAIN)) == (1, False, True)


def test_a_refusal_takes_the_focus(voter, room):
    voter.goto(f"{room.url}/identification-identifier-form")

    assert voter.evaluate("document.activeElement.id") == "refus"


def test_the_countdown_follows_the_elections_clock(voter, room):
    voter.goto(f"{room.url}/accueil-preparation")
    box = voter.locator("[data-countdown]")
    room.ahead = ELECTION.calendar.instants.opens - NOW

    box.get_by_text("Fermeture du vote dans").wait_for()

    assert box.locator("b").all_inner_texts() == ["07", "08", "59"]


@pytest.mark.attack("G07")
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_browser_whose_own_clock_is_wrong_counts_rightly(voter, room, hours):
    voter.add_init_script(f"const own = Date.now; Date.now = () => own() + {hours * 3_600_000};")
    voter.goto(f"{room.url}/accueil-preparation")
    box = voter.locator("[data-countdown]")
    room.ahead = ELECTION.calendar.instants.opens - NOW

    box.get_by_text("Fermeture du vote dans").wait_for()

    assert box.locator("b").all_inner_texts() == ["07", "08", "59"]


def test_a_closed_vote_replaces_the_countdown(voter, room):
    voter.goto(f"{room.url}/accueil-preparation")
    room.ahead = ELECTION.calendar.instants.closes - NOW

    voter.get_by_text("Le scrutin est clos.").wait_for()

    assert not voter.locator("[data-countdown] b").first.is_visible()


def test_a_stopped_clock_is_said(voter, room):
    voter.goto(f"{room.url}/accueil-preparation")
    room.frozen = True

    voter.get_by_text("Horloge arrêtée").wait_for()


def test_the_end_of_a_session_is_announced(voter, room):
    room.holes["session_ms"] = "75000"
    voter.clock.install()
    voter.route("**/horloge", lambda route: None)
    voter.goto(f"{room.url}/espace")

    assert not voter.locator(".session").is_visible()
    voter.clock.run_for(20_000)
    voter.get_by_text("Votre session se termine dans").wait_for()
    room.holes["session_ms"] = "900000"
    voter.get_by_role("button", name="Prolonger la session").click()
    voter.locator(".session").wait_for(state="hidden")


def test_the_banner_is_printed(voter, room):
    voter.goto(f"{room.url}/vote-accuse")
    voter.emulate_media(media="print")

    assert voter.get_by_text("SIMULATION – aucun vote réel").is_visible()
    assert voter.get_by_text("3f9ac17b").is_visible()


def test_the_waiting_page_comes_back_by_itself(voter, room):
    room.refresh = 1
    voter.goto(f"{room.url}/busy")

    with voter.expect_navigation():
        room.refresh = 99
