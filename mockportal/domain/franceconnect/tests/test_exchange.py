"""The token endpoint, userinfo, revocation and logout: checks in order."""

import base64

import pytest

from mockportal.domain.franceconnect import bearer, exchange, logout
from mockportal.domain.franceconnect.authorize import Stop
from mockportal.domain.franceconnect.clients import Client, Profile
from mockportal.domain.franceconnect.codes import Problem
from mockportal.domain.franceconnect.exchange import Credentials, Grant

SECRET = "s" * 64
BACK = "http://127.0.0.1:9000/retour"
CLIENT = Client("me", SECRET, redirect_uris=(BACK,), post_logout_redirect_uris=(BACK,))
OTHER = Client("other", SECRET)
GIVEN = {"grant_type": "authorization_code", "code": "c", "redirect_uri": BACK}
GRANT = Grant("c", "me", BACK, issued_at=1_000, challenge=None)
LIVES = 30_000


def basic(text):
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.matrix("D07")
@pytest.mark.parametrize(
    ("given", "header", "code"),
    [
        ({}, None, "Y044FEB3"),
        ({}, "Bearer x", "Y044FEB3"),
        ({}, "Basic é", "Y044FEB3"),
        ({"client_secret": SECRET}, basic(f"me:{SECRET}"), "Y047E9E5"),
        ({"client_id": "other"}, basic(f"me:{SECRET}"), "Y0419ECE"),
    ],
)
def test_a_client_says_once_who_it_is(given, header, code):
    answer = exchange.credentials(given, header)

    assert isinstance(answer, Problem)
    assert (answer.status, answer.error, answer.code) == (400, "invalid_request", code)


@pytest.mark.matrix("D07")
def test_header_and_form_both_carry_credentials():
    form = exchange.credentials({"client_id": "me", "client_secret": "a b"}, None)
    header = exchange.credentials({}, basic("me:a%20b"))

    assert form == Credentials("me", "a b", basic=False)
    assert header == Credentials("me", "a b", basic=True)


@pytest.mark.matrix("D06")
@pytest.mark.parametrize(
    ("claimed", "client", "code"),
    [
        (Credentials("x", SECRET, basic=False), None, "Y0479FCE"),
        (Credentials("me", None, basic=False), CLIENT, "Y044D82C"),
        (Credentials("me", "wrong", basic=False), CLIENT, "Y0434A7B"),
        (Credentials("me", "wrong", basic=True), CLIENT, "Y0434A7B"),
    ],
)
def test_a_client_proves_who_it_is(claimed, client, code):
    answer = exchange.authenticate(claimed, client)

    assert answer is not None
    assert (answer.status, answer.error, answer.code) == (401, "invalid_client", code)
    assert answer.challenge is claimed.basic


def test_the_right_secret_passes():
    assert exchange.authenticate(Credentials("me", SECRET, basic=True), CLIENT) is None


@pytest.mark.matrix("D08")
@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type", "Y04C2044"),
        ({"grant_type": ""}, "invalid_request", "Y048017B"),
        ({"code": ""}, "invalid_request", "Y048017B"),
        ({"redirect_uri": ""}, "invalid_request", "Y048017B"),
    ],
)
def test_a_token_request_is_complete(changes, error, code):
    answer = exchange.check_request({**GIVEN, **changes})

    assert answer is not None
    assert (answer.status, answer.error, answer.code) == (400, error, code)


def test_a_parameter_sent_twice_is_refused():
    answer = exchange.single([("code", "a"), ("code", "b")])

    assert isinstance(answer, Problem)
    assert answer.code == "Y0496E4A"


def grant(**changes):
    return Grant(**{**{name: getattr(GRANT, name) for name in Grant.__slots__}, **changes})


VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.matrix("D05")
@pytest.mark.parametrize(
    ("found", "given", "client", "now", "code"),
    [
        (None, {}, CLIENT, 1_000, "Y049E20B"),
        (GRANT, {}, CLIENT, 31_000, "Y049E20B"),
        (GRANT, {}, OTHER, 1_000, "Y047A2EA"),
        (GRANT, {"redirect_uri": BACK + "/"}, CLIENT, 1_000, "Y04F8199"),
        (GRANT, {"code_verifier": VERIFIER}, CLIENT, 1_000, "Y0446550"),
        (grant(challenge=CHALLENGE), {}, CLIENT, 1_000, "Y0446550"),
        (grant(challenge=CHALLENGE), {"code_verifier": "x"}, CLIENT, 1_000, "Y0446550"),
        (grant(used_at=1_000), {}, CLIENT, 1_000, "Y0416228"),
    ],
)
def test_a_code_serves_its_client_once_and_soon(found, given, client, now, code):
    answer = exchange.check_grant(found, {**GIVEN, **given}, client, now, LIVES)

    assert answer is not None
    assert (answer.status, answer.error, answer.code) == (400, "invalid_grant", code)


@pytest.mark.matrix("D02")
@pytest.mark.parametrize("now", [1_000, 30_999])
def test_a_code_is_good_until_its_last_millisecond(now):
    assert exchange.check_grant(GRANT, GIVEN, CLIENT, now, LIVES) is None


@pytest.mark.matrix("A05")
def test_the_right_verifier_passes():
    given = {**GIVEN, "code_verifier": VERIFIER}

    assert exchange.check_grant(grant(challenge=CHALLENGE), given, CLIENT, 1_000, LIVES) is None


def test_the_description_reads_as_the_engine_words_it():
    answer = exchange.check_grant(None, GIVEN, CLIENT, 0, LIVES)

    assert answer is not None
    assert answer.description == "grant request is invalid (authorization code not found)"


@pytest.mark.matrix("E05")
@pytest.mark.parametrize(
    ("query", "header", "status", "code"),
    [
        ([], None, 401, "Y04146A2"),
        ([("access_token", "a")], "Bearer a", 400, "Y04514E0"),
        ([], "Basic a", 400, "Y043D61A"),
        ([], "Bearer ", 400, "Y043D61A"),
    ],
)
def test_an_access_token_is_presented_once(query, header, status, code):
    answer = bearer.presented(query, header)

    assert isinstance(answer, Problem)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.matrix("E06")
def test_an_access_token_comes_by_header_or_query():
    assert bearer.presented([("schema", "openid")], "Bearer abc") == "abc"
    assert bearer.presented([("access_token", "abc")], None) == "abc"


@pytest.mark.matrix("E09")
@pytest.mark.parametrize("token", ["", "a" * 42, "a" * 42 + "*", "a" * 43 + " "])
def test_a_token_to_revoke_has_a_shape(token):
    assert bearer.check_revocation({"token": token}, CLIENT) is not None


@pytest.mark.matrix("E09")
def test_a_hint_is_for_lax_clients():
    given = {"token": "a" * 43, "client_id": "me", "token_type_hint": "access_token"}
    lax = Client("me", SECRET, profile=Profile.LAX)

    assert bearer.check_revocation(given, CLIENT) is not None
    assert bearer.check_revocation(given, lax) is None


@pytest.mark.matrix("F02")
@pytest.mark.parametrize(
    "pairs", [[], [("id_token_hint", "")], [("id_token_hint", "a"), ("x", "1")]]
)
def test_a_logout_needs_a_hint_and_nothing_unknown(pairs):
    assert logout.read(pairs) == Stop("Y000400")


@pytest.mark.matrix("F02")
def test_a_logout_leads_only_where_the_client_said():
    assert logout.check({"post_logout_redirect_uri": BACK}, CLIENT) is None
    assert logout.check({"post_logout_redirect_uri": BACK + "/"}, CLIENT) == Stop("Y04CFAEF")
    assert logout.check({"client_id": "other"}, CLIENT) == Stop("Y0467882")
