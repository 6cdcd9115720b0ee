"""Exchange, userinfo, revocation, keys, discovery."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from joserfc import jws

from mockportal.franceconnect.signing import fresh_keys
from mockportal.franceconnect.tests.browsing import BACK, Browser, Client, Stub
from mockportal.usecases.franceconnect import keeping

PIVOT = {
    *("given_name", "given_name_array", "family_name", "birthdate"),
    *("gender", "birthplace", "birthcountry"),
}


def code_in(response: httpx.Response) -> str:
    return response.json()["error_uri"].partition("code=")[2].partition("&")[0]


def header_of(jwt: str) -> dict:
    return jws.extract_compact(jwt.encode()).headers()


@pytest.mark.matrix("D01")
def test_a_good_exchange_has_five_members(client: Client, citizen: Browser):
    answer = client.token(citizen.log_in(client)["code"])

    assert answer.status_code == 200
    assert set(answer.json()) == {
        *("access_token", "expires_in", "id_token", "scope", "token_type")
    }
    assert (answer.json()["expires_in"], answer.json()["token_type"]) == (60, "Bearer")
    assert len(answer.json()["access_token"]) == 43
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-mock-election-time"].startswith("2022-12-01T08:47")


@pytest.mark.matrix("D02")
@pytest.mark.parametrize(("seconds", "status"), [(29.999, 200), (30, 400)])
def test_a_code_lives_thirty_seconds(
    stub: Stub, client: Client, citizen: Browser, seconds: float, status: int
):
    code = citizen.log_in(client)["code"]
    stub.advance(seconds)

    answer = client.token(code)

    assert answer.status_code == status
    assert status == 200 or code_in(answer) == "Y049E20B"


@pytest.mark.matrix("D03")
@pytest.mark.attack("E05")
def test_a_code_sent_twice_kills_the_first_token(client: Client, citizen: Browser):
    code = citizen.log_in(client)["code"]
    token = client.token(code).json()["access_token"]
    before = client.userinfo(token).status_code

    again = client.token(code)

    assert (before, again.status_code, code_in(again)) == (200, 400, "Y0416228")
    assert again.json()["error"] == "invalid_grant"
    assert client.userinfo(token).status_code == 401


@pytest.mark.matrix("D04")
def test_a_hundred_exchanges_of_one_code_give_one_dead_token(client: Client, citizen: Browser):
    code = citizen.log_in(client)["code"]

    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda _: client.token(code), range(100)))

    given = [one.json()["access_token"] for one in answers if one.status_code == 200]
    assert len(given) <= 1
    assert [client.userinfo(token).status_code for token in given] == [401] * len(given)


@pytest.mark.matrix("D05")
@pytest.mark.attack("E06")
def test_a_code_is_its_client_s(stub: Stub, client: Client, citizen: Browser):
    code = citizen.log_in(client)["code"]

    foreign = stub.client().token(code)
    elsewhere = client.token(code, redirect_uri=f"{BACK}/")

    assert (foreign.status_code, code_in(foreign)) == (400, "Y047A2EA")
    assert (elsewhere.status_code, code_in(elsewhere)) == (400, "Y04F8199")
    assert client.token(code).status_code == 200


@pytest.mark.matrix("D06")
@pytest.mark.attack("E07")
def test_a_wrong_secret_is_refused(stub: Stub, client: Client):
    posted = client.token("x", client_secret="wrong")
    basic = by_header(client, "wrong", grant_type="authorization_code", code="x")

    assert (posted.status_code, code_in(posted)) == (401, "Y0434A7B")
    assert posted.json()["error"] == "invalid_client"
    assert "www-authenticate" not in posted.headers
    assert (basic.status_code, code_in(basic)) == (401, "Y0434A7B")
    assert basic.headers["www-authenticate"] == f'Basic realm="{stub.issuer}"'


def by_header(client: Client, secret: str, **form: str) -> httpx.Response:
    auth = (client.client_id, secret)
    return client.http.post(f"{client.api}/token", data=form, auth=auth)


@pytest.mark.matrix("D07")
def test_a_client_authenticates_once(client: Client, citizen: Browser):
    code = citizen.log_in(client)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}

    both = by_header(client, client.secret, **form, client_secret=client.secret)
    none = client.http.post(f"{client.api}/token", data=form)
    header = by_header(client, client.secret, **form)

    assert (both.status_code, code_in(both)) == (400, "Y047E9E5")
    assert (none.status_code, code_in(none)) == (400, "Y044FEB3")
    assert header.status_code == 200


@pytest.mark.matrix("D08")
def test_a_token_request_is_a_complete_form(client: Client):
    empty = client.token("")
    other = client.token("x", grant_type="password")
    as_json = client.http.post(f"{client.api}/token", json={"code": "x"})
    as_text = client.http.post(
        f"{client.api}/token", content="x", headers={"Content-Type": "text/plain"}
    )
    twice = client.http.post(
        f"{client.api}/token",
        content="code=a&code=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert (empty.status_code, code_in(empty)) == (400, "Y048017B")
    assert (other.status_code, code_in(other)) == (400, "Y04C2044")
    assert (as_json.status_code, code_in(as_json)) == (400, "Y043C322")
    assert (as_text.status_code, code_in(as_text)) == (400, "Y043C322")
    assert (twice.status_code, code_in(twice)) == (400, "Y0496E4A")


@pytest.mark.matrix("E01")
@pytest.mark.parametrize("alg", ["ES256", "RS256"])
def test_a_signed_token_has_algorithm_and_key(stub: Stub, citizen: Browser, alg: str):
    client = stub.client(id_token_alg=alg)
    request = client.request()
    back = citizen.log_in(client, nonce=request["nonce"])

    token = client.token(back["code"]).json()["id_token"]
    claims = client.claims(token)

    assert set(header_of(token)) == {"alg", "kid"}
    assert header_of(token)["alg"] == alg
    assert set(claims) == {"sub", "auth_time", "acr", "nonce", "aud", "exp", "iat", "iss"}
    assert (claims["iss"], claims["aud"]) == (stub.issuer, client.client_id)
    assert claims["nonce"] == request["nonce"]
    assert claims["exp"] - claims["iat"] == 60
    signature = base64.urlsafe_b64decode(token.rpartition(".")[2] + "==")
    assert len(signature) == {"ES256": 64, "RS256": 256}[alg]


@pytest.mark.matrix("E02")
def test_a_shared_secret_signs_with_its_text(stub: Stub, citizen: Browser):
    client = stub.client(id_token_alg="HS256")

    token = client.token(citizen.log_in(client)["code"]).json()["id_token"]

    assert header_of(token) == {"alg": "HS256"}
    assert client.claims(token)["aud"] == client.client_id


@pytest.mark.matrix("E03")
def test_userinfo_is_a_token_whatever_is_accepted(stub: Stub, client: Client, citizen: Browser):
    elector, _ = stub.account("impots")
    token = client.token(citizen.log_in(client)["code"]).json()
    sub = client.claims(token["id_token"])["sub"]

    answer = client.userinfo(token["access_token"])
    told = client.claims(answer.text)

    assert answer.headers["content-type"] == "application/jwt"
    assert set(header_of(answer.text)) == {"alg", "kid"}
    assert set(told) == PIVOT | {"sub", "email", "aud", "exp", "iat", "iss"}
    assert (told["sub"], told["aud"], told["iss"]) == (sub, client.client_id, stub.issuer)
    assert told["given_name"] == " ".join(elector.given_names)
    assert told["email"] == elector.franceconnect_mail


@pytest.mark.matrix("E03")
def test_userinfo_may_be_plain(stub: Stub, citizen: Browser):
    client = stub.client(userinfo_alg="none")
    token = client.token(citizen.log_in(client)["code"]).json()["access_token"]

    answer = client.userinfo(token)

    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == PIVOT | {"sub", "email"}


@pytest.mark.matrix("E04")
@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        (
            "profile",
            {
                *("given_name", "given_name_array", "family_name"),
                *("birthdate", "gender", "preferred_username"),
            },
        ),
        ("birth", {"birthplace", "birthcountry"}),
        ("given_name", {"given_name", "given_name_array"}),
        ("email", {"email"}),
    ],
)
def test_a_scope_tells_its_claims(client: Client, citizen: Browser, scope: str, claims):
    code = citizen.log_in(client, scope=f"openid {scope}")["code"]
    token = client.token(code).json()

    told = client.claims(client.userinfo(token["access_token"]).text)

    assert token["scope"] == f"openid {scope}"
    assert set(told) == claims | {"sub", "aud", "exp", "iat", "iss"}


@pytest.mark.matrix("E05")
def test_userinfo_needs_a_live_token(stub: Stub, client: Client, citizen: Browser):
    token = client.token(citizen.log_in(client)["code"]).json()["access_token"]

    none = client.http.get(f"{client.api}/userinfo")
    junk = client.userinfo("junk")
    stub.advance(59.999)
    in_time = client.userinfo(token)
    stub.advance(0.001)
    too_late = client.userinfo(token)

    assert (none.status_code, code_in(none)) == (401, "Y04146A2")
    assert none.headers["www-authenticate"] == f'Bearer realm="{stub.issuer}"'
    assert (junk.status_code, code_in(junk)) == (401, "Y040001")
    assert 'error="invalid_token"' in junk.headers["www-authenticate"]
    assert in_time.status_code == 200
    assert (too_late.status_code, code_in(too_late)) == (401, "Y040001")


@pytest.mark.matrix("E05")
def test_userinfo_takes_one_way_of_presenting(client: Client):
    both = client.userinfo("x", params={"access_token": "x"})
    basic = client.http.get(f"{client.api}/userinfo", auth=("a", "b"))

    assert (both.status_code, code_in(both)) == (400, "Y04514E0")
    assert (basic.status_code, code_in(basic)) == (400, "Y043D61A")


@pytest.mark.matrix("E06")
def test_userinfo_tolerates_a_schema_and_a_token_in_the_query(client: Client, citizen: Browser):
    token = client.token(citizen.log_in(client)["code"]).json()["access_token"]

    schema = client.userinfo(token, params={"schema": "openid"})
    query = client.http.get(f"{client.api}/userinfo", params={"access_token": token})

    assert (schema.status_code, query.status_code) == (200, 200)


@pytest.mark.matrix("E07")
def test_keys_survive_a_restart(stub: Stub, client: Client, store_factory):
    first = client.http.get(f"{client.api}/jwks")
    reopened = store_factory()
    kept = reopened.ask(stub.election.id, keeping.keys)

    second = client.http.get(f"{client.api}/jwks")

    assert first.content == second.content
    assert first.headers["content-type"] == "application/jwk-set+json"
    assert first.headers["cache-control"] == "public, max-age=600"
    keys = first.json()["keys"]
    assert [(one["alg"], one["use"], one["kty"]) for one in keys] == [
        ("ES256", "sig", "EC"),
        ("RS256", "sig", "RSA"),
    ]
    assert all("kid" in one and "d" not in one for one in keys)
    assert [json.loads(kept.current[one["alg"]])["kid"] for one in keys] == [
        one["kid"] for one in keys
    ]


def test_codes_and_tokens_survive_a_restart(
    stub: Stub, client: Client, citizen: Browser, store_factory
):
    code = citizen.log_in(client)["code"]
    reopened = store_factory()

    kept = reopened.ask(stub.election.id, lambda tx, now: len(tx.sessions()))

    assert kept == 1
    assert client.token(code).status_code == 200


def test_a_rotation_may_keep_the_old_keys(stub: Stub, client: Client):
    before = client.http.get(f"{client.api}/jwks").json()["keys"]

    stub.perform(keeping.rotate, fresh=fresh_keys(), keep_old=True)
    kept = client.http.get(f"{client.api}/jwks").json()["keys"]
    stub.perform(keeping.rotate, fresh=fresh_keys(), keep_old=False)
    gone = client.http.get(f"{client.api}/jwks").json()["keys"]

    kids = [{one["kid"] for one in keys} for keys in (before, kept, gone)]
    assert (len(kids[0]), len(kids[1]), len(kids[2])) == (2, 4, 2)
    assert kids[0] < kids[1]
    assert kids[2].isdisjoint(kids[1])


@pytest.mark.matrix("E08")
def test_discovery_tells_the_configured_issuer(stub: Stub, client: Client):
    address = f"{client.api}/.well-known/openid-configuration"
    port = stub.root.rpartition(":")[2]

    told = client.http.get(address)
    strange = client.http.get(
        address, headers={"Host": f"localhost:{port}", "X-Forwarded-Host": "evil.example"}
    )

    assert told.json() == strange.json()
    assert told.headers["cache-control"] == "public, max-age=600"
    assert "access-control-allow-origin" not in told.headers
    assert told.json()["issuer"] == stub.issuer
    assert told.json()["end_session_endpoint"] == f"{stub.issuer}/session/end"
    assert told.json()["require_request_uri_registration"] is True
    assert "introspection_endpoint" not in told.json()


@pytest.mark.parametrize(
    ("fault", "seen"), [("disco_500", 500), ("disco_other_issuer", 200), ("jwks_empty", 200)]
)
def test_published_documents_may_fail_once(stub: Stub, client: Client, fault: str, seen: int):
    stub.arm(fault)
    name = "jwks" if fault.startswith("jwks") else ".well-known/openid-configuration"

    first, second = (client.http.get(f"{client.api}/{name}") for _ in range(2))

    assert first.status_code == seen
    assert first.content != second.content


def test_keys_may_rotate_under_a_token(stub: Stub, client: Client):
    before = client.http.get(f"{client.api}/jwks").json()["keys"]
    stub.arm("jwks_rotated")

    rotated = client.http.get(f"{client.api}/jwks").json()["keys"]

    assert {one["kid"] for one in before}.isdisjoint({one["kid"] for one in rotated})


@pytest.mark.matrix("E09")
def test_a_client_revokes_its_own_tokens(stub: Stub, client: Client, citizen: Browser):
    token = client.token(citizen.log_in(client)["code"]).json()["access_token"]
    other = stub.client()

    foreign = revoke(other, token)
    hinted = revoke(client, token, token_type_hint="access_token")
    wrong = revoke(client, token, client_secret="wrong")
    before = client.userinfo(token).status_code
    own = revoke(client, token)
    after = client.userinfo(token).status_code
    unknown = revoke(client, "u" * 43)

    assert (foreign.status_code, code_in(foreign)) == (400, "Y0466776")
    assert (hinted.status_code, code_in(hinted)) == (400, "Y000400")
    assert wrong.status_code == 401
    assert (before, after) == (200, 401)
    assert (own.status_code, own.text) == (200, "")
    assert (unknown.status_code, unknown.text) == (200, "")


def revoke(client: Client, token: str, **changes: str) -> httpx.Response:
    form = {"token": token, "client_id": client.client_id, "client_secret": client.secret}
    return client.http.post(f"{client.api}/token/revocation", data={**form, **changes})


@pytest.mark.parametrize(
    ("fault", "status"),
    [("tok_500", 500), ("tok_401", 401), ("tok_invalid_grant", 400), ("tok_redirect", 302)],
)
def test_the_token_endpoint_may_fail(
    stub: Stub, client: Client, citizen: Browser, fault: str, status: int
):
    stub.arm(fault, client=client.client_id)

    assert client.token(citizen.log_in(client)["code"]).status_code == status


def test_a_fault_waits_for_its_client(stub: Stub, client: Client, citizen: Browser):
    stub.arm("tok_500", client="somebody else")

    assert client.token(citizen.log_in(client)["code"]).status_code == 200


def test_the_connection_may_be_cut(stub: Stub, client: Client, citizen: Browser):
    stub.arm("tok_reset")
    code = citizen.log_in(client)["code"]

    with pytest.raises(httpx.TransportError):
        client.token(code)
