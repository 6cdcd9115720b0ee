"""Authorization requests over HTTP: what the stub answers a browser that a client sends."""

import base64
import hashlib
from urllib.parse import parse_qsl, urlsplit

import pytest

from mockportal.franceconnect.tests.browsing import (
    BACK,
    Browser,
    Client,
    Stub,
    callback,
    code_of,
    heading,
    node,
)

LONG = "0123456789012345678901"
CHALLENGE_OF = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def told(response):
    address = urlsplit(response.headers["location"])
    return dict(parse_qsl(address.query)), dict(parse_qsl(address.fragment))


@pytest.mark.matrix("A01")
def test_a_valid_request_opens_an_interaction(client: Client, citizen: Browser):
    response = citizen.authorize(client)

    assert response.status_code == 303
    assert "/api/v2/interaction/" in response.headers["location"]
    assert response.headers["cache-control"] == "no-store"
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("fc_session_id=")
    assert {"HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert not {"max-age", "expires", "domain", "secure"} & {
        part.strip().partition("=")[0].lower() for part in cookie.split(";")
    }


@pytest.mark.matrix("A01")
def test_a_valid_request_may_be_a_form(client: Client, citizen: Browser):
    response = citizen.http.post(f"{client.api}/authorize", data=client.request())

    assert response.status_code == 303
    assert "/api/v2/interaction/" in response.headers["location"]


@pytest.mark.matrix("A02")
@pytest.mark.parametrize("name", ["response_type", "scope", "acr_values", "state", "nonce"])
def test_a_missing_parameter_ends_on_a_page_without_link(
    client: Client, citizen: Browser, name: str
):
    response = citizen.authorize(client, without=(name,))

    assert (response.status_code, code_of(response)) == (400, "Y030007")
    assert node(response, "[data-testid=back-to-service]") is None


@pytest.mark.matrix("A03")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"nonce": LONG[:21]}, 400),
        ({"nonce": LONG}, 303),
        ({"nonce": "n" * 128}, 303),
        ({"state": LONG[:21]}, 400),
        ({"state": LONG}, 303),
    ],
)
def test_state_and_nonce_are_long_enough(client: Client, citizen: Browser, changes, status: int):
    assert citizen.authorize(client, **changes).status_code == status


@pytest.mark.matrix("A04")
@pytest.mark.parametrize("name", ["code_challenge", "max_age", "x"])
def test_a_strict_client_sends_nothing_else(client: Client, citizen: Browser, name: str):
    response = citizen.authorize(client, **{name: "1"})

    assert (response.status_code, code_of(response)) == (400, "Y030007")


