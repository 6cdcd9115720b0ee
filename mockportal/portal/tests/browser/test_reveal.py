"""The timed code in a real browser: shown in time, wiped in time, left nowhere."""

import pytest

from mockportal.portal.tests.gallery import CODE
from mockportal.portal.tests.preview import chromium_options

CONTENT = "() => document.documentElement.outerHTML"
LOOK_EARLY = """document.addEventListener("readystatechange", () => {
    window.early ??= getComputedStyle(document.querySelector("[data-code]")).visibility;
})"""
TELL_WHAT_WAS_KEPT = """() => addEventListener("pageshow", (event) => {
    if (event.persisted) navigator.sendBeacon("/kept", document.documentElement.outerHTML);
})"""
MASKED = "Code de vote masqué"


def test_a_page_without_events_asks_again(tab, room):
    room.events = False
    tab.clock.install()
    tab.goto(f"{room.url}/reassort-code")
    tab.clock.run_for(100)
    room.ahead = 3_600_000
    tab.clock.run_for(2500)

    tab.get_by_text(MASKED).wait_for()


def test_a_code_is_shown_with_the_time_left(voter, room):
    voter.goto(f"{room.url}/reassort-code")

    voter.get_by_text(CODE).wait_for()
    assert 60 < int(voter.locator("[data-seconds]").inner_text()) <= 87
    assert CODE not in voter.title() + voter.url


def test_a_code_is_wiped_at_its_deadline(voter, room):
    room.holes["remaining_ms"] = "120000"
    leave_alone(voter)
    voter.goto(f"{room.url}/reassort-code")

    voter.clock.run_for(95_000)
    assert CODE in voter.evaluate(CONTENT)
    voter.clock.run_for(25_000)

    assert CODE not in voter.evaluate(CONTENT)
    assert voter.get_by_text(MASKED).is_visible()
    assert voter.get_by_role("alert").inner_text() == "Le code n'est plus affiché."
    assert voter.locator("main").get_attribute("data-refusal") == "reveal-gone"
    assert voter.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_code_is_invisible_until_its_deadline_was_checked(voter, room):
    voter.add_init_script(LOOK_EARLY)
    voter.goto(f"{room.url}/reassort-code")

    assert voter.evaluate("early") == "hidden"
    assert voter.get_by_text(CODE).is_visible()


def test_a_code_that_comes_too_late_is_never_shown(voter, room):
    room.holes["remaining_ms"] = "0"
    voter.goto(f"{room.url}/reassort-code")

    voter.get_by_text(MASKED).wait_for()
    assert CODE not in voter.evaluate(CONTENT)


def test_a_code_leaves_as_soon_as_the_clock_moves(voter, room):
    voter.goto(f"{room.url}/reassort-code")
    voter.get_by_text(CODE).wait_for()
    room.ahead = 120_000

    voter.get_by_text(MASKED).wait_for()
    assert CODE not in voter.evaluate(CONTENT)


def test_a_code_stays_while_the_clock_is_stopped(voter, room):
    room.holes |= {"remaining_ms": "60000", "frozen": "true"}
    room.frozen = True
    voter.goto(f"{room.url}/reassort-code")

    voter.get_by_text("Horloge arrêtée").wait_for()
    assert voter.locator("[data-seconds]").inner_text() == "60"


def test_a_code_counts_real_seconds_when_the_clock_runs_fast(voter, room):
    room.holes |= {"remaining_ms": "1200000", "speed": "60"}
    leave_alone(voter)
    voter.goto(f"{room.url}/reassort-code")

    assert 5 < int(voter.locator("[data-seconds]").inner_text()) <= 20
    voter.clock.run_for(20_000)
    assert voter.get_by_text(MASKED).is_visible()


@pytest.mark.attack("D23")
@pytest.mark.parametrize(("left", "said"), [("75000", "60"), ("35000", "20")])
def test_the_last_seconds_are_announced_politely(voter, room, left, said):
    room.holes["remaining_ms"] = left
    leave_alone(voter)
    voter.goto(f"{room.url}/reassort-code")

    voter.clock.run_for(16_000)

    assert voter.get_by_role("status").inner_text() == f"Il reste {said} secondes."


def test_a_code_is_copied_on_demand_only(voter, room):
    voter.context.grant_permissions(["clipboard-read", "clipboard-write"])
    voter.goto(f"{room.url}/reassort-code")
    voter.evaluate("navigator.clipboard.writeText('')")
    voter.get_by_text(CODE).wait_for()
    before = voter.evaluate("navigator.clipboard.readText()")

    voter.get_by_role("button", name="Copier le code").click()

    voter.get_by_text("Code copié.").wait_for()
    assert (before, voter.evaluate("navigator.clipboard.readText()")) == ("", CODE)


@pytest.mark.attack("D17")
def test_the_back_button_asks_the_server(voter, room):
    voter.goto(f"{room.url}/reassort-code")
    voter.get_by_text(CODE).wait_for()
    room.holes |= {"code": "gone", "remaining_ms": "0"}
    voter.goto(f"{room.url}/limites")
    voter.go_back()

    voter.get_by_text(MASKED).wait_for()
    assert CODE not in voter.evaluate(CONTENT)


@pytest.mark.attack("D17")
def test_a_page_kept_in_memory_holds_no_code(playwright, room):
    room.cache, room.events = "private", False  # a page that Chromium is sure to keep
    options = chromium_options(whole=True) | {
        "ignore_default_args": ["--disable-back-forward-cache"]
    }
    browser = playwright.chromium.launch(**options)
    tab = browser.new_page()
    tab.goto(f"{room.url}/reassort-code")
    tab.get_by_text(CODE).wait_for()
    tab.evaluate(TELL_WHAT_WAS_KEPT)
    tab.goto(f"{room.url}/limites")

    tab.go_back(wait_until="commit")
    kept = room.bodies.get(timeout=10)

    assert MASKED in kept
    assert CODE not in kept
    browser.close()


def test_leaving_wipes_the_code(voter, room):
    voter.goto(f"{room.url}/reassort-code")
    voter.get_by_text(CODE).wait_for()

    voter.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")

    assert CODE not in voter.evaluate(CONTENT)


def test_looking_again_asks_the_server(tab, room):
    tab.goto(f"{room.url}/reassort-code")
    tab.get_by_text(CODE).wait_for()
    room.statuses["reassort-code"] = 404
    with tab.expect_response(lambda answer: answer.request.method == "HEAD"):
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    tab.get_by_text(MASKED).wait_for()


def test_without_javascript_the_page_asks_again_at_the_deadline(reader, room):
    room.holes["refresh_s"] = "1"
    reader.goto(f"{room.url}/reassort-code")
    assert reader.get_by_text(CODE).is_visible()

    with reader.expect_navigation():
        room.holes |= {"code": "gone", "refresh_s": "99"}

    assert not reader.get_by_text(CODE).is_visible()


def leave_alone(page):
    """Let a page count with a clock of the test, and never hear of the election's."""
    page.route("**/horloge", lambda route: None)
    page.clock.install()
