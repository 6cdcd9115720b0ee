"""Choice, return, continue, single sign-on: the screens and their order."""

import pytest

from mockportal.franceconnect.tests.browsing import (
    Browser,
    Client,
    Stub,
    callback,
    code_of,
    heading,
    node,
)
from mockportal.tests.live import StoreAtHand
from mockportal.usecases import faulting
from mockportal.usecases.franceconnect import tuning

SIX = ["impots", "ameli", "laposte", "msa", "mcm", "yris"]


def tiles(page):
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser(page.text).css("[data-testid=providers] [id]")
    return [one.attributes["id"].removeprefix("idp-") for one in found]


@pytest.mark.matrix("B01")
def test_the_choice_shows_six_providers_in_order(stub: Stub, client: Client, citizen: Browser):
    before = citizen.start(client)
    stub.perform(tuning.change_provider, provider="france-identite", values={"order": 6})
    after = citizen.start(client)

    assert tiles(before) == SIX
    assert tiles(after) == [*SIX, "france-identite"]
    assert "bêta" in after.text


@pytest.mark.matrix("B01")
def test_the_choice_names_the_service(client: Client, citizen: Browser):
    page = citizen.start(client)

    assert heading(page) == "Accéder à Service"
    assert node(page, "body > *").text().startswith("SIMULATION")
    assert node(page, "[data-testid=back-to-service]").text() == "Retourner sur Service"


@pytest.mark.matrix("B02")
def test_a_closed_provider_has_no_button(stub: Stub, client: Client, citizen: Browser):
    stub.set(states={"ameli": "closed"})

    page = citizen.start(client)
    forged = citizen.submit(page, "form:has(#idp-impots)", providerUid="ameli")

    assert node(page, "button#idp-ameli") is None
    assert "Ameli.fr (factice) — momentanément indisponible" in page.text
    assert (forged.status_code, code_of(forged)) == (500, "Y020017")


@pytest.mark.matrix("B02")
@pytest.mark.parametrize(
    ("uid", "status", "code"), [("nobody", 500, "Y020019"), ("msa", 403, "Y020023")]
)
def test_an_unknown_or_denied_provider_is_refused(
    stub: Stub, citizen: Browser, uid: str, status: int, code: str
):
    page = citizen.start(stub.client(providers_deny=["msa"]))

    forged = citizen.submit(page, "form:has(#idp-impots)", providerUid=uid)

    assert "msa" not in tiles(page)
    assert (forged.status_code, code_of(forged)) == (status, code)


@pytest.mark.matrix("B02")
def test_a_fault_of_the_election_closes_a_provider(stub: Stub, client: Client, citizen: Browser):
    fault = {"name": "provider-unavailable", "settings": {"provider": "ameli"}}
    stub.perform(faulting.set_fault, **fault)
    page = citizen.start(client)
    forged = citizen.submit(page, "form:has(#idp-impots)", providerUid="ameli")
    stub.perform(faulting.lift_fault, name="provider-unavailable")
    later = citizen.start(client)

    assert node(page, "button#idp-ameli") is None
    assert code_of(forged) == "Y020017"
    assert node(later, "button#idp-ameli") is not None


@pytest.mark.matrix("B02")
def test_a_fault_of_the_election_that_names_no_provider_closes_them_all(
    stub: Stub, client: Client, citizen: Browser
):
    stub.perform(faulting.set_fault, name="provider-unavailable", settings={})

    page = citizen.start(client)

    assert tiles(page) == SIX
    assert node(page, "button.compte") is None


@pytest.mark.matrix("B03")
def test_a_form_without_its_token_is_refused(client: Client, citizen: Browser):
    address = f"{client.api}/redirect-to-idp"
    page = citizen.start(client)

    missing = citizen.post(address, providerUid="impots")
    wrong = citizen.post(address, providerUid="impots", csrfToken="x" * 22)
    token = node(page, "[name=csrfToken]").attributes["value"]
    first = citizen.post(address, providerUid="impots", csrfToken=token)
    replayed = citizen.post(address, providerUid="impots", csrfToken=token)

    assert (missing.status_code, code_of(missing)) == (400, "Y470002")
    assert (wrong.status_code, code_of(wrong)) == (401, "Y470001")
    assert first.status_code == 303
    assert (replayed.status_code, code_of(replayed)) == (401, "Y470004")


@pytest.mark.matrix("B04")
@pytest.mark.parametrize("path", ["", "/verify", "/consent"])
def test_an_interaction_is_its_browser_s(client: Client, citizen: Browser, stub: Stub, path: str):
    address = citizen.authorize(client).headers["location"]
    stranger = Browser(stub)

    with stranger.http:
        response = stranger.get(f"{address}{path}")

    assert (response.status_code, code_of(response)) == (401, "Y190001")


