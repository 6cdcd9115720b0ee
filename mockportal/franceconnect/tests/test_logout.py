"""Logout at a client's request."""

import httpx
import pytest

from mockportal.franceconnect.tests.browsing import (
    AFTER,
    Browser,
    Client,
    Stub,
    code_of,
    heading,
    node,
)


def signed_in(client: Client, citizen: Browser, **changes: str) -> dict[str, str]:
    return client.token(citizen.log_in(client, **changes)["code"]).json()


def leave(client: Client, citizen: Browser, **query: str) -> httpx.Response:
    return citizen.http.get(f"{client.stub.base}/api/v2/session/end", params=query)


@pytest.mark.matrix("F01")
def test_a_logout_ends_the_session_and_leads_back(stub: Stub, client: Client, citizen: Browser):
    tokens = signed_in(client, citizen)
    stub.advance(3600 * 0.1)

    page = leave(
        client,
        citizen,
        id_token_hint=tokens["id_token"],
        post_logout_redirect_uri=AFTER,
        state="et/at",
    )
    back = citizen.submit(page)

    assert heading(page) == "Déconnexion en cours"
    assert node(page, "[data-testid=logout-confirm]").text() == "Terminer la déconnexion"
    assert (back.status_code, back.headers["location"]) == (303, f"{AFTER}?state=et%2Fat")
    assert heading(citizen.start(client)) == "Accéder à Service"


@pytest.mark.matrix("F01")
def test_a_logout_ends_the_tokens(client: Client, citizen: Browser):
    tokens = signed_in(client, citizen)
    before = client.userinfo(tokens["access_token"]).status_code

    citizen.submit(leave(client, citizen, id_token_hint=tokens["id_token"]))

    assert (before, client.userinfo(tokens["access_token"]).status_code) == (200, 401)


@pytest.mark.matrix("F02")
def test_a_logout_without_address_says_goodbye(client: Client, citizen: Browser):
    tokens = signed_in(client, citizen)

    page = citizen.follow(citizen.submit(leave(client, citizen, id_token_hint=tokens["id_token"])))

    assert node(page, "[data-testid=logged-out]") is not None


@pytest.mark.matrix("F02")
@pytest.mark.attack("E09")
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"post_logout_redirect_uri": f"{AFTER}/x"}, "Y04CFAEF"),
        ({"id_token_hint": ""}, "Y000400"),
        ({"x": "1"}, "Y000400"),
        ({"id_token_hint": "junk"}, "Y04FEDB9"),
        ({"client_id": "other"}, "Y0467882"),
    ],
)
def test_a_logout_is_checked(client: Client, citizen: Browser, query, code: str):
    hint = signed_in(client, citizen)["id_token"]

    response = leave(client, citizen, **{"id_token_hint": hint, **query})

    assert (response.status_code, code_of(response)) == (400, code)
    assert "location" not in response.headers


@pytest.mark.matrix("F02")
def test_a_hint_must_be_ours(stub: Stub, client: Client, citizen: Browser):
    hint = signed_in(client, citizen)["id_token"]
    head, _, signature = hint.rpartition(".")
    forged = f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    secret = stub.client(id_token_alg="HS256")
    theirs = Browser(stub)
    with theirs.http:
        shared = signed_in(secret, theirs)["id_token"]
    forget(stub, secret)

    bad = leave(client, citizen, id_token_hint=forged)
    unknown = leave(client, citizen, id_token_hint=shared)

    assert code_of(bad) == "Y045AFAE"
    assert code_of(unknown) == "Y0429C91"


def forget(stub: Stub, client: Client) -> None:
    from mockportal.usecases.franceconnect import registering

    stub.perform(registering.remove_client, client_id=client.client_id)


@pytest.mark.matrix("F02")
def test_a_confirmation_belongs_to_its_page(client: Client, citizen: Browser, stub: Stub):
    hint = signed_in(client, citizen)["id_token"]
    stranger = Browser(stub)
    with stranger.http:
        sudden = stranger.post(f"{stub.base}/api/v2/session/end/confirm", xsrf="x", logout="yes")
    page = leave(client, citizen, id_token_hint=hint)
    wrong = citizen.submit(page, xsrf="x")

    assert (sudden.status_code, code_of(sudden)) == (400, "Y047B9D9")
    assert (wrong.status_code, code_of(wrong)) == (400, "Y0474F76")


@pytest.mark.matrix("F03")
def test_a_logout_without_a_live_session_still_leads_back(
    stub: Stub, client: Client, citizen: Browser
):
    hint = signed_in(client, citizen)["id_token"]
    stranger = Browser(stub)
    with stranger.http:
        page = leave(
            client, stranger, id_token_hint=hint, post_logout_redirect_uri=AFTER, state="s"
        )
        back = stranger.submit(page)

    assert (back.status_code, back.headers["location"]) == (303, f"{AFTER}?state=s")


@pytest.mark.parametrize(
    ("setting", "address"),
    [({"logout_drop_state": True}, AFTER), ({}, f"{AFTER}?state=s")],
)
def test_the_state_of_a_logout_may_be_dropped(
    stub: Stub, client: Client, citizen: Browser, setting, address: str
):
    stub.set(**setting)
    hint = signed_in(client, citizen)["id_token"]

    page = leave(client, citizen, id_token_hint=hint, post_logout_redirect_uri=AFTER, state="s")

    assert citizen.submit(page).headers["location"] == address


def test_a_logout_may_be_direct(stub: Stub, client: Client, citizen: Browser):
    stub.set(logout_direct=True)
    hint = signed_in(client, citizen)["id_token"]

    back = leave(client, citizen, id_token_hint=hint, post_logout_redirect_uri=AFTER)

    assert (back.status_code, back.headers["location"]) == (303, AFTER)
    assert heading(citizen.start(client)) == "Accéder à Service"


def test_a_logout_may_be_stuck(stub: Stub, client: Client, citizen: Browser):
    stub.arm("logout_stuck")
    hint = signed_in(client, citizen)["id_token"]

    page = leave(client, citizen, id_token_hint=hint, post_logout_redirect_uri=AFTER)

    assert heading(citizen.follow(citizen.submit(page))) == "Vous êtes déconnecté"
