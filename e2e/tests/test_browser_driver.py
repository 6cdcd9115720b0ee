"""Steps at a real browser, on a portal of paper."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from e2e.browser_driver import BrowserDriver, await_the_last
from e2e.hands import Keyboard, Mouse
from e2e.windows import Windows
from scenarios.levers import Stagehand
from scenarios.seen import Strayed
from scenarios.steps import (
    MISTYPED,
    SOLVED,
    CloseBrowser,
    Download,
    Follow,
    GoBack,
    Open,
    PressTwice,
    Reload,
    Scan,
    Submit,
    UseBrowser,
    UseTab,
)
from scenarios.tests.paper_levers import PaperLevers
from scenarios.tests.paper_portal import PaperPortal
from scenarios.transport import Unreachable

SIGN_IN = Submit(
    "CONNEXION", {"Identifiant": "a@b.example", "CAPTCHA": SOLVED}, lands_on="Espace électeur"
)


class _Desk(BaseHTTPRequestHandler):
    """Hands the answers of the portal of paper over HTTP."""

    portal = PaperPortal()
    protocol_version = "HTTP/1.1"

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            answer = self.portal.request(self.command, self.path, self.headers, body)
        except Unreachable:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else answer.body)

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 names the library asks for

    def log_message(self, *_):
        pass


class _Told:
    """A page whose waiting ends as it is told."""

    def __init__(self, *told):
        self.told = list(told)

    def wait_for_url(self, *_, **__):
        if trouble := self.told.pop(0):
            raise trouble


@pytest.fixture
def desk():
    portal = PaperPortal()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Desk", (_Desk,), {"portal": portal}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/essai", portal
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[Mouse, Keyboard])
def driver(browser, desk, request):
    windows = Windows(browser.new_context)
    yield BrowserDriver(windows, desk[0], Stagehand(PaperLevers()), request.param())
    windows.close()


@pytest.fixture
def at_login(driver):
    driver.perform(Open("/portail/identification", lands_on="Accès au portail Élections"))
    return driver


def test_a_form_leads_on_with_its_cookie(at_login, desk):
    seen = at_login.perform(SIGN_IN)

    assert (seen.page, seen.status, seen.text) == ("espace", 200, "Espace électeur")
    assert [asked[3]["identifiant"] for asked in desk[1].asked if asked[0] == "POST"] == [
        ["a@b.example"]
    ]


def test_a_refusal_is_read_on_the_same_page(at_login):
    fields = {"Identifiant": "a@b.example", "CAPTCHA": MISTYPED}

    seen = at_login.perform(Submit("CONNEXION", fields, refused="captcha-wrong"))

    assert (seen.message, seen.status) == ("La saisie - si vous", 422)


def test_choices_are_made_by_their_words(driver, desk):
    driver.perform(Open("/portail/choix", lands_on="Choix"))
    fields = {
        "Votre question Défi :": "Comment s'appelle votre chien ?",
        "Par E-MAIL": True,
        "Noter": True,
    }
    driver.perform(Submit("ENVOYER la demande", fields, lands_on="Vu"))

    sent = [asked[3] for asked in desk[1].asked if asked[1] == "vu"]
    assert sent == [
        {"question": ["q2"], "canal": ["email"], "noter": ["on"], "mot": ["rien"], "envoi": ["1"]}
    ]


def test_links_of_the_same_text_are_told_apart_by_their_row(driver, desk):
    driver.perform(Open("/portail/choix"))
    driver.perform(Follow("Voter", within="CCP", refused="status 404"))

    assert desk[1].asked[-1][1] in ("vote/b", "/favicon.ico")


def test_what_is_not_there_is_told(driver):
    driver.perform(Open("/portail/choix"))

    with pytest.raises(Strayed, match="one link « Voter », not 2"):
        driver.perform(Follow("Voter"))
    with pytest.raises(Strayed, match="labelled « Identifient », not 0"):
        driver.perform(Submit("ENVOYER la demande", {"Identifient": "x"}))


def test_windows_share_what_browsers_share(at_login):
    at_login.perform(SIGN_IN)
    at_login.perform(UseTab("second"))
    at_login.perform(Open("/portail/espace", lands_on="Espace électeur"))
    at_login.perform(UseBrowser("téléphone"))
    at_login.perform(Open("/portail/espace", refused="status 404"))
    at_login.perform(UseBrowser(""))
    at_login.perform(Reload(lands_on="Espace électeur"))
    at_login.perform(GoBack(lands_on="Accès au portail Élections"))
    at_login.perform(CloseBrowser())

    assert at_login.perform(Open("/portail/espace", refused="status 404")).status == 404


def test_impatience_is_harmless(at_login):
    assert at_login.perform(PressTwice("CONNEXION", SIGN_IN.fields)).page == "espace"


def test_an_answer_that_the_second_press_cut_short_is_not_the_last():
    page = _Told(Error("Page.wait_for_url: net::ERR_ABORTED; maybe frame was detached?"), None)

    await_the_last(page, [])

    assert page.told == []


def test_other_trouble_is_not_taken_for_a_second_press():
    page = _Told(Error("Page.wait_for_url: Target closed"), None)

    with pytest.raises(Error, match="Target closed"):
        await_the_last(page, [])


def test_pressing_what_does_nothing_is_told(driver, monkeypatch):
    monkeypatch.setattr("e2e.browser_driver.NAVIGATION_MS", 200)
    driver.perform(Open("/portail/choix"))

    with pytest.raises(Strayed, match="a page, but nothing happened"):
        driver.perform(Submit("Rien"))
    with pytest.raises(Strayed, match="a page, but nothing happened"):
        driver.perform(PressTwice("Rien"))


def test_no_answer_is_a_refusal_a_journey_may_promise(driver):
    assert driver.perform(Open("/portail/muet", refused="unreachable")).status == 0


def test_files_and_scanners_leave_the_page(driver, desk):
    driver.perform(Open("/portail/choix"))
    driver.perform(Scan(f"{desk[0]}/portail/choix"))
    driver.perform(Download("La preuve", reads=("SIMULATION",)))

    assert driver.perform(Reload()).heading == "Choix"