@pytest.mark.matrix("B04")
def test_a_login_needs_a_session(client: Client, citizen: Browser):
    response = citizen.post(f"{client.api}/login", csrfToken="x")

    assert (response.status_code, code_of(response)) == (401, "Y190001")


@pytest.mark.matrix("B05")
@pytest.mark.parametrize(("idle", "status"), [(1799, 200), (1799.999, 200), (1800, 401)])
def test_a_session_idles_thirty_minutes(
    stub: Stub, client: Client, citizen: Browser, idle: float, status: int
):
    page = citizen.start(client)

    stub.advance(idle)

    assert citizen.get(str(page.url)).status_code == status


@pytest.mark.matrix("B05")
def test_a_session_slides(stub: Stub, client: Client, citizen: Browser):
    citizen.log_in(client)
    for _ in range(3):
        stub.advance(1799)
        page = citizen.start(client)

    assert heading(page) == "Vous êtes reconnu"


@pytest.mark.matrix("B06")
def test_the_way_back_says_who_gave_up(client: Client, citizen: Browser):
    page = citizen.start(client)

    response = citizen.get(node(page, "[data-testid=back-to-service]").attributes["href"])

    assert response.status_code == 302
    assert callback(response)["error"] == "access_denied"
    assert callback(response)["error_description"] == "User auth aborted"


@pytest.mark.matrix("B06")
def test_the_way_back_from_an_error_after_login_says_so(client: Client, citizen: Browser):
    login = citizen.choose(citizen.start(client), "impots")
    page = citizen.sign_in(login, "Y010015")

    response = citizen.get(node(page, "[data-testid=back-to-service]").attributes["href"])

    assert code_of(page) == "Y010015"
    assert callback(response)["error"] == "server_error"


@pytest.mark.matrix("B06")
def test_the_way_back_leads_only_where_the_client_is_registered(
    stub: Stub, client: Client, citizen: Browser
):
    from mockportal.usecases.franceconnect import registering

    citizen.start(client)
    stub.perform(
        registering.change_client,
        here=stub.here,
        client_id=client.client_id,
        values={"redirect_uris": []},
    )

    response = citizen.get(f"{client.api}/redirect-to-sp-with-error")

    assert (response.status_code, code_of(response)) == (500, "Y030030")


@pytest.mark.matrix("B07")
def test_cancelling_at_a_provider_leads_to_the_choice(client: Client, citizen: Browser):
    login = citizen.choose(citizen.start(client), "ameli")

    page = citizen.follow(citizen.get(node(login, "a.second").attributes["href"]))

    assert heading(page) == "Accéder à Service"
    assert (
        "Ameli.fr (factice) n'a pas confirmé" in node(page, "[data-testid=provider-failed]").text()
    )


@pytest.mark.matrix("B08")
@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("code=x", 400, "Y020021"),
        ("code=x&state=wrong", 403, "Y020022"),
        ("state={state}", 400, "Y020025"),
        ("code=wrong&state={state}", 502, "Y020026"),
    ],
)
def test_a_provider_s_answer_is_checked(
    client: Client, citizen: Browser, query: str, status: int, code: str
):
    login = citizen.choose(citizen.start(client), "impots")
    state = node(login, "[name=state]").attributes["value"]

    response = citizen.get(f"{client.api}/oidc-callback?{query.format(state=state)}")

    assert (response.status_code, code_of(response)) == (status, code)


@pytest.mark.matrix("B09")
def test_choice_and_continue_can_be_reloaded(client: Client, citizen: Browser):
    choice = citizen.start(client)
    again = citizen.get(str(choice.url))
    screen = citizen.reach_continue(client)
    once_more = citizen.get(str(screen.url))

    assert again.text == choice.text
    assert once_more.text == screen.text


@pytest.mark.matrix("B09")
def test_verify_and_callback_cannot_be_reloaded(stub: Stub, client: Client, citizen: Browser):
    _, account = stub.account("impots")
    login = citizen.choose(citizen.start(client), "impots")
    back = citizen.submit(login, "form.saisie", login=account.login, password=account.secret)
    verify = citizen.get(back.headers["location"])
    citizen.get(verify.headers["location"])

    callback_again = citizen.get(back.headers["location"])
    verify_again = citizen.get(verify.headers["location"])

    assert (callback_again.status_code, code_of(callback_again)) == (400, "Y420001")
    assert (verify_again.status_code, code_of(verify_again)) == (400, "Y420001")


@pytest.mark.matrix("B09")
def test_continue_comes_after_the_login(client: Client, citizen: Browser):
    address = citizen.start(client).url

    response = citizen.get(f"{address}/consent")

    assert (response.status_code, code_of(response)) == (400, "Y420001")


@pytest.mark.matrix("B10")
def test_an_older_tab_is_dead(client: Client, citizen: Browser):
    old = citizen.reach_continue(client)
    citizen.authorize(client)

    response = citizen.submit(old, "form.saisie")

    assert (response.status_code, code_of(response)) == (401, "Y470001")


