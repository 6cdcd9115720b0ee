"""Every page in a real browser: accessible, never too wide, live, and wiped in time."""

import hashlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from mockportal.portal.tests.gallery import CODE, ELECTION, NOW, REFERENCE, sights
from mockportal.portal.tests.preview import chromium_options
from mockportal.portal.tests.showroom import showroom

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTENT = "() => document.documentElement.outerHTML"
GROW = """() => {
    const tiles = document.querySelector(".tuiles");
    while (tiles.children.length < 31) tiles.prepend(tiles.firstElementChild.cloneNode(true));
}"""
LOOK_EARLY = """document.addEventListener("readystatechange", () => {
    window.early ??= getComputedStyle(document.querySelector("[data-code]")).visibility;
})"""
SUBMIT_AGAIN = """() => document.querySelector("main form").dispatchEvent(
    new Event("submit", {bubbles: true, cancelable: true}))"""
TELL_WHAT_WAS_KEPT = """() => addEventListener("pageshow", (event) => {
    if (event.persisted) navigator.sendBeacon("/kept", document.documentElement.outerHTML);
})"""
MASKED = "Code de vote masqué"


@pytest.fixture(scope="module")
def chromium(playwright):
    browser = playwright.chromium.launch(**chromium_options())
    yield browser
    browser.close()


@pytest.fixture
def room():
    with showroom() as room:
        yield room


@pytest.fixture
def tab(chromium, room):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def voter(tab):
    """Open a tab whose every complaint fails the test."""
    complaints = complaints_of(tab)
    yield tab
    assert complaints == []


@pytest.fixture(scope="module")
def inspector(chromium):
    """Open a tab that stays open from page to page, without motion."""
    with showroom() as room:
        page = chromium.new_page(base_url=room.url, reduced_motion="reduce")
        page.complaints = complaints_of(page)
        yield page
        page.close()