@pytest.mark.matrix("A05")
@pytest.mark.parametrize(
    ("verifier", "status"),
    [({"code_verifier": CHALLENGE_OF}, 200), ({"code_verifier": "v" * 43}, 400), ({}, 400)],
)
def test_a_lax_client_proves_possession(stub: Stub, citizen: Browser, verifier, status: int):
    lax = stub.client(profile="lax")
    digest = hashlib.sha256(CHALLENGE_OF.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    back = citizen.log_in(lax, code_challenge=challenge, code_challenge_method="S256")

    answer = lax.token(back["code"], **verifier)

    assert answer.status_code == status
    assert status == 200 or "code=Y0446550" in answer.json()["error_uri"]


@pytest.mark.matrix("A06")
@pytest.mark.parametrize("more", [{}, {"code_challenge_method": "plain"}])
def test_a_plain_proof_goes_back(stub: Stub, citizen: Browser, more):
    response = citizen.authorize(stub.client(profile="lax"), code_challenge="c" * 43, **more)

    assert response.status_code == 303
    assert callback(response)["error"] == "invalid_request"


@pytest.mark.matrix("A07")
@pytest.mark.parametrize("name", ["state", "scope", "client_id", "prompt"])
def test_a_parameter_comes_once(client: Client, citizen: Browser, name: str):
    request = [*client.request(prompt="login").items(), (name, "login")]

    response = citizen.http.get(f"{client.api}/authorize", params=request)

    assert (response.status_code, code_of(response)) == (400, "Y030007")


@pytest.mark.matrix("A08")
def test_an_unknown_client_gets_a_page(client: Client, citizen: Browser):
    response = citizen.authorize(client, client_id="0" * 64)

    assert (response.status_code, code_of(response)) == (400, "Y04EA6EF")


@pytest.mark.matrix("A08")
@pytest.mark.parametrize("values", [{"enabled": False}, {"dialect": "v1"}])
def test_a_client_disabled_or_of_v1_gets_a_page(stub: Stub, citizen: Browser, values):
    other = stub.client(**values)

    response = citizen.http.get(f"{stub.base}/api/v2/authorize", params=other.request())

    assert (response.status_code, code_of(response)) == (400, "Y04EA6EF")


@pytest.mark.matrix("A09")
@pytest.mark.attack("E08")
@pytest.mark.parametrize(
    "address",
    [
        f"{BACK}/",
        f"{BACK}#x",
        f"{BACK}/plus",
        BACK.replace(".example", ".example.evil.example"),
        BACK.upper(),
        f"{BACK}?x=1",
        BACK.replace(".example", ".example:81"),
        "http://127.0.0.1/retour",
    ],
)
def test_a_return_address_is_exactly_one_registered(client: Client, citizen: Browser, address: str):
    response = citizen.authorize(client, redirect_uri=address)

    assert (response.status_code, code_of(response)) == (400, "Y04C013C")
    assert "location" not in response.headers


@pytest.mark.matrix("A10")
@pytest.mark.attack("E08")
@pytest.mark.parametrize("address", ["", "example.com", "javascript:alert(1)"])
def test_a_return_address_is_a_web_address(client: Client, citizen: Browser, address: str):
    response = citizen.authorize(client, redirect_uri=address)

    assert (response.status_code, code_of(response)) == (400, "Y030007")


@pytest.mark.matrix("A11")
@pytest.mark.parametrize(
    ("scope", "error"), [("profile", "invalid_request"), ("openid email", "invalid_scope")]
)
def test_a_scope_refused_goes_back(stub: Stub, citizen: Browser, scope: str, error: str):
    choosy = stub.client(scopes=["openid", "profile"])

    assert callback(citizen.authorize(choosy, scope=scope))["error"] == error


@pytest.mark.matrix("A11")
def test_an_unknown_scope_is_ignored(client: Client, citizen: Browser):
    back = citizen.log_in(client, scope="openid gender nothing")

    assert client.token(back["code"]).json()["scope"] == "openid gender"


@pytest.mark.matrix("A12")
@pytest.mark.parametrize(
    ("kind", "error", "place"),
    [
        ("", "invalid_request", 0),
        ("x", "unsupported_response_type", 0),
        ("code token", "unsupported_response_type", 1),
    ],
)
def test_an_implicit_response_type_is_refused_in_the_fragment(
    client: Client, citizen: Browser, kind: str, error: str, place: int
):
    assert told(citizen.authorize(client, response_type=kind))[place]["error"] == error


@pytest.mark.matrix("A13")
@pytest.mark.parametrize(
    ("prompt", "status"),
    [("login", 303), ("consent", 303), ("consent login", 303), ("", 400), ("none", 400)],
)
def test_a_prompt_is_login_or_consent(client: Client, citizen: Browser, prompt: str, status: int):
    assert citizen.authorize(client, prompt=prompt).status_code == status


@pytest.mark.matrix("A13")
def test_prompt_login_skips_continue_for_those_who_may(stub: Stub, citizen: Browser):
    quick = stub.client(allow_prompt_login=True)
    _, account = stub.account("impots")
    page = citizen.choose(citizen.start(quick, prompt="login"), "impots")

    response = citizen.sign_in(page, account.login, account.secret)

    assert quick.token(callback(response)["code"]).status_code == 200


@pytest.mark.matrix("A14")
@pytest.mark.parametrize("asked", ["eidas1", "foo", "eidas2 eidas1"])
def test_the_level_granted_is_eidas1(client: Client, citizen: Browser, asked: str):
    back = citizen.log_in(client, acr_values=asked)

    assert client.claims(client.token(back["code"]).json()["id_token"])["acr"] == "eidas1"


@pytest.mark.matrix("A14")
def test_a_higher_level_goes_back(client: Client, citizen: Browser):
    response = citizen.follow(citizen.authorize(client, acr_values="eidas2"))

    assert callback(response)["error"] == "invalid_acr"


@pytest.mark.matrix("A15")
def test_amr_needs_the_right_to_ask(stub: Stub, client: Client, citizen: Browser):
    asks = '{"id_token":{"amr":{"essential":true}}}'
    curious = stub.client(allow_amr=True)

    refused = citizen.authorize(client, claims=asks)
    back = citizen.log_in(curious, "laposte", claims=asks)
    claims = curious.claims(curious.token(back["code"]).json()["id_token"])

    assert (refused.status_code, code_of(refused)) == (400, "Y100009")
    assert len(claims) == 9
    assert claims["amr"] == ["fc", "pin", "pop", "mfa"]


@pytest.mark.matrix("A16")
def test_a_hint_leads_straight_to_a_provider(stub: Stub, citizen: Browser):
    hinting = stub.client(idp_hints=["ameli"])

    allowed = citizen.start(hinting, idp_hint="ameli")
    refused = citizen.follow(citizen.authorize(hinting, idp_hint="impots"))

    assert heading(allowed) == "Ameli.fr (factice)"
    assert callback(refused)["error"] == "invalid_idp_hint"


@pytest.mark.matrix("A17")
@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "profile"},
        {"response_type": "x"},
        {"claims": "{"},
        {"acr_values": "eidas2"},
        {"idp_hint": "impots"},
    ],
)
def test_every_redirect_carries_issuer_and_state(
    stub: Stub, client: Client, citizen: Browser, changes
):
    state = "é&=?+ " * 5

    back = callback(citizen.follow(citizen.authorize(client, state=state, **changes)))

    assert (back["iss"], back["state"]) == (stub.issuer, state)