@pytest.mark.matrix("B11")
def test_a_second_client_finds_the_citizen_signed_in(stub: Stub, client: Client, citizen: Browser):
    other = stub.client(name="Autre")
    first = client.token(citizen.log_in(client)["code"]).json()
    before = citizen.http.cookies["fc_session_id"]
    page = citizen.start(other)
    second = other.token(callback(citizen.submit(page, "form.saisie"))["code"]).json()

    assert heading(page) == "Vous êtes reconnu"
    assert citizen.http.cookies["fc_session_id"] != before
    one, two = client.claims(first["id_token"]), other.claims(second["id_token"])
    assert one["sub"] != two["sub"]


@pytest.mark.matrix("B11")
def test_clients_of_one_entity_share_the_subject(stub: Stub, citizen: Browser):
    one, two = stub.client(entity="us"), stub.client(entity="us")
    first = one.token(citizen.log_in(one)["code"]).json()["id_token"]
    page = citizen.start(two)
    second = two.token(callback(citizen.submit(page, "form.saisie"))["code"]).json()["id_token"]

    assert one.claims(first)["sub"] == two.claims(second)["sub"]


@pytest.mark.matrix("B12")
def test_a_provider_denied_to_the_second_client_is_chosen_anew(
    stub: Stub, client: Client, citizen: Browser
):
    citizen.log_in(client, "impots")

    page = citizen.start(stub.client(providers_deny=["impots"]))

    assert heading(page) == "Accéder à Service"


@pytest.mark.matrix("B13")
def test_a_private_client_needs_a_consent(stub: Stub, citizen: Browser):
    private = stub.client(kind="private")
    page = citizen.reach_continue(private)

    refused = citizen.submit(page, "form.saisie")
    accepted = citizen.submit(page, "form.saisie", consent="true")

    assert node(page, "[data-testid=consent-box]").attributes.keys() >= {"required"}
    assert (refused.status_code, code_of(refused)) == (400, "Y000400")
    assert "code" in callback(accepted)


@pytest.mark.matrix("B14")
def test_openid_alone_tells_nothing(client: Client, citizen: Browser):
    choice = citizen.start(client, scope="openid")
    screen = citizen.reach_continue(client, scope="openid")
    code = callback(citizen.submit(screen, "form.saisie"))["code"]
    told = client.claims(client.userinfo(client.token(code).json()["access_token"]).text)

    assert node(choice, "[data-testid=anonymous-notice]") is not None
    assert node(screen, ".personne") is None
    assert node(screen, "[data-testid=transmitted]") is None
    assert set(told) == {"sub", "aud", "exp", "iat", "iss"}


@pytest.mark.matrix("B14")
def test_the_continue_screen_says_what_will_be_told(client: Client, citizen: Browser, stub: Stub):
    elector, _ = stub.account("impots")

    page = citizen.reach_continue(client)

    assert elector.birth_name.upper() in node(page, ".personne").text()
    assert "Date de naissance" in node(page, "[data-testid=transmitted]").text()


@pytest.mark.matrix("B15")
@pytest.mark.parametrize(("policy", "mails"), [("each", 2), ("unusual", 1), ("off", 0)])
def test_a_notice_is_sent_by_policy(
    stub: Stub, client: Client, citizen: Browser, policy: str, mails: int
):
    stub.set(notification=policy)
    other = stub.client(name="Autre")

    citizen.log_in(client)
    page = citizen.start(other)
    citizen.submit(page, "form.saisie")

    assert len(stub.mails()) == mails
    assert all(subject.startswith("[SIMULATION] Connexion à ") for subject in stub.mails())


def test_a_lost_notice_is_a_fault(stub: Stub, client: Client, citizen: Browser):
    stub.arm("mail_lost")

    citizen.log_in(client)

    assert stub.mails() == []


@pytest.mark.attack("K05")
def test_a_session_of_one_election_is_nothing_in_another(
    stub: Stub, client: Client, citizen: Browser, store: StoreAtHand
):
    neighbour = store.create()
    page = citizen.start(client)
    cookie = citizen.http.cookies["fc_session_id"]
    foreign = str(page.url).replace(f"/{stub.election.id}/", f"/{neighbour.id}/")

    response = citizen.http.get(foreign, headers={"Cookie": f"fc_session_id={cookie}"})

    assert (response.status_code, code_of(response)) == (401, "Y190001")
    assert citizen.get(str(page.url)).status_code == 200


def test_the_default_election_answers_at_the_root(root_stub: Stub):
    client, citizen = root_stub.client(), Browser(root_stub)
    with citizen.http:
        back = citizen.log_in(client)
        answer = client.token(back["code"])

    assert back["iss"] == f"{root_stub.root}/api/v2"
    assert answer.status_code == 200
