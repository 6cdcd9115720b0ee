"""The stub by the control API."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from mockportal.franceconnect.control import OPERATIONS
from mockportal.franceconnect.tests.browsing import (
    BACK,
    Browser,
    Client,
    Stub,
    code_of,
    heading,
    node,
)

ROOT = Path(__file__).parents[3]


def test_a_client_is_registered_and_its_secret_told_once(desk, stub: Stub, citizen: Browser):
    made = desk.post("/clients", json={"name": "Démo", "redirect_uris": [BACK]})
    listed = desk.get("/clients").json()["clients"]

    told = made.json()
    mine = next(one for one in listed if one["client_id"] == told["client_id"])
    client = Client(stub, told["client_id"], told["client_secret"])
    assert (made.status_code, len(told["client_secret"])) == (201, 64)
    assert (mine["client_secret"], mine["issuer"]) == (None, stub.issuer)
    assert client.token(citizen.log_in(client)["code"]).status_code == 200


def test_the_portal_is_a_client_too(desk, stub: Stub):
    [portal] = desk.get("/clients").json()["clients"]

    back = f"{stub.portal}/{stub.election.id}/portail/reassort/franceconnect/retour"
    assert portal["redirect_uris"] == [back]
    assert portal["token_time"] == "election"
    assert "périmés" in portal["clock_warning"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"redirect_uris": ["http://a.example/", "http://b.example/"]}, 422),
        ({"redirect_uris": ["ftp://a.example/"]}, 422),
        ({"client_secret": "short"}, 422),
        ({"unknown": 1}, 422),
        ({"redirect_uris": ["http://a.example/", "http://b.example/"], "entity": "us"}, 201),
        ({"dialect": "v1"}, 201),
    ],
)
def test_a_registration_is_checked(desk, body, status: int):
    response = desk.post("/clients", json=body)

    assert response.status_code == status
    assert status == 201 or response.headers["content-type"] == "application/problem+json"


def test_an_id_is_taken_once(desk, client: Client):
    again = desk.post("/clients", json={"client_id": client.client_id})

    assert (again.status_code, again.json()["refusal"]) == (409, "already-there")


def test_a_client_is_changed_and_forgotten(desk, client: Client, citizen: Browser):
    path = f"/clients/{client.client_id}"

    disabled = desk.patch(path, json={"enabled": False})
    refused = citizen.authorize(client)
    gone = desk.delete(path)
    again = desk.delete(path)

    assert disabled.json()["enabled"] is False
    assert code_of(refused) == "Y04EA6EF"
    assert (gone.status_code, again.status_code) == (204, 404)


def test_settings_are_changed_and_checked(desk):
    changed = desk.put("/settings", json={"code_seconds": 5})
    wrong = desk.put("/settings", json={"code_seconds": -1})
    unknown = desk.put("/settings", json={"nothing": 1})

    assert changed.json()["settings"]["code_seconds"] == 5
    assert desk.get("/settings").json()["settings"]["code_seconds"] == 5
    assert (wrong.status_code, unknown.status_code) == (422, 422)


def test_a_provider_is_changed(desk, client: Client, citizen: Browser):
    change = {"title": "Mon compte", "order": 0, "state": "open", "beta": True}
    desk.patch("/providers/yris", json=change)
    desk.patch("/providers/msa", json={"state": "hidden"})

    page = citizen.start(client)

    assert node(page, "[data-testid=providers] button").attributes["id"] == "idp-yris"
    assert "Mon compte (factice)" in page.text
    assert node(page, "#idp-msa") is None
    assert desk.patch("/providers/nobody", json={}).status_code == 404


@pytest.mark.matrix("B12")
def test_a_provider_may_serve_some_clients_only(desk, stub: Stub, citizen: Browser):
    favourite, other = stub.client(), stub.client()
    desk.patch("/providers/yris", json={"only": [favourite.client_id]})

    first, second = citizen.start(favourite), citizen.start(other)

    assert node(first, "#idp-yris") is not None
    assert node(second, "#idp-yris") is None


def test_accounts_tell_all_it_takes(desk, stub: Stub):
    elector, account = stub.account("laposte")

    by_rank = desk.get("/accounts", params={"rank": elector.rank, "provider": "laposte"})
    by_login = desk.get("/accounts", params={"provider": "laposte", "q": account.login})
    paged = desk.get("/accounts", params={"limit": 3}).json()
    following = desk.get("/accounts", params={"limit": 3, "cursor": paged["next"]}).json()

    [one] = by_rank.json()["accounts"]
    assert (one["login"], one["secret"]) == (account.login, account.secret)
    assert one == by_login.json()["accounts"][0]
    assert {each["elector"] for each in paged["accounts"]}.isdisjoint(
        {each["elector"] for each in following["accounts"]}
    )


def test_a_citizen_is_found_by_rank_or_identifier(desk, stub: Stub):
    elector = stub.identity(3)

    by_rank = desk.get("/citizens/3").json()
    by_name = desk.get(f"/citizens/{elector.identifier}").json()

    assert by_rank == by_name
    assert by_rank["identity"]["birth_name"] == elector.birth_name
    assert desk.get("/citizens/99999999").status_code == 404
    assert desk.get("/citizens/nobody@ac-fictive.example").status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"variant": "nothing"}, 422),
        ({"claims": {"birthdate": "hier"}}, 422),
        ({"accounts": {"impots": {"login": "12"}}}, 422),
        ({"accounts": {"nobody": {"login": "12"}}}, 404),
        ({"claims": {"gender": "", "birthplace": "x"}}, 200),
    ],
)
def test_a_citizen_is_changed_and_checked(desk, change, status: int):
    assert desk.patch("/citizens/4", json=change).status_code == status


def test_an_identifier_belongs_to_one_citizen(desk, stub: Stub):
    elector, account = stub.account("impots", rank=10)
    wanted = {"accounts": {"impots": {"login": account.login}}}

    own = desk.patch(f"/citizens/{elector.rank}", json=wanted)
    other = desk.patch(f"/citizens/{elector.rank + 1}", json=wanted)

    assert (own.status_code, other.status_code) == (200, 409)


def test_an_incomplete_identity_goes_no_further(desk, stub: Stub, client: Client, citizen: Browser):
    elector, account = stub.account("impots", rank=10)
    desk.patch(f"/citizens/{elector.rank}", json={"claims": {"gender": ""}})
    login = citizen.choose(citizen.start(client), "impots")

    page = citizen.sign_in(login, account.login, account.secret)

    assert (page.status_code, code_of(page)) == (400, "Y600006")


def test_faults_are_listed_and_lifted(desk, client: Client):
    made = desk.post("/faults", json={"name": "jwks_500", "times": 0}).json()
    unknown = desk.post("/faults", json={"name": "nothing"})
    answers = [client.http.get(f"{client.api}/jwks").status_code for _ in range(3)]
    listed = desk.get("/faults").json()
    lifted = desk.delete(f"/faults/{made['id']}")

    assert answers == [500, 500, 500]
    assert unknown.status_code == 422
    assert [one["stage"] for one in listed["faults"]] == ["keys"]
    assert "jwt_expired" in listed["catalogue"]["id_token"]
    assert lifted.status_code == 204
    assert client.http.get(f"{client.api}/jwks").status_code == 200
    assert desk.delete(f"/faults/{made['id']}").status_code == 404


def test_a_fault_strikes_as_often_as_said(desk, client: Client):
    desk.post("/faults", json={"name": "disco_500", "times": 2})

    address = f"{client.api}/.well-known/openid-configuration"
    answers = [client.http.get(address).status_code for _ in range(3)]

    assert answers == [500, 500, 200]


def test_an_authorization_is_told_step_by_step(desk, stub: Stub, client: Client, citizen: Browser):
    elector, _ = stub.account("impots")
    back = citizen.log_in(client)
    tokens = client.token(back["code"]).json()
    client.userinfo(tokens["access_token"])

    [one] = desk.get("/authorizations", params={"client": client.client_id}).json()[
        "authorizations"
    ]
    by_elector = desk.get("/authorizations", params={"elector": elector.identifier}).json()

    assert [step["step"] for step in one["steps"]] == [
        *("authorize", "provider", "signed-in", "returned", "identified"),
        *("code", "token", "userinfo"),
    ]
    assert (one["outcome"], one["code_state"]) == ("done", "used")
    assert one["steps"][-1]["facts"]["claims"]["email"] == elector.franceconnect_mail
    assert one["steps"][0]["at"].startswith("2022-12-01T08:47")
    assert by_elector["authorizations"] == [one]
    assert desk.get(f"/authorizations/{one['uid']}").json() == one
    for secret in (back["code"], tokens["access_token"], tokens["id_token"], client.secret):
        assert secret not in str(one)


def test_a_tester_waits_for_a_step(desk, client: Client, citizen: Browser):
    nothing = desk.get("/authorizations/wait", params={"wait": 0, "step": "code"})
    citizen.log_in(client)

    found = desk.get("/authorizations/wait", params={"step": "code"}).json()["authorizations"]
    after = {"after": found[0]["seq"], "wait": 0}
    later = desk.get("/authorizations/wait", params=after).json()["authorizations"]

    assert nothing.json()["authorizations"] == []
    assert found[0]["client"] == client.client_id
    assert later == []


def test_a_code_is_given_without_screens(desk, stub: Stub, client: Client):
    elector, _ = stub.account("impots")
    wanted = {"client": client.client_id, "redirect_uri": BACK, "elector": elector.rank}

    made = desk.post("/authorizations/direct", json={**wanted, "nonce": "n" * 32})
    back = dict(parse_qsl(urlsplit(made.json()["url"]).query))
    tokens = client.token(back["code"]).json()
    refused = desk.post("/authorizations/direct", json={**wanted, "redirect_uri": "http://x/"})

    assert made.status_code == 201
    assert back["iss"] == stub.issuer
    assert client.claims(tokens["id_token"])["nonce"] == "n" * 32
    assert (refused.status_code, refused.json()["detail"]) == (422, "Demande refusée : Y04C013C.")


def test_sessions_are_listed_and_ended(desk, client: Client, citizen: Browser):
    token = client.token(citizen.log_in(client)["code"]).json()["access_token"]
    [session] = desk.get("/sessions").json()["sessions"]

    ended = desk.delete(f"/sessions/{session['id']}")

    assert session["provider"] == "impots"
    assert ended.status_code == 204
    assert client.userinfo(token).status_code == 401
    assert heading(citizen.start(client)) == "Accéder à Service"
    assert desk.delete("/sessions/nobody").status_code == 404


def test_keys_are_told_and_rotated(desk, client: Client):
    before = desk.get("/keys").json()
    rotated = desk.post("/keys/rotate", json={"keep_old": True}).json()

    assert before == {"keys": before["keys"]}
    assert len(rotated["keys"]) == 4
    assert client.http.get(f"{client.api}/jwks").json() == rotated
    assert "'d'" not in str(rotated)


def test_a_second_factor_is_answered_outside(desk, stub: Stub, client: Client, citizen: Browser):
    _, account = stub.account("yris")
    page = citizen.choose(citizen.start(client), "yris")
    page = citizen.sign_in(page, account.login)
    uid = desk.get("/authorizations").json()["authorizations"][0]["uid"]

    answered = desk.post(f"/approvals/{uid}", json={"verdict": "approve"})
    after = citizen.follow(citizen.get(node(page, "main > p > a").attributes["href"]))
    nobody = desk.post("/approvals/nobody", json={"verdict": "approve"})

    assert (answered.status_code, nobody.status_code) == (204, 404)
    assert heading(after) == "Vous êtes reconnu"


def test_a_reset_keeps_clients_and_keys(desk, stub: Stub, client: Client, citizen: Browser):
    keys = desk.get("/keys").json()
    back = citizen.log_in(client)
    stub.arm("tok_500")

    assert desk.post("/reset").status_code == 204

    assert client.token(back["code"]).json()["error"] == "invalid_grant"
    assert heading(citizen.start(client)) == "Accéder à Service"
    assert desk.get("/keys").json() == keys


@pytest.mark.attack("K07")
def test_a_call_names_one_election(desk):
    crossed = desk.post("/faults", json={"name": "tok_500", "election": "another"})

    assert crossed.status_code == 422
    assert desk.get("/faults").json()["faults"] == []


def test_the_stub_s_own_port_has_no_control(stub: Stub, citizen: Browser):
    response = citizen.get(f"/api/elections/{stub.election.id}/franceconnect/clients")

    assert response.status_code == 404


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"])
def test_odd_characters_do_no_harm(desk, text: str):
    body = f'{{"name": "a{text}"}}'

    made = desk.post("/clients", content=body, headers={"Content-Type": "application/json"})
    found = desk.get("/authorizations", params={"client": "\x00", "elector": "\x00"})

    assert made.status_code in {400, 422}
    assert found.status_code == 404


def test_every_call_is_described(control_port):
    paths = control_port.get("/api/openapi.json").json()["paths"]
    told = {(method.upper(), path) for path, item in paths.items() for method in item}

    assert {(one.method, f"/api{one.path}") for one in OPERATIONS} <= told


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # the console's take the other one
def test_invented_calls_find_no_flaw(control_port, election, tmp_path):
    rules = (ROOT / "schemathesis.toml").read_text(encoding="utf-8")
    told = f'[parameters]\n"path.election" = "{election.id}"'
    config = tmp_path / "schemathesis.toml"
    config.write_text(rules.replace("[parameters]", told), encoding="utf-8")

    done = subprocess.run(
        [
            *(sys.executable, "-c", "import schemathesis.cli; schemathesis.cli.schemathesis()"),
            *("--config-file", str(config), "run"),
            f"{control_port.base_url}/api/openapi.json",
            *("-H", f"Authorization: {control_port.headers['Authorization']}"),
            *("--include-path-regex", "/franceconnect/"),
            *("--max-examples", "5", "--no-color", "--wait-for-schema", "5"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout


def test_only_the_last_refusals_are_kept(stub: Stub):
    stub.perform(lambda tx, now: [tx.note_refusal(key, "{}", 3) for key in "abcde"])

    assert [seq for seq, _ in stub.ask(lambda tx, now: tx.refusals(10))] == [5, 4, 3]


def test_refusals_are_listed_until_a_reset(desk, client: Client, citizen: Browser):
    citizen.authorize(client, nonce="court")

    [told] = desk.get("/refusals").json()["refusals"]
    desk.post("/reset")

    assert (told["call"], told["code"]) == ("authorize", "Y030007")
    assert (told["client"], told["why"]) == (client.client_id, [["short", "nonce", "5", "22"]])
    assert desk.get("/refusals").json() == {"refusals": []}
