"""Steps over bare HTTP, on a portal of paper."""

import gc
import threading
import weakref
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scenarios.http_driver import HttpDriver
from scenarios.levers import Stagehand
from scenarios.seen import Strayed
from scenarios.steps import (
    MISTYPED,
    SOLVED,
    Advance,
    CloseBrowser,
    Download,
    FindNoMessage,
    Follow,
    GoBack,
    LiftFault,
    Listen,
    Open,
    PressTwice,
    ReadMessage,
    Reload,
    Scan,
    SetFault,
    Submit,
    UseBrowser,
    UseTab,
    Wait,
)
from scenarios.tests.paper_levers import PaperLevers
from scenarios.tests.paper_portal import URL, PaperPortal
from scenarios.transport import PlainTransport, Unreachable


@pytest.fixture
def portal():
    return PaperPortal()


@pytest.fixture
def levers():
    return PaperLevers()


@pytest.fixture
def driver(portal, levers):
    return HttpDriver(portal, URL, Stagehand(levers))


@pytest.fixture
def at_login(driver):
    driver.perform(Open("/portail/identification", lands_on="Accès au portail Élections"))
    return driver


SIGN_IN = Submit(
    "CONNEXION", {"Identifiant": "a@b.example", "CAPTCHA": SOLVED}, lands_on="Espace électeur"
)


def test_a_form_leads_on_with_its_cookie(at_login, portal):
    seen = at_login.perform(SIGN_IN)

    assert (seen.page, seen.status, seen.url) == ("espace", 200, f"{URL}/portail/espace")
    assert portal.asked[1][3]["identifiant"] == ["a@b.example"]


def test_a_mistyped_captcha_is_refused_on_the_same_page(at_login):
    step = Submit("CONNEXION", {"CAPTCHA": MISTYPED}, refused="captcha-wrong")

    assert at_login.perform(step).message == "La saisie - si vous"


def test_a_refusal_nobody_promised_strays(at_login):
    with pytest.raises(Strayed, match="captcha-wrong"):
        at_login.perform(Submit("CONNEXION", {"CAPTCHA": MISTYPED}))


def test_a_button_pressed_twice_sends_the_same_form_twice(at_login, portal):
    at_login.perform(PressTwice("CONNEXION", SIGN_IN.fields, lands_on="Espace électeur"))

    assert [asked[:2] for asked in portal.asked[1:]] == [
        ("POST", "identification"),
        ("POST", "identification"),
        ("GET", "espace"),
    ]


def test_back_asks_for_the_page_before(at_login):
    at_login.perform(SIGN_IN)

    assert at_login.perform(GoBack()).page == "identification"


def test_there_is_nothing_before_the_first_page(at_login):
    with pytest.raises(Strayed, match="a page to go back to"):
        at_login.perform(GoBack())


def test_another_browser_has_no_cookie(at_login):
    at_login.perform(SIGN_IN)
    at_login.perform(UseBrowser("téléphone"))

    assert at_login.perform(Open("/portail/espace", refused="status 404")).status == 404


def test_another_tab_shares_the_cookies(at_login):
    at_login.perform(SIGN_IN)
    at_login.perform(UseTab("second"))
    at_login.perform(Open("/portail/espace", lands_on="Espace électeur"))
    at_login.perform(UseTab(""))

    assert at_login.perform(Reload()).page == "espace"


def test_a_closed_browser_has_lost_its_cookies(at_login):
    at_login.perform(SIGN_IN)
    at_login.perform(CloseBrowser())

    assert at_login.perform(Open("/portail/espace", refused="status 404")).status == 404


def test_nothing_is_followed_before_a_page_was_opened(driver):
    with pytest.raises(Strayed, match="nothing was opened"):
        driver.perform(Follow("RETOUR"))


def test_redirects_in_circles_are_told(driver):
    with pytest.raises(Strayed, match="10 redirects"):
        driver.perform(Open("/portail/boucle"))


def test_no_answer_is_a_refusal_a_journey_may_promise(driver):
    assert driver.perform(Open("/portail/muet", refused="unreachable")).status == 0


def test_a_scanner_asks_twice_and_shows_nothing_to_the_voter(at_login, portal):
    at_login.perform(Scan(f"{URL}/portail/choix"))

    assert [asked[0] for asked in portal.asked[1:]] == ["HEAD", "GET"]
    assert at_login.page.name == "identification"


def test_a_file_is_read_without_leaving_the_page(driver):
    driver.perform(Open("/portail/choix", lands_on="Choix"))

    driver.perform(Download("La preuve", reads=("SIMULATION",)))
    assert driver.perform(Listen("Le son")).heading == "audio/wav"
    with pytest.raises(Strayed, match="not the status 404"):
        driver.perform(Download("Autre chose"))
    assert driver.page.heading == "Choix"


def test_messages_are_read_once_each(driver, levers):
    levers.inbox = ["un", "deux"]
    step = ReadMessage("reissue-link", "sms", "a@b.example", to="+33639981234")

    assert [driver.perform(step).link() for _ in levers.inbox] == ["http://un", "http://deux"]
    driver.perform(FindNoMessage("reissue-link", "a@b.example"))
    with pytest.raises(Strayed, match="a message « reissue-link » by sms"):
        driver.perform(step)


def test_a_message_to_someone_else_strays(driver, levers):
    levers.inbox = ["un"]

    with pytest.raises(Strayed, match="a message to 06, not to"):
        driver.perform(ReadMessage("reissue-link", "sms", "a@b.example", to="06"))


def test_a_message_that_should_not_be_there_strays(driver, levers):
    levers.inbox = ["un"]

    with pytest.raises(Strayed, match="no message"):
        driver.perform(FindNoMessage("reissue-link", "a@b.example"))


def test_levers_are_pulled_in_order(driver, levers):
    driver.perform(Wait(120))
    driver.perform(Advance("closing"))
    driver.perform(SetFault("mail-slow", {"profile": "hour"}))
    driver.perform(LiftFault("mail-slow"))

    assert levers.pulled == [
        "advance 120 ",
        "advance 0 closing",
        "set mail-slow {'profile': 'hour'}",
        "lift mail-slow",
    ]


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.path)))
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def echo():
    server = HTTPServer(("127.0.0.1", 0), _Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def transport():
    transport = PlainTransport()
    yield transport
    transport.close()


def test_the_plain_transport_sends_and_reads(echo, transport):
    answers = [transport.request("GET", f"{echo}/a?b=c", {}, None) for _ in range(2)]

    assert [answer.body for answer in answers] == [b"/a?b=c", b"/a?b=c"]
    assert answers[0].header("content-length") == "6"


def test_the_plain_transport_says_when_nobody_answers(transport):
    with pytest.raises(Unreachable):
        transport.request("GET", "http://127.0.0.1:1/", {}, None)


def test_a_page_that_was_left_is_kept_by_nobody(driver):
    driver.perform(Open("/portail/identification"))
    left = weakref.ref(driver.page)

    driver.perform(Open("/portail/choix"))
    gc.collect()

    assert left() is None


def test_a_page_that_was_left_can_still_be_read_by_who_keeps_it(driver):
    seen = driver.perform(Open("/portail/identification"))

    driver.perform(Open("/portail/choix"))

    assert "RETOUR" in seen.view.links
