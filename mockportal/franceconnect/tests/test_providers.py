"""Identity providers: identifiers, secrets, second factors, magic logins."""

import json

import pytest

from mockportal.domain.franceconnect.codes import MAGIC_CODES, PAGES
from mockportal.domain.franceconnect.faults import IDENTITY_CODES
from mockportal.domain.franceconnect.identifiers import social_key
from mockportal.franceconnect.tests.browsing import (
    Browser,
    Client,
    Stub,
    callback,
    code_of,
    heading,
    node,
)
from mockportal.usecases.franceconnect import enrolling, second_factor

WRONG = "Identifiant ou mot de passe incorrect."
FAILED = "[data-testid=provider-failed]"


@pytest.mark.matrix("C01")
@pytest.mark.parametrize("shape", ["{number}", "{number}{key:02}", "{number:.3}.{rest} {key:02}"])
def test_a_social_security_number_is_read_with_or_without_its_key(
    stub: Stub, client: Client, citizen: Browser, shape: str
):
    _, account = stub.account("ameli")
    key = social_key(account.login)
    typed = shape.format(number=account.login, rest=account.login[3:], key=key)
    login = citizen.choose(citizen.start(client), "ameli")

    page = citizen.sign_in(login, typed, account.secret)

    assert heading(page) == "Vous êtes reconnu"


@pytest.mark.matrix("C01")
@pytest.mark.parametrize("typed", ["184010000100188", "184010000100", "5840100001001"])
def test_a_bad_social_security_number_is_told_at_once(client: Client, citizen: Browser, typed: str):
    login = citizen.choose(citizen.start(client), "ameli")

    page = citizen.sign_in(login, typed)

    assert node(page, "[data-testid=login-error]").text() == "Vérifiez votre identifiant."


@pytest.mark.matrix("C01")
def test_shapes_may_go_unchecked(stub: Stub, client: Client, citizen: Browser):
    stub.set(check_shapes=False)
    login = citizen.choose(citizen.start(client), "ameli")

    page = citizen.sign_in(login, "bad")

    assert node(page, "[data-testid=login-error]").text() == WRONG


@pytest.mark.matrix("C02")
def test_unknown_and_wrong_get_the_same_answer(stub: Stub, client: Client, citizen: Browser):
    _, account = stub.account("impots")
    unknown = "9123456789012"
    login = citizen.choose(citizen.start(client), "impots")

    nobody = citizen.sign_in(login, unknown, account.secret)
    wrong = citizen.sign_in(login, account.login, "wrong")

    assert (nobody.status_code, nobody.text) == (wrong.status_code, wrong.text)
    assert node(wrong, "[data-testid=login-error]").text() == WRONG
    assert unknown not in everything_kept(stub)


def everything_kept(stub: Stub) -> str:
    """Return the text of every row of the stub's tables."""

    def read(tx, now):
        tables = ("fc_document", "fc_session", "fc_transaction", "fc_refusal", "fc_grant")
        return json.dumps(
            [
                [str(value) for value in row]
                for table in tables
                for row in tx.run(f"SELECT * FROM {table} WHERE world = :world").fetchall()
            ]
        )

    return stub.ask(read)


@pytest.mark.matrix("C03")
@pytest.mark.parametrize("provider", ["laposte", "yris"])
def test_a_phone_refuses(stub: Stub, client: Client, citizen: Browser, provider: str):
    page = to_factor(stub, client, citizen, provider)

    refused = citizen.follow(citizen.submit(page, "form:has([data-testid=phone-refuse])"))

    assert node(refused, FAILED) is not None


@pytest.mark.matrix("C03")
@pytest.mark.parametrize(("seconds", "approved"), [(119.999, True), (120, False)])
def test_a_phone_answers_within_two_minutes(
    stub: Stub, client: Client, citizen: Browser, seconds: float, approved: bool
):
    page = to_factor(stub, client, citizen, "laposte")
    stub.advance(seconds)

    after = citizen.follow(citizen.submit(page, "form:has([data-testid=phone-approve])"))

    assert (heading(after) == "Vous êtes reconnu") is approved
    assert (node(after, FAILED) is None) is approved


