"""The debugger tells each exchange decoded, and why a call was refused; never a secret."""

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from mockportal.franceconnect.tests.browsing import AFTER, BACK, Browser, Client, Stub

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def pages(control_port, stub: Stub):
    """Give the debugger of the test's election: its page, as parsed text."""

    def look(**query: str) -> HTMLParser:
        answer = control_port.get(f"/elections/{stub.election.id}/franceconnect", params=query)
        assert answer.status_code == 200
        return HTMLParser(answer.text)

    return look


@pytest.fixture
def newest(pages):
    """Give the last exchange, decoded, as text."""

    def look() -> str:
        link = pages().css_first(".echanges a")
        shown = pages(vue=link.attributes["data-key"]).css_first("#decode")
        return " ".join(shown.text(separator=" ").split())

    return look


def test_a_login_is_told_from_the_request_to_the_identity(newest, client: Client, citizen: Browser):
    told = citizen.log_in(client)
    tokens = client.token(told["code"]).json()
    client.userinfo(tokens["access_token"])

    text = newest()

    assert "id_token signé ES256" in text
    assert "celui de la demande" in text
    assert "userinfo signé ES256" in text
    assert "contact.example" in text


def test_no_code_no_token_and_no_secret_is_on_the_page(
    control_port, stub: Stub, client: Client, citizen: Browser, newest, pages
):
    told = citizen.log_in(client)
    tokens = client.token(told["code"]).json()
    client.token(told["code"], client_secret=client.secret)
    client.userinfo(tokens["access_token"])

    whole = f"{newest()} {pages().html}"

    secrets = (told["code"], tokens["access_token"], tokens["id_token"], client.secret)
    assert [one for one in secrets if one in whole] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nonce": "court"}, "nonce : 5 caractères ; il en faut au moins 22"),
        ({"max_age": "60"}, "max_age : pas dans la liste admise"),
        ({"without": ("state",)}, "state : obligatoire, absent"),
        ({"redirect_uri": f"{BACK}/"}, f"n'est pas une adresse enregistrée ; le sont : {BACK}"),
        ({"client_id": "personne"}, "aucun client ne porte ce nom : « personne »"),
        ({"scope": "email"}, "invalid_request"),
    ],
)
def test_a_refused_request_says_which_parameter_and_why(
    newest, client: Client, citizen: Browser, changes, said: str
):
    citizen.authorize(client, **changes)

    assert said in newest()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_secret": "x" * 40}, "Le secret n'est pas celui du client."),
        ({"redirect_uri": AFTER}, f"Attendu : {BACK}"),
        ({"grant_type": "password"}, "Seul grant_type=authorization_code est admis."),
    ],
)
def test_a_refused_exchange_says_why(newest, client: Client, citizen: Browser, changes, said: str):
    client.token(citizen.log_in(client)["code"], **changes)

    assert said in newest()


def test_a_late_exchange_tells_the_age_of_the_code(
    newest, stub: Stub, client: Client, citizen: Browser
):
    code = citizen.log_in(client)["code"]
    stub.advance(30)

    client.token(code)

    assert "Âge à cet instant, sur l'horloge de l'élection : 30,0 s." in newest()


def test_a_refused_logout_tells_which_addresses_are_registered(
    newest, client: Client, citizen: Browser
):
    hint = client.token(citizen.log_in(client)["code"]).json()["id_token"]

    citizen.http.get(
        f"{client.api}/session/end",
        params={"id_token_hint": hint, "post_logout_redirect_uri": BACK},
    )

    assert AFTER in newest()


@pytest.fixture
def fails(desk, stub: Stub, client: Client, citizen: Browser):
    """Give the checks that an id_token fails when a fault was armed for it."""

    def look(fault: str) -> list[str]:
        stub.arm(fault)
        token = client.token(citizen.log_in(client)["code"]).json()["id_token"]
        told = desk.post("/tokens/check", json={"token": token}).json()
        return [one["name"] for one in told["checks"] if not one["holds"]]

    return look


@pytest.mark.parametrize(
    ("fault", "failing"),
    [
        ("jwt_bad_signature", ["signature"]),
        ("jwt_unknown_kid", ["signature"]),
        ("jwt_no_kid", ["signature"]),
        ("jwt_alg_none", ["alg", "signature"]),
        ("jwt_hs_with_public_key", ["alg", "signature"]),
        ("jwt_wrong_iss", ["iss"]),
        ("jwt_wrong_aud", ["aud"]),
        ("jwt_two_aud", ["aud"]),
        ("jwt_wrong_nonce", ["nonce"]),
        ("jwt_expired", ["exp"]),
        ("jwt_future", ["iat"]),
    ],
)
def test_a_token_under_the_loupe_fails_where_it_was_broken(fails, fault: str, failing):
    assert fails(fault) == failing


def test_a_sound_token_under_the_loupe_holds(desk, client: Client, citizen: Browser):
    token = client.token(citizen.log_in(client)["code"]).json()["id_token"]

    told = desk.post("/tokens/check", json={"token": token}).json()

    assert (told["holds"], told["claims"]["aud"]) == (True, client.client_id)


@pytest.mark.parametrize("text", ["", "abc", "a.b.c", "e30.W10.AAAA", "e30.e30.é"])
def test_what_is_no_token_holds_in_no_way(desk, text: str):
    told = desk.post("/tokens/check", json={"token": text}).json()

    assert (told["holds"], [one["holds"] for one in told["checks"]]) == (False, [False])
