"""Group C: visits, cookies, forged forms."""

import pytest

from mockportal.portal.tests.visitor import Visitor


def cookie_of(visitor: Visitor) -> tuple[str, str]:
    name = f"{visitor.election.id}-visite"
    return name, str(visitor.client.cookies[name])


@pytest.mark.attack("C01")
@pytest.mark.parametrize("jeton", ["", "wrong", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_form_without_its_own_token_does_nothing(voter, state, jeton):
    before = state()
    page = voter.send("vote/csa-ministeriel", action="je-veux-voter", jeton=jeton)

    assert (page.status, page.refusal) == (403, "form-expired")
    assert page.told == "Cette page a expiré. Rechargez-la et recommencez."
    assert state() == before


@pytest.mark.attack("C01")
def test_the_token_of_another_visit_does_nothing(browse, voter, state):
    other = browse()
    borrowed = other.get("identification").hidden("jeton")
    before = state()
    page = voter.send("vote/csa-ministeriel", action="je-veux-voter", jeton=borrowed)

    assert (page.status, page.refusal) == (403, "form-expired")
    assert state() == before


@pytest.mark.attack("C02")
def test_a_form_key_sent_again_has_no_second_effect(voter, state):
    shown = voter.choose("csa-ministeriel")
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    first = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)
    after = state()
    again = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)

    assert (first.status, again.status) == (303, 303)
    assert first.goes_to == again.goes_to == "vote/csa-ministeriel/accuse"
    assert state() == after


@pytest.mark.attack("C03")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_sent_by_another_site_does_nothing(voter, state, headers):
    shown = voter.get("vote/csa-ministeriel")
    before = state()
    fields = {**voter.tokens(shown), "action": "je-veux-voter"}
    page = voter.post("vote/csa-ministeriel", fields, headers=headers)

    assert (page.status, page.refusal) == (403, "form-expired")
    assert state() == before


@pytest.mark.attack("C04")
def test_the_number_of_a_visit_known_before_sign_in_is_worth_nothing_after(browse, visitor):
    elector, attacker = visitor.elector(), browse()
    visitor.get("identification")
    name, fixed = cookie_of(visitor)
    visitor.sign_in(elector)
    signed_in = cookie_of(visitor)[1]
    visitor.enter_code(elector.vote_code)
    with_code = cookie_of(visitor)[1]
    seen = []
    for stolen in (fixed, signed_in):
        attacker.client.cookies.clear()
        attacker.client.cookies.set(name, stolen)
        seen.append(attacker.get("espace").goes_to)

    assert len({fixed.split(".")[0], signed_in.split(".")[0], with_code.split(".")[0]}) == 3
    assert seen == ["identification", "identification"]


@pytest.mark.attack("C05")
@pytest.mark.parametrize("place", [0, 10, 25, 30, -1])
def test_a_cookie_altered_anywhere_is_no_cookie(voter, place):
    name, value = cookie_of(voter)
    other = "A" if value[place] != "A" else "B"
    position = place % len(value)
    voter.client.cookies.clear()
    voter.client.cookies.set(name, value[:position] + other + value[position + 1 :])
    page = voter.get("espace")

    assert (page.status, page.goes_to) == (303, "identification")


@pytest.mark.attack("C07")
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visitor):
    header = visitor.get("identification").answer.headers["set-cookie"]

    assert header.startswith(f"{visitor.election.id}-visite=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Domain" not in header


@pytest.mark.attack("C08")
def test_after_signing_out_the_old_cookie_opens_nothing(voter):
    name, value = cookie_of(voter)
    voter.answer("deconnexion", voter.get("espace"))
    voter.client.cookies.clear()
    voter.client.cookies.set(name, value)
    page = voter.get("scrutins")

    assert (page.status, page.goes_to) == (303, "identification")


@pytest.mark.attack("C09")
@pytest.mark.parametrize(("away", "status"), [(3600 - 1, 200), (3600, 303)])
def test_a_visit_ends_after_its_minutes_without_a_request(voter, advance, away, status):
    voter.get("espace")
    advance(away)
    page = voter.get("espace")

    assert page.status == status


@pytest.mark.attack("C09")
def test_a_visit_ends_after_its_hours_in_all(voter, advance):
    statuses = []
    for _ in range(16):
        advance(1800)
        statuses.append(voter.get("espace").status)

    assert statuses == [200] * 15 + [303]


@pytest.mark.attack("C09")
def test_the_page_knows_when_the_visit_will_end(voter, advance):
    advance(60)
    shown = voter.get("espace")

    assert shown.attribute("data-session-ms") == str(3600 * 1000)


@pytest.mark.attack("C10")
def test_two_browsers_share_one_vote_and_a_new_password_ends_the_other(browse, voter):
    elector, second = voter.elector(), browse()
    second.vote_ready(elector)
    voter.cast("csa-ministeriel")
    refused = second.get("vote/csa-ministeriel")
    chosen = "Un-autre-mot-2022"
    voter.send(
        "informations-personnelles",
        mot_de_passe_actuel=elector.password,
        mot_de_passe=chosen,
        confirmation=chosen,
    )

    assert (refused.status, refused.refusal) == (409, "already-voted")
    assert voter.get("espace").status == 200
    assert second.get("espace").goes_to == "identification"


@pytest.mark.attack("C11")
def test_no_address_carries_the_number_of_a_visit(voter):
    value = cookie_of(voter)[1].split(".")[0]
    pages = [voter.get(path).source for path in ("espace", "scrutins", "vote/csa-ministeriel")]

    assert all(value not in page for page in pages)


@pytest.mark.attack("C12")
def test_no_page_may_be_framed(visitor):
    policy = visitor.get("accueil").answer.headers["content-security-policy"]

    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.attack("C13")
@pytest.mark.parametrize("target", ["//evil.example", "\\evil", "javascript:alert(1)", "/other/"])
def test_no_parameter_sends_a_voter_elsewhere(visitor, target):
    elector = visitor.elector()
    visitor.identify(elector)
    page = visitor.send("mot-de-passe", mot_de_passe=elector.password, next=target)

    assert page.answer.headers["location"] == f"/{visitor.election.id}/portail/espace"


@pytest.mark.attack("C14")
def test_a_picture_cannot_sign_a_voter_out(voter):
    page = voter.get("deconnexion")

    assert page.status == 405
    assert page.answer.headers["allow"] == "POST"
    assert voter.get("espace").status == 200
