"""The portal as a client of FranceConnect: group P of the matrix, group E of the attacks."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from mockportal.domain.franceconnect.faults import STAGES
from mockportal.franceconnect.tests.browsing import Stub
from mockportal.franceconnect.tests.voting import Voter, refusal, told
from mockportal.usecases.franceconnect import enrolling, keeping, observing

AGAIN = "Cette demande n'est plus valable. Recommencez."
WRONG = "La réponse reçue n'est pas valable."


@pytest.fixture
def election(store):
    """Return a fresh `formation` with people enough for every provider."""
    return store.create(electorate={"size": 3000})


@pytest.fixture
def elector(stub: Stub):
    """Return an active elector with accounts, who is no persona, born in France."""
    return next(
        one
        for one in map(stub.identity, range(10, 400))
        if one.activated
        and one.birthplace
        and {"impots", "ameli"} <= {account.provider for account in one.franceconnect}
    )


@pytest.fixture
def voter(portal: str, stub: Stub, elector):
    """Return a signed-in voter."""
    made = Voter(stub)
    with made.http:
        made.sign_in(elector)
        yield made


def links(voter: Voter) -> list[tuple[str, str]]:
    return voter.letters("reissue-link")


def changed(address: str, **changes: str | None) -> str:
    """Return an address with other parameters; None drops one."""
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query)), **changes}
    kept = {name: value for name, value in query.items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


def tokens_asked(voter: Voter) -> int:
    """Return how many authorizations led to tokens."""
    found = voter.stub.ask(observing.authorizations, which=observing.Filter(step="token"))
    return len(found)


@pytest.mark.matrix("P08")
def test_the_right_person_gets_a_link_by_mail(voter: Voter, elector):
    response = voter.come_back(elector)
    page = voter.get("message-envoye")

    assert (response.status_code, response.headers["location"].rpartition("/")[2]) == (
        303,
        "message-envoye",
    )
    [(to, _)] = links(voter)
    assert to == elector.franceconnect_mail
    assert f"{to[0]}•••@" in page.text
    assert to not in page.text


@pytest.mark.matrix("P08")
@pytest.mark.attack("E04")
def test_a_reload_after_success_leads_home_and_sends_nothing(voter: Voter, elector):
    callback = voter.connect(elector)
    voter.http.get(callback)

    again = voter.http.get(callback)

    assert (again.status_code, again.headers["location"].rpartition("/")[2]) == (303, "espace")
    assert len(links(voter)) == 1


def test_the_request_is_the_one_of_the_contract(voter: Voter, stub: Stub):
    address = urlsplit(voter.leave().headers["location"])
    query = dict(parse_qsl(address.query))

    assert f"http://{address.netloc}{address.path}" == f"{stub.issuer}/authorize"
    assert query["scope"] == "openid identite_pivot preferred_username email"
    assert (query["acr_values"], query["response_type"]) == ("eidas1", "code")
    assert len(query["state"]) >= 32
    assert len(query["nonce"]) >= 32
    assert query["redirect_uri"] == f"{voter.portal}/reassort/franceconnect/retour"


@pytest.mark.matrix("P01")
@pytest.mark.attack("E01")
@pytest.mark.parametrize("state", [None, "", "x" * 43])
def test_a_callback_needs_its_state(voter: Voter, elector, state):
    callback = changed(voter.connect(elector), state=state)

    page = voter.http.get(callback)

    assert (page.status_code, refusal(page), told(page)) == (403, "provider-failed", AGAIN)
    assert tokens_asked(voter) == 0


@pytest.mark.matrix("P01")
@pytest.mark.attack("E04")
def test_a_state_serves_once(voter: Voter, elector):
    callback = voter.connect(elector)
    voter.http.get(changed(callback, iss="http://other.example"))

    page = voter.http.get(callback)

    assert (page.status_code, refusal(page)) == (403, "provider-failed")
    assert links(voter) == []


@pytest.mark.matrix("P01")
@pytest.mark.attack("E02")
def test_a_state_belongs_to_its_browser(voter: Voter, elector, stub: Stub):
    callback = voter.connect(elector)
    other = Voter(stub)
    with other.http:
        other.sign_in(elector)
        page = other.http.get(callback)

    assert (page.status_code, refusal(page)) == (403, "provider-failed")
    assert (tokens_asked(voter), links(voter)) == (0, [])


@pytest.mark.matrix("P01")
@pytest.mark.attack("E20")
def test_a_state_ends_with_its_visit(voter: Voter, elector):
    callback = voter.connect(elector)
    voter.send("espace", to="deconnexion")

    page = voter.http.get(callback)

    assert (page.status_code, refusal(page)) == (403, "provider-failed")
    assert (tokens_asked(voter), links(voter)) == (0, [])


@pytest.mark.matrix("P01")
@pytest.mark.parametrize(("seconds", "status"), [(599, 303), (600, 403)])
def test_a_state_lives_ten_minutes(
    portal: str, stub: Stub, elector, store, seconds: int, status: int
):
    stub.set(code_seconds=3600)
    voter = Voter(stub)
    with voter.http:
        voter.sign_in(elector)
        callback = voter.connect(elector)
        stub.advance(seconds)

        assert voter.http.get(callback).status_code == status


BROKEN_ANSWERS = [
    name
    for name in (*STAGES["token"], *STAGES["id_token"], *STAGES["userinfo"])
    if "slow" not in name
]
DOWN = {"tok_500", "tok_reset", "tok_not_json", "tok_huge", "tok_redirect", "ui_500", "ui_huge"}


@pytest.mark.matrix("P02")
@pytest.mark.attack("E03")
@pytest.mark.attack("E10")
@pytest.mark.attack("E11")
@pytest.mark.attack("E12")
@pytest.mark.attack("E13")
@pytest.mark.attack("E18")
@pytest.mark.parametrize("name", BROKEN_ANSWERS)
def test_a_broken_answer_sends_no_link(voter: Voter, elector, stub: Stub, name: str):
    stub.arm(name)

    page = voter.come_back(elector)

    expected = (503, "provider-silent") if name in DOWN else (403, "provider-failed")
    if name in ("ui_no_mail", "ui_bad_mail"):
        expected = (422, "provider-no-mail")
    assert (page.status_code, refusal(page)) == expected
    assert links(voter) == []


@pytest.mark.matrix("P02")
@pytest.mark.attack("E12")
def test_a_low_level_is_told(voter: Voter, elector, stub: Stub):
    stub.arm("jwt_low_acr")

    assert told(voter.come_back(elector)) == "Niveau de garantie insuffisant."


@pytest.mark.matrix("P02")
@pytest.mark.attack("E18")
@pytest.mark.parametrize("name", ["tok_slow", "ui_slow"])
def test_the_portal_waits_five_seconds_at_most(voter: Voter, elector, stub: Stub, name: str):
    stub.arm(name, delay_ms=30_000)

    page = voter.http.get(voter.connect(elector), timeout=8)

    assert (page.status_code, refusal(page)) == (503, "provider-silent")
    assert "Répondre à ma question Défi" in page.text


@pytest.mark.attack("E10")
@pytest.mark.parametrize("name", ["jwks_empty", "jwks_500", "jwks_rotated"])
def test_keys_that_cannot_be_had_send_no_link(voter: Voter, elector, stub: Stub, name: str):
    stub.arm(name, times=0)

    page = voter.come_back(elector)

    assert page.status_code in {403, 503}
    assert links(voter) == []


def test_a_rotation_is_followed(voter: Voter, elector, stub: Stub):
    from mockportal.franceconnect.signing import fresh_keys

    first = voter.come_back(elector)
    stub.perform(keeping.rotate, fresh=fresh_keys(), keep_old=False)

    second = voter.come_back(elector)

    assert (first.status_code, second.status_code) == (303, 303)


@pytest.mark.matrix("P03")
@pytest.mark.attack("E14")
@pytest.mark.attack("E15")
@pytest.mark.parametrize(
    ("variant", "matches"),
    [
        *((name, True) for name in ("exact", "no_accents", "hyphen", "more_names")),
        *((name, False) for name in ("swapped_names", "usage_name", "birthdate_shift")),
        *((name, False) for name in ("other_gender", "born_abroad", "twin")),
        *((name, False) for name in ("other_elector", "stranger")),
    ],
)
def test_each_variant_has_its_verdict(
    voter: Voter, elector, stub: Stub, variant: str, matches: bool
):
    values = {"variant": variant}
    stub.perform(enrolling.change_citizen, elector=str(elector.rank), values=values)

    page = voter.come_back(elector)

    assert page.status_code == (303 if matches else 403)
    assert refusal(page) == ("" if matches else "identity-unknown")
    assert len(links(voter)) == matches


@pytest.mark.matrix("P03")
def test_an_unknown_day_is_sent_as_the_first(voter: Voter, elector, stub: Stub):
    values = {"variant": "unknown_day"}
    stub.perform(enrolling.change_citizen, elector=str(elector.rank), values=values)

    page = voter.come_back(elector)

    assert page.status_code == (303 if elector.birthdate.day == 1 else 403)


@pytest.mark.attack("E14")
def test_a_stranger_s_identity_is_noted_and_nothing_of_it_told(voter: Voter, elector, stub: Stub):
    values = {"variant": "stranger"}
    stub.perform(enrolling.change_citizen, elector=str(elector.rank), values=values)

    page = voter.come_back(elector)

    notices = [text for to, text in voter.letters("security-notice") if to == elector.identifier]
    kinds = stub.ask(lambda tx, now: [one.kind for one in tx.entries(0, 100)])
    assert told(page) == "Cette identité ne correspond pas à votre dossier."
    assert "identity-refused" in kinds
    assert any("identité FranceConnect" in text for text in notices)
    assert all("Nemo" not in text and "PERSONNE" not in text for text in (*notices, page.text))


@pytest.mark.matrix("P05")
@pytest.mark.attack("E16")
def test_a_subject_is_tied_to_one_voter(voter: Voter, elector, stub: Stub):
    voter.come_back(elector)

    def hand_over(tx, now):
        subject = tx.account(elector.rank).sub
        tx.save_account(replace(tx.account(elector.rank), sub=None))
        tx.save_account(replace(tx.account(elector.rank + 1), sub=subject))

    stub.perform(hand_over)
    page = voter.come_back(elector)

    assert (page.status_code, refusal(page)) == (403, "identity-unknown")
    assert len(links(voter)) == 1


@pytest.mark.matrix("P06")
@pytest.mark.attack("E16")
@pytest.mark.parametrize("iss", [None, "http://ailleurs.example/api/v2"])
def test_a_callback_names_its_issuer(voter: Voter, elector, iss):
    page = voter.http.get(changed(voter.connect(elector), iss=iss))

    assert (page.status_code, refusal(page)) == (403, "provider-failed")
    assert tokens_asked(voter) == 0


@pytest.mark.matrix("P06")
@pytest.mark.parametrize("name", ["ret_no_iss", "ret_wrong_iss", "ret_no_state", "ret_wrong_state"])
def test_a_return_made_wrong_is_refused(voter: Voter, elector, stub: Stub, name: str):
    stub.arm(name)

    assert voter.come_back(elector).status_code == 403


@pytest.mark.matrix("P07")
@pytest.mark.attack("E17")
@pytest.mark.parametrize("name", ["ret_html_in_description", "ret_server_error", "ret_unavailable"])
def test_an_error_is_told_in_our_words(voter: Voter, elector, stub: Stub, name: str):
    stub.arm(name)

    response = voter.come_back(elector)
    page = voter.http.get(str(response.url.join(response.headers["location"])))

    assert response.status_code == 303
    assert refusal(page) == "provider-cancelled"
    assert told(page) == "FranceConnect n'a pas pu vous identifier."
    assert "FAUTE" not in page.text


@pytest.mark.attack("E17")
def test_a_voter_who_gives_up_is_back_at_the_choice(voter: Voter):
    choice = voter.browser.follow(voter.leave())

    back = voter.browser.get(f"{choice.url}/../../redirect-to-sp-with-error")
    response = voter.http.get(back.headers["location"])
    page = voter.http.get(str(response.url.join(response.headers["location"])))

    assert (response.status_code, page.status_code) == (303, 200)
    assert told(page) == "Vous avez interrompu la connexion."


def test_a_dead_code_is_refused(voter: Voter, elector, stub: Stub):
    stub.arm("ret_dead_code")

    page = voter.come_back(elector)

    assert (page.status_code, refusal(page)) == (403, "provider-failed")


@pytest.mark.matrix("P09")
def test_the_portal_speaks_v1_too(portal: str, store, listener, back_channel):
    election = store.create(electorate={"size": 500}, franceconnect={"dialect": "v1"})
    stub = Stub(
        listener.root, f"{listener.root}/{election.id}", election, store, portal, back_channel
    )
    elector = next(
        one
        for one in map(stub.identity, range(10, 400))
        if one.activated and "impots" in {account.provider for account in one.franceconnect}
    )
    voter = Voter(stub)
    with voter.http:
        voter.sign_in(elector)
        callback = voter.connect(elector)
        response = voter.http.get(changed(callback, iss="http://ailleurs.example"))

    assert "iss=" not in callback
    assert response.headers["location"].endswith("message-envoye")
    assert links(voter)


@pytest.mark.attack("E19")
def test_no_token_is_in_a_page_or_an_address(voter: Voter, elector):
    callback = voter.connect(elector)
    response = voter.http.get(callback)
    page = voter.get("message-envoye")

    everything = " ".join((callback, str(response.headers), page.text))
    assert set(dict(parse_qsl(urlsplit(callback).query))) == {"code", "state", "iss"}
    assert "eyJ" not in everything


@pytest.mark.attack("E21")
def test_a_logout_at_franceconnect_is_offered_afterwards(voter: Voter, elector, stub: Stub):
    voter.come_back(elector)
    offer = voter.get("message-envoye").text

    away = voter.send("message-envoye", to="reassort/franceconnect/deconnexion")
    leaving = voter.browser.get(away.headers["location"])
    back = voter.browser.submit(leaving)
    choice = voter.browser.follow(voter.leave())

    assert "Se déconnecter de FranceConnect" in offer
    assert back.headers["location"].startswith(f"{voter.portal}/message-envoye")
    assert "Avec quel compte voulez-vous continuer ?" in choice.text


@pytest.mark.attack("K05")
def test_a_callback_of_one_election_is_nothing_in_another(voter: Voter, elector, store, stub: Stub):
    neighbour = store.create()
    callback = voter.connect(elector)
    foreign = callback.replace(f"/{stub.election.id}/portail", f"/{neighbour.id}/portail")

    page = voter.http.get(foreign)
    own = voter.http.get(callback)

    assert (page.status_code, refusal(page)) == (403, "provider-failed")
    assert own.status_code == 303


@pytest.mark.parametrize("provider", ["laposte", "mcm", "yris", "ameli", "msa", "impots"])
def test_each_provider_leads_to_a_link(portal: str, stub: Stub, provider: str):
    electors = map(stub.identity, range(10, 3000))
    elector = next(
        one
        for one in electors
        if one.activated and provider in {account.provider for account in one.franceconnect}
    )
    voter = Voter(stub)
    with voter.http:
        voter.sign_in(elector)
        response = voter.come_back(elector, provider=provider)

    assert response.headers["location"].endswith("message-envoye")