@pytest.fixture
def reader(chromium):
    """Open a tab without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


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


def test_a_closed_vote_replaces_the_countdown(voter, room):
    voter.goto(f"{room.url}/accueil-preparation")
    room.ahead = ELECTION.calendar.instants.closes - NOW

    voter.get_by_text("Le scrutin est clos.").wait_for()

    assert not voter.locator("[data-countdown] b").first.is_visible()


def test_a_stopped_clock_is_said(voter, room):
    voter.goto(f"{room.url}/accueil-preparation")
    room.frozen = True

    voter.get_by_text("Horloge arrêtée").wait_for()


def test_a_page_without_events_asks_again(tab, room):
    room.events = False
    tab.clock.install()
    tab.goto(f"{room.url}/reassort-code")
    tab.clock.run_for(100)
    room.ahead = 3_600_000
    tab.clock.run_for(2500)

    tab.get_by_text(MASKED).wait_for()


def test_the_end_of_a_session_is_announced(voter, room):
    room.holes["session_ms"] = "41500"
    voter.goto(f"{room.url}/espace")

    voter.get_by_text("Votre session se termine dans 50 secondes.").wait_for()
    voter.get_by_text("Votre session se termine dans 40 secondes.").wait_for()
    room.holes["session_ms"] = "900000"
    voter.get_by_role("button", name="Prolonger la session").click()
    voter.locator(".session").wait_for(state="hidden")


def test_a_code_is_shown_with_the_time_left(voter, room):
    voter.goto(f"{room.url}/reassort-code")

    voter.get_by_text(CODE).wait_for()
    assert voter.locator("[data-seconds]").inner_text() in {"86", "87"}
    assert CODE not in voter.title() + voter.url


def test_a_code_is_wiped_at_its_deadline(voter, room):
    room.holes["remaining_ms"] = "60000"
    leave_alone(voter)
    voter.goto(f"{room.url}/reassort-code")

    voter.clock.run_for(57_000)
    assert CODE in voter.evaluate(CONTENT)
    voter.clock.run_for(4000)

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
    room.holes |= {"remaining_ms": "120000", "speed": "60"}
    room.speed = 60
    voter.goto(f"{room.url}/reassort-code")

    assert voter.locator("[data-seconds]").inner_text() in {"1", "2"}
    voter.get_by_text(MASKED).wait_for()


@pytest.mark.parametrize(("left", "said"), [("65000", "60"), ("25000", "20")])
def test_the_last_seconds_are_announced_politely(voter, room, left, said):
    room.holes["remaining_ms"] = left
    leave_alone(voter)
    voter.goto(f"{room.url}/reassort-code")

    voter.clock.run_for(6000)

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


def test_the_back_button_asks_the_server(voter, room):
    voter.goto(f"{room.url}/reassort-code")
    voter.get_by_text(CODE).wait_for()
    room.holes |= {"code": "gone", "remaining_ms": "0"}
    voter.goto(f"{room.url}/limites")
    voter.go_back()

    voter.get_by_text(MASKED).wait_for()
    assert CODE not in voter.evaluate(CONTENT)


def test_a_page_kept_in_memory_holds_no_code(playwright, room):
    room.cache, room.events = "private", False  # a page that Chromium is sure to keep
    options = chromium_options() | {"ignore_default_args": ["--disable-back-forward-cache"]}
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


def test_a_ballots_reference_is_computed_in_the_browser(voter, room):
    sent = vote(voter, room)

    assert sent["reference"] == [expected(sent)]
    assert len(sent["nonce"][0]) == 32


def test_a_ballots_reference_needs_no_secure_context(voter, room):
    voter.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})")
    sent = vote(voter, room)

    assert sent["reference"] == [expected(sent)]


def test_without_javascript_the_server_draws_the_nonce(reader, room):
    sent = vote(reader, room)

    assert (sent["nonce"], sent["reference"]) == ([""], [""])


def test_a_right_receipt_is_a_success(voter, room):
    room.holes["reference"] = vote(voter, room)["reference"][0]
    voter.goto(f"{room.url}/vote-accuse")

    assert voter.get_by_text("Votre vote est enregistré.").is_visible()
    assert not voter.get_by_role("alert").is_visible()


def test_a_wrong_receipt_raises_the_alarm(voter, room):
    vote(voter, room)
    room.holes["reference"] = REFERENCE
    voter.goto(f"{room.url}/vote-accuse")

    alarm = voter.get_by_role("alert")
    assert alarm.inner_text() == "La référence ne correspond pas. Contactez l'assistance."
    assert not voter.get_by_text("Votre vote est enregistré.").is_visible()


def test_thirty_lists_fit_on_a_phone(voter, room):
    voter.set_viewport_size({"width": 320, "height": 640})
    voter.goto(f"{room.url}/vote-choosing")
    voter.evaluate(GROW)

    assert voter.evaluate(WIDER) <= 0
    assert voter.get_by_role("button", name="Vote blanc").is_visible()


def test_the_banner_is_printed(voter, room):
    voter.goto(f"{room.url}/vote-accuse")
    voter.emulate_media(media="print")

    assert voter.get_by_text("SIMULATION – aucun vote réel").is_visible()
    assert voter.get_by_text("3f9ac17b").is_visible()


def test_the_waiting_page_comes_back_by_itself(voter, room):
    room.holes["refresh_s"] = "1"
    voter.goto(f"{room.url}/busy-busy")

    with voter.expect_navigation():
        room.holes["refresh_s"] = "99"


def complaints_of(page):
    """Return the list that fills with what a page complains about."""
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def leave_alone(page):
    """Let a page count with a clock of the test, and never hear of the election's."""
    page.route("**/horloge", lambda route: None)
    page.clock.install()


def vote(tab, room):
    """Press « Je vote » and return what was sent."""
    tab.goto(f"{room.url}/vote-confirmation-blanc")
    with tab.expect_response("**/confirmation"):
        tab.get_by_role("button", name="Je vote").click()
    return room.posted[-1]


def expected(sent):
    """Return the reference that a ballot must have."""
    scrutin = ELECTION.scrutins[0].id
    text = f"{ELECTION.id}|{scrutin}|{sent['choix'][0]}|{sent['nonce'][0]}"
    return hashlib.sha256(text.encode()).hexdigest()
