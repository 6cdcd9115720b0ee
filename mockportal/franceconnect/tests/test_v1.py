"""The dialect of 2022."""

import pytest
from joserfc import jws

from mockportal.franceconnect.tests.browsing import (
    AFTER,
    BACK,
    Browser,
    Client,
    Stub,
    callback,
    code_of,
    heading,
)


@pytest.fixture
def old(stub: Stub) -> Client:
    """Return a v1 client."""
    return stub.client(dialect="v1")


@pytest.mark.matrix("G01")
def test_the_whole_way_in_v1(stub: Stub, old: Client, citizen: Browser):
    screen = citizen.reach_continue(old, scope="openid identite_pivot email address phone")
    response = citizen.submit(screen, "form.saisie")
    back = callback(response)
    answer = old.token(back["code"])
    tokens = answer.json()
    told = old.userinfo(tokens["access_token"], params={"schema": "openid"})

    assert response.status_code == 302
    assert set(back) == {"code", "state"}
    assert len(back["code"]) == 64
    assert set(tokens) == {"access_token", "expires_in", "id_token", "token_type"}
    header = jws.extract_compact(tokens["id_token"].encode()).headers()
    assert header == {"typ": "JWT", "alg": "HS256"}
    claims = old.claims(tokens["id_token"])
    assert (claims["iss"], claims["idp"], claims["amr"]) == (stub.base, "FC", [])
    assert told.headers["content-type"] == "application/json"
    assert told.json()["sub"] == claims["sub"]
    assert "phone_number" in told.json()
    assert "given_name_array" not in told.json()
    assert "iss" not in told.json()


@pytest.mark.matrix("G02")
def test_a_v1_client_may_send_json(old: Client, citizen: Browser):
    form = {
        "grant_type": "authorization_code",
        "redirect_uri": BACK,
        "client_id": old.client_id,
        "client_secret": old.secret,
    }
    code = citizen.log_in(old)["code"]

    good = old.http.post(f"{old.api}/token", json={**form, "code": code})
    bad = old.http.post(f"{old.api}/token", json={**form, "code": "x"})
    secret = old.http.post(f"{old.api}/token", json={**form, "client_secret": "x"})

    assert good.status_code == 200
    assert (bad.status_code, bad.json()) == (400, {"status": "fail", "message": "invalid_grant"})
    assert (secret.status_code, secret.json()["message"]) == (401, "invalid_client")


@pytest.mark.matrix("G03")
def test_a_v1_client_says_less(old: Client, citizen: Browser):
    back = citizen.log_in(old, without=("acr_values",), nonce="1234567890123", state="x")

    assert old.claims(old.token(back["code"]).json()["id_token"])["acr"] == "eidas1"


def test_v1_errors_have_their_letter(old: Client, citizen: Browser):
    missing = citizen.authorize(old, without=("scope",))
    unknown = citizen.authorize(old, client_id="nobody")
    login = citizen.choose(citizen.start(old), "impots")
    dead = citizen.sign_in(login, "Y010015")

    assert (missing.status_code, code_of(missing)) == (400, "E030007")
    assert (unknown.status_code, code_of(unknown)) == (400, "E04EA6EF")
    assert (dead.status_code, code_of(dead)) == (403, "E010015")


def test_a_v1_redirect_has_no_issuer(old: Client, citizen: Browser):
    response = citizen.authorize(old, scope="profile")

    assert response.status_code == 302
    assert set(callback(response)) == {"error", "error_description", "state"}


def test_v1_has_neither_discovery_nor_keys(old: Client):
    assert old.http.get(f"{old.api}/.well-known/openid-configuration").status_code == 404
    assert old.http.get(f"{old.api}/jwks").status_code == 404


@pytest.mark.matrix("D02")
@pytest.mark.parametrize(("seconds", "status"), [(29.999, 200), (30, 400)])
def test_a_v1_code_lives_as_long(
    stub: Stub, old: Client, citizen: Browser, seconds: float, status: int
):
    code = citizen.log_in(old)["code"]
    stub.advance(seconds)

    assert old.token(code).status_code == status


@pytest.mark.matrix("D03")
def test_a_v1_code_sent_twice_kills_its_token(old: Client, citizen: Browser):
    code = citizen.log_in(old)["code"]
    token = old.token(code).json()["access_token"]

    again = old.token(code)

    assert again.json() == {"status": "fail", "message": "invalid_grant"}
    assert old.userinfo(token).status_code == 401


@pytest.mark.matrix("F01")
def test_a_v1_logout_is_direct(stub: Stub, old: Client, citizen: Browser):
    hint = old.token(citizen.log_in(old)["code"]).json()["id_token"]
    query = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "s"}

    back = citizen.http.get(f"{stub.base}/api/v1/logout", params=query)
    free = citizen.http.get(
        f"{stub.base}/api/v1/logout", params={**query, "post_logout_redirect_uri": BACK}
    )

    assert (back.status_code, back.headers["location"]) == (302, f"{AFTER}?state=s")
    assert (free.status_code, code_of(free)) == (400, "E04CFAEF")
    assert heading(citizen.start(old)) == "Accéder à Service"


def test_a_v2_client_is_unknown_in_v1(client: Client, citizen: Browser, stub: Stub):
    response = citizen.http.get(f"{stub.base}/api/v1/authorize", params=client.request())

    assert (response.status_code, code_of(response)) == (400, "E04EA6EF")
