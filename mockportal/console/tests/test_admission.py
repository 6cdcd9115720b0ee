"""Who may use the control port: the bearer of the token, the console's own pages, nobody else."""

import httpx
import pytest

from mockportal.console.admission import COOKIE, FORM_TOKEN, console_cookie, form_token
from mockportal.tests import plain

ADDRESSES = ("/", "/api/elections", "/api/openapi.json", "/api/nothing", "/nothing", "/console/x")


@pytest.fixture
def console_page(server):
    """Give a browser that has exchanged the token for a cookie."""
    with plain.Client(base_url=server.console) as browser:
        browser.get("/", params={"token": server.token})
        yield browser


@pytest.fixture
def own(server):
    """Return what a page of the console sends with a change."""
    return {"Origin": server.console, FORM_TOKEN: form_token(server.token)}


@pytest.mark.attack("J02")
@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_token_nothing_opens(stranger, address):
    answer = stranger.get(address)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["detail"] == "Ouvrez l'adresse avec jeton affichée au démarrage."


@pytest.mark.attack("J02")
@pytest.mark.parametrize(
    "authorization", ["Bearer wrong", "Bearer", "Bearer é", "Basic eDp5", "wrong", "", "bearer x y"]
)
def test_a_wrong_bearer_changes_nothing(stranger, remote, authorization):
    before = remote.look()

    answer = stranger.request(
        "POST",
        f"/api/elections/{remote.id}/clock/advance",
        json={"seconds": 60},
        headers={"Authorization": authorization.encode()},
    )

    assert answer.status_code == 401
    assert remote.look() == before


@pytest.mark.attack("J02")
def test_a_wrong_token_in_the_address_opens_nothing(stranger):
    answer = stranger.get("/", params={"token": "wrong"})

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


@pytest.mark.attack("J02")
def test_the_token_in_the_address_is_exchanged_for_a_cookie(stranger, server):
    answer = stranger.get("/", params={"token": server.token, "page": "2"})

    cookie = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?page=2")
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert server.token not in cookie


@pytest.mark.attack("J02")
def test_the_exchange_never_leads_elsewhere(stranger, server):
    answer = stranger.get(f"{server.console}//evil.example/?token={server.token}")

    assert answer.headers.get("Location", "/").startswith("/")
    assert not answer.headers.get("Location", "/").startswith("//")


@pytest.mark.attack("J02")
def test_the_cookie_opens_the_start_page_without_the_token(console_page, server):
    answer = console_page.get("/")

    assert answer.status_code == 200
    assert server.token not in answer.text


@pytest.mark.attack("J03")
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "portal", "http://localhost"])
def test_a_foreign_page_is_refused_whatever_it_bears(api, remote, server, origin):
    before = remote.look()
    headers = {"Origin": server.portal if origin == "portal" else origin}

    answer = api.post(
        f"/api/elections/{remote.id}/clock/advance", json={"seconds": 60}, headers=headers
    )

    assert (answer.status_code, answer.json()["detail"]) == (403, "Appel refusé.")
    assert remote.look() == before


@pytest.mark.attack("J03")
def test_a_foreign_page_learns_nothing_by_sending_plain_text(console_page, remote):
    before = remote.look()

    answer = console_page.post(
        f"/api/elections/{remote.id}/clock/advance",
        content='{"seconds": 60}',
        headers={"Content-Type": "text/plain", "Origin": "https://evil.example"},
    )

    assert (answer.status_code, answer.json()["detail"]) == (403, "Appel refusé.")
    assert remote.look() == before


@pytest.mark.attack("J03")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_or_a_script_of_another_site_gets_nothing(console_page, site):
    answer = console_page.get("/api/elections", headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403


@pytest.mark.attack("J03")
def test_a_link_to_the_console_may_be_followed(console_page):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert console_page.get("/", headers=headers).status_code == 200


@pytest.mark.attack("J03")
@pytest.mark.parametrize("missing", ["Origin", FORM_TOKEN])
def test_a_page_with_the_cookie_alone_changes_nothing(console_page, remote, own, missing):
    before = remote.look()
    rest = {name: value for name, value in own.items() if name != missing}

    answer = console_page.post(
        f"/api/elections/{remote.id}/clock/advance", json={"seconds": 60}, headers=rest
    )

    assert answer.status_code == 403
    assert remote.look() == before


@pytest.mark.attack("J03")
def test_the_consoles_own_page_may_change_things(console_page, remote, own):
    answer = console_page.post(
        f"/api/elections/{remote.id}/clock/advance", json={"seconds": 60}, headers=own
    )

    assert answer.status_code == 200


@pytest.mark.attack("J03")
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
def test_only_json_is_taken(api, remote, kind):
    answer = api.post(
        f"/api/elections/{remote.id}/clock/advance",
        content='{"seconds": 60}',
        headers={"Content-Type": kind},
    )

    assert (answer.status_code, answer.json()["detail"]) == (415, "Format d'envoi non accepté.")


@pytest.mark.attack("J03")
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_no_answer_invites_other_origins(api, method):
    headers = {"Access-Control-Request-Method": "PUT"}

    answer = api.request(method, "/api/elections", headers=headers)

    assert answer.status_code == {"OPTIONS": 405, "GET": 200}[method]
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.attack("J04")
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8082", "127.0.0.1.evil.example"])
def test_another_host_name_is_refused(api, host):
    answer = api.get("/api/elections", headers={"Host": host})

    assert (answer.status_code, answer.json()["detail"]) == (421, "Adresse de site inconnue.")


@pytest.mark.attack("J05")
@pytest.mark.parametrize(
    "path", ["/%61pi/elections", "//api/elections", "/API/elections", "/api;x/elections", "/api//"]
)
def test_a_path_in_disguise_opens_nothing(stranger, server, path):
    answer = stranger.send(httpx.Request("GET", httpx.URL(server.console, raw_path=path.encode())))

    assert answer.status_code == 401


@pytest.mark.attack("J06")
def test_events_are_not_for_other_origins(console_page, remote):
    answer = console_page.get(
        f"/api/elections/{remote.id}/events", headers={"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403


@pytest.mark.attack("J10")
def test_the_cookie_of_one_port_is_worth_nothing_at_the_other(server, election):
    with plain.Client() as browser:
        browser.get(server.address(election.id, "identification"))
        given = set(browser.cookies)

        answer = browser.get(server.console)

    assert given
    assert all(name.startswith(f"{election.id}-") for name in given)
    assert answer.status_code == 401


@pytest.mark.attack("J10")
def test_no_page_of_one_port_is_served_by_the_other(api, browser, election, server):
    portal_page = api.get(f"/{election.id}/portail/accueil")
    console_page = browser.get("/api/elections", headers=dict(api.headers))

    assert (portal_page.status_code, portal_page.json()["detail"]) == (404, "Page introuvable.")
    assert console_page.status_code == 404


def test_an_altered_cookie_opens_nothing(stranger, server):
    right = console_cookie(server.token)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")

    answer = stranger.get("/", headers={"Cookie": f"{COOKIE}={wrong}"})

    assert answer.status_code == 401


def test_a_person_without_a_token_reads_what_to_do(stranger):
    answer = stranger.get("/", headers={"Accept": "text/html,*/*"})

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Ouvrez l&#x27;adresse avec jeton affichée au démarrage." in answer.text
    assert "SIMULATION – aucun vote réel" in answer.text


@pytest.mark.attack("J11")
def test_the_console_shows_markup_as_text(console_page, store):
    election = store.create(title="<script>alert(1)</script>")

    page = console_page.get(f"/elections/{election.id}")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