@pytest.mark.matrix("A17")
def test_a_success_carries_issuer_and_state(stub: Stub, client: Client, citizen: Browser):
    back = citizen.log_in(client, state=LONG)

    assert (back["iss"], back["state"]) == (stub.issuer, LONG)
    assert set(back) == {"code", "state", "iss"}


def test_a_fault_of_authorize_shows_its_page(stub: Stub, client: Client, citizen: Browser):
    stub.arm("sector_unreachable")
    stub.arm("fc_down")

    first, second, third = (citizen.authorize(client) for _ in range(3))

    assert (first.status_code, code_of(first)) == (400, "Y04A8220")
    assert (second.status_code, code_of(second)) == (503, "Y000503")
    assert third.status_code == 303


def test_an_unknown_path_has_its_page_and_a_wrong_method_its_status(stub: Stub, citizen: Browser):
    unknown = citizen.get(f"{stub.base}/api/v2/nothing")
    wrong = citizen.post(f"{stub.base}/api/v2/jwks")
    no_post = citizen.post(f"{stub.base}/api/v2/userinfo")

    assert (unknown.status_code, code_of(unknown)) == (404, "Y000404")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD")
    assert no_post.status_code == 404


def test_an_election_that_is_not_here_has_no_stub(citizen: Browser):
    assert citizen.get("/nobody/api/v2/jwks").status_code == 404


def test_another_site_s_name_is_refused(stub: Stub, citizen: Browser):
    headers = {"Host": "franceconnect.gouv.fr"}

    response = citizen.http.get(f"{stub.base}/api/v2/jwks", headers=headers)

    assert response.status_code == 421


@pytest.mark.parametrize("name", ["client_id", "state", "nonce", "scope"])
def test_a_nul_is_a_value_like_any_other(client: Client, citizen: Browser, name: str):
    value = f"{client.request()[name]}\x00"

    assert citizen.authorize(client, **{name: value}).status_code in {303, 400}