@pytest.mark.matrix("C03")
def test_three_wrong_codes_lead_back(stub: Stub, client: Client, citizen: Browser):
    page = to_factor(stub, client, citizen, "mcm")

    once = citizen.submit(page, "form.saisie", code="no")
    twice = citizen.submit(page, "form.saisie", code="no")
    thrice = citizen.follow(citizen.submit(page, "form.saisie", code="no"))

    assert "Il reste 2 essais." in once.text
    assert "Il reste un essai." in twice.text
    assert node(thrice, FAILED) is not None


def to_factor(stub: Stub, client: Client, citizen: Browser, provider: str):
    _, account = stub.account(provider)
    page = citizen.choose(citizen.start(client), provider)
    return citizen.sign_in(page, account.login, account.secret or "x")


@pytest.mark.matrix("C03")
@pytest.mark.parametrize(
    ("verdict", "place"), [("approve", "Vous êtes reconnu"), ("refuse", "Accéder à Service")]
)
def test_a_phone_may_answer_outside_the_browser(
    stub: Stub, client: Client, citizen: Browser, verdict: str, place: str
):
    page = to_factor(stub, client, citizen, "yris")
    uid = stub.ask(lambda tx, now: tx.sessions()[-1].uid)
    stub.perform(second_factor.decide_outside, here=stub.here, uid=uid, verdict=verdict)

    after = citizen.follow(citizen.get(node(page, "main > p > a").attributes["href"]))

    assert heading(after) == place


@pytest.mark.matrix("C03")
def test_ameli_may_ask_for_a_code_by_mail(stub: Stub, client: Client, citizen: Browser):
    stub.set(ameli_factor=True)
    page = to_factor(stub, client, citizen, "ameli")
    uid = stub.ask(lambda tx, now: tx.sessions()[-1].uid)
    code = stub.ask(lambda tx, now: tx.kept_transaction(uid).transaction.progress.answer)

    after = citizen.follow(citizen.submit(page, "form.saisie", code=code))

    assert "par courriel" in page.text
    assert heading(after) == "Vous êtes reconnu"


def test_france_identite_takes_a_demo_account_and_a_code(
    stub: Stub, client: Client, citizen: Browser
):
    key = stub.perform(
        enrolling.add_citizen,
        values={"accounts": {"france-identite": {"login": "fi-demo", "secret": "123456"}}},
    ).key
    stub.set(providers=["france-identite"])

    login = citizen.choose(citizen.start(client), "france-identite")
    wrong = citizen.sign_in(login, "fi-demo", "000000")
    right = citizen.sign_in(login, "fi-demo", "123456")

    assert key.startswith("x")
    assert node(wrong, "[data-testid=login-error]").text() == WRONG
    assert heading(right) == "Vous êtes reconnu"


@pytest.mark.matrix("C04")
@pytest.mark.parametrize("code", sorted(MAGIC_CODES))
def test_a_bare_code_shows_its_page(client: Client, citizen: Browser, code: str):
    login = citizen.choose(citizen.start(client), "impots")

    page = citizen.sign_in(login, code)

    assert (page.status_code, code_of(page)) == (PAGES[code][1], code)
    assert node(page, "[data-testid=back-to-service]") is not None


@pytest.mark.matrix("C04")
@pytest.mark.parametrize(("name", "code"), sorted(IDENTITY_CODES.items()))
def test_a_magic_login_fails_the_check_of_identity(
    client: Client, citizen: Browser, name: str, code: str
):
    login = citizen.choose(citizen.start(client), "ameli")

    page = citizen.sign_in(login, f"panne-{name}")

    assert (page.status_code, code_of(page)) == (PAGES[code][1], code)


@pytest.mark.matrix("C04")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("idp_no_state", "Y020021"),
        ("idp_wrong_state", "Y020022"),
        ("idp_no_code", "Y020025"),
        ("idp_token_down", "Y020026"),
        ("idp_userinfo_down", "Y020027"),
        ("idp_low_acr", "Y100001"),
        ("idp_blocked", "Y100011"),
    ],
)
def test_a_magic_login_breaks_a_provider(client: Client, citizen: Browser, name: str, code: str):
    login = citizen.choose(citizen.start(client), "impots")

    page = citizen.sign_in(login, f"panne-{name}")

    assert (page.status_code, code_of(page)) == (PAGES[code][1], code)


@pytest.mark.matrix("C04")
@pytest.mark.parametrize("name", ["idp_refuses", "factor_timeout"])
def test_a_magic_login_makes_a_provider_refuse(client: Client, citizen: Browser, name: str):
    login = citizen.choose(citizen.start(client), "msa")

    assert node(citizen.sign_in(login, f"panne-{name}"), FAILED) is not None


@pytest.mark.matrix("C04")
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ret_server_error", {"error": "server_error"}),
        ("ret_unavailable", {"error": "temporarily_unavailable"}),
        ("ret_no_state", {"state": None}),
        ("ret_no_iss", {"iss": None}),
        ("ret_wrong_iss", {"iss": "http://ailleurs.example/api/v2"}),
        ("ret_html_in_description", {"error": "server_error"}),
    ],
)
def test_a_magic_login_breaks_the_return(client: Client, citizen: Browser, name: str, found):
    login = citizen.choose(citizen.start(client), "impots")
    page = citizen.sign_in(login, f"panne-{name}")

    back = callback(citizen.submit(page, "form.saisie"))

    assert {key: back.get(key) for key in found} == found


@pytest.mark.matrix("C04")
def test_a_magic_login_borrows_the_identity_it_names(stub: Stub, client: Client, citizen: Browser):
    elector, account = stub.account("impots", rank=20)
    login = citizen.choose(citizen.start(client), "impots")
    page = citizen.sign_in(login, f"panne-ui_no_mail@{account.login}")
    token = client.token(callback(citizen.submit(page, "form.saisie"))["code"]).json()

    told = client.claims(client.userinfo(token["access_token"]).text)

    assert told["family_name"] == elector.birth_name.upper()
    assert "email" not in told


@pytest.mark.matrix("C04")
def test_a_magic_login_may_break_the_keys(stub: Stub, client: Client, citizen: Browser):
    login = citizen.choose(citizen.start(client), "impots")
    citizen.sign_in(login, "panne-jwks_500")

    first, second = (client.http.get(f"{client.api}/jwks") for _ in range(2))

    assert (first.status_code, second.status_code) == (500, 200)


def test_magic_logins_can_be_switched_off(stub: Stub, client: Client, citizen: Browser):
    stub.set(magic_logins=False)
    login = citizen.choose(citizen.start(client), "impots")

    page = citizen.sign_in(login, "Y010015")

    assert node(page, "[data-testid=login-error]") is not None


@pytest.mark.matrix("C05")
def test_one_citizen_has_one_subject_whatever_the_provider(stub: Stub, client: Client):
    elector = next(
        elector
        for elector in map(stub.identity, range(1000))
        if {"impots", "ameli"} <= {one.provider for one in elector.franceconnect}
    )

    subjects = []
    for provider in ("impots", "ameli"):
        account = next(one for one in elector.franceconnect if one.provider == provider)
        browser = Browser(stub)
        with browser.http:
            page = browser.choose(browser.start(client), provider)
            page = browser.sign_in(page, account.login, account.secret)
            code = callback(browser.submit(page, "form.saisie"))["code"]
        subjects.append(client.claims(client.token(code).json()["id_token"])["sub"])

    assert subjects[0] == subjects[1]
    assert subjects[0].endswith("v1")
    assert len(subjects[0]) == 66


def test_a_citizen_can_be_changed_and_added(stub: Stub, client: Client, citizen: Browser):
    account = {"login": "9000000000999", "secret": "ouvre-toi", "mail": "autre@perso.example"}
    stub.perform(
        enrolling.add_citizen,
        values={"claims": {"birth_name": "Ajouté"}, "accounts": {"impots": account}},
    )
    login = citizen.choose(citizen.start(client), "impots")
    page = citizen.sign_in(login, "9000000000999", "ouvre-toi")
    token = client.token(callback(citizen.submit(page, "form.saisie"))["code"]).json()

    told = client.claims(client.userinfo(token["access_token"]).text)

    assert (told["family_name"], told["email"]) == ("AJOUTÉ", "autre@perso.example")


def test_an_account_that_moved_leaves_its_old_identifier(
    stub: Stub, client: Client, citizen: Browser
):
    elector, account = stub.account("impots")
    moved = {"accounts": {"impots": {"login": "9000000000998"}}}
    stub.perform(enrolling.change_citizen, elector=str(elector.rank), values=moved)
    login = citizen.choose(citizen.start(client), "impots")

    old = citizen.sign_in(login, account.login, account.secret)
    new = citizen.sign_in(login, "9000000000998", account.secret)

    assert node(old, "[data-testid=login-error]").text() == WRONG
    assert heading(new) == "Vous êtes reconnu"
