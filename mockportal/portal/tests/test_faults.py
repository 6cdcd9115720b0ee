"""Faults at one step of the path: what a voter sees, and that nothing is lost."""

import re

import httpx
import pytest

from mockportal.usecases.suffering import ANSWERS_LOST_FOR

CAST = "vote/csa-ministeriel/confirmation"
BALLOT = {"choix": "blanc", "nonce": "", "reference": ""}


def newest_link(remote, elector, to, kind="reissue-link"):
    """Return the path of the link in the newest message of that kind to an address."""
    messages = remote.messages(voter=elector.identifier, to=to, kind=kind, wait=10)
    return messages[-1].links[0].partition("/portail/")[2]


@pytest.fixture
def signed_in(visitor):
    """Return a browser in which an elector has signed in."""
    visitor.sign_in(visitor.elector())
    return visitor


def test_an_unavailable_reissue_leaves_the_rest_open(signed_in, remote, state, sound):
    elector, shown = signed_in.elector(), signed_in.get("reassort/defi")
    remote.set_fault("reissue-unavailable")
    before = state()
    page = signed_in.get("reassort")
    asked = {"reponse": elector.secret_answer, "numen": elector.numen, "canal": "sms"}
    sent = signed_in.answer("reassort/defi", shown, telephone=elector.phone, **asked)
    untouched = state() == before
    signed_in.enter_code(elector.vote_code)
    signed_in.cast("csa-ministeriel")

    assert (page.status, page.refusal, page.name) == (503, "reissue-unavailable", "reassort")
    assert page.told == "Le réassort est momentanément indisponible."
    assert "retry-after" in page.answer.headers
    assert (sent.refusal, untouched) == ("reissue-unavailable", True)
    assert sound() == {"csa-ministeriel": 1}


def test_the_share_of_an_unavailable_reissue_is_drawn_anew_each_minute(signed_in, remote, advance):
    remote.set_fault("reissue-unavailable", {"share": 0.5})
    statuses = []
    for _ in range(20):
        statuses.append((signed_in.get("reassort").status, signed_in.get("reassort").status))
        advance(60)

    assert {*statuses} == {(200, 200), (503, 503)}


def test_the_link_goes_to_the_professional_mailbox(signed_in, remote, sound):
    elector = signed_in.elector()
    remote.set_fault("reissue-to-identifier")
    signed_in.ask_link(elector)
    told = signed_in.get("message-envoye").words
    path = newest_link(remote, elector, elector.identifier)
    revealed = signed_in.answer(path, signed_in.get(path))

    assert "@ac-" in told
    assert revealed.goes_to == "reassort/code"
    assert sound() == {}


def test_a_link_dies_before_its_time(signed_in, remote, advance, sound):
    elector = signed_in.elector()
    remote.set_fault("link-dies-early", {"minutes": 2})
    signed_in.ask_link(elector)
    path = newest_link(remote, elector, elector.phone)
    advance(119)
    alive = signed_in.get(path)
    advance(1)
    dead = signed_in.get(path)
    refused = signed_in.answer(path, alive)
    signed_in.enter_code(elector.vote_code)

    assert alive.status == 200
    assert (dead.status, dead.refusal, refused.refusal) == (410, "link-expired", "link-expired")
    assert signed_in.page.goes_to == "scrutins"
    assert sound() == {}


def test_franceconnect_is_closed_and_the_question_stays(signed_in, remote):
    remote.set_fault("franceconnect-off")
    page = signed_in.get("reassort")
    sent = signed_in.ask_link(signed_in.elector())

    assert "FranceConnect n'est pas disponible. Utilisez votre question Défi." in page.words
    assert re.search(r"<button disabled[^>]*>FranceConnect", page.source)
    assert sent.goes_to == "message-envoye"


@pytest.mark.parametrize(
    ("listed", "missing"),
    [(["liste-a", "liste-b"], 2), ([], None)],
)
def test_lists_without_a_logo_can_be_chosen(voter, remote, sound, listed, missing):
    before = voter.get("vote/csa-ministeriel").source
    names = re.findall(r"logos/([a-z0-9-]+)\.svg", before)
    chosen = names[: len(listed)]
    remote.set_fault("logos-missing", {"lists": chosen})
    after = re.findall(r"logos/([a-z0-9-]+)\.svg", voter.get("vote/csa-ministeriel").source)
    gone = voter.get(f"logos/{names[0]}.svg")
    choice = names[0]
    voter.cast("csa-ministeriel", choice)

    assert len(names) - len(after) == (len(names) if missing is None else missing)
    assert gone.status == 404
    assert sound() == {"csa-ministeriel": 1}


def test_a_share_of_the_logos_is_missing(voter, remote):
    whole = voter.get("vote/csa-ministeriel").source.count("/logos/")
    remote.set_fault("logos-missing", {"share": 0.5})
    first, again = (voter.get("vote/csa-ministeriel").source.count("/logos/") for _ in range(2))

    assert 0 < first == again < whole


def test_a_missing_captcha_can_be_heard_and_answered(visitor, remote):
    remote.set_fault("captcha-missing")
    shown = visitor.get("identification")
    challenge = shown.hidden("captcha_id")
    picture, sound = (visitor.get(f"captcha/{challenge}/{one}") for one in ("image", "son"))
    remote.lift_fault("captcha-missing")
    drawn = visitor.get(f"captcha/{challenge}/image")
    page = visitor.answer("identification", shown, identifiant=visitor.elector().identifier)

    assert (picture.status, sound.status, drawn.status) == (200, 200, 200)
    assert 0 < len(picture.answer.content) < len(drawn.answer.content) / 2
    assert page.goes_to == "mot-de-passe"


def test_a_suspended_scrutin_stops_alone(voter, remote, sound):
    shown = voter.choose("csa-ministeriel")
    remote.set_fault("scrutin-suspended", {"scrutin": "csa-ministeriel"})
    refused = voter.answer(CAST, shown, **BALLOT)
    listed = voter.get("scrutins").words
    voter.cast("csa-academique")
    remote.lift_fault("scrutin-suspended")
    cast = voter.cast("csa-ministeriel")

    assert (refused.status, refused.refusal) == (503, "scrutin-suspended")
    assert refused.told == "Ce scrutin est suspendu."
    assert "Suspendu" in listed
    assert cast.goes_to == "vote/csa-ministeriel/accuse"
    assert sound() == {"csa-academique": 1, "csa-ministeriel": 1}


def test_testers_see_that_a_scrutin_is_suspended(remote):
    remote.set_fault("scrutin-suspended", {"scrutin": "csa-ministeriel"})
    stopped = [one.id for one in remote.look().scrutins if one.suspended]

    assert stopped == ["csa-ministeriel"]


def test_the_lost_answer_of_a_vote_is_found_by_sending_again(voter, remote, advance, sound):
    shown = voter.choose("csa-ministeriel")
    remote.set_fault("answer-lost", {"at": "cast-ballot"})
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            voter.answer(CAST, shown, **BALLOT)
    counted, listed = sound(), voter.get("scrutins").words
    advance(ANSWERS_LOST_FOR / 1000)
    again = voter.answer(CAST, shown, **BALLOT)
    receipt = voter.get(again.goes_to)

    assert counted == {"csa-ministeriel": 1}
    assert "Voté le" in listed
    assert (again.status, again.goes_to) == (303, "vote/csa-ministeriel/accuse")
    assert "Votre vote est enregistré." in receipt.words
    assert sound() == {"csa-ministeriel": 1}


def test_the_lost_answer_of_a_reissue_is_found_by_sending_again(signed_in, remote, advance, sound):
    elector = signed_in.elector()
    signed_in.ask_link(elector)
    path = newest_link(remote, elector, elector.phone)
    shown = signed_in.get(path)
    remote.set_fault("answer-lost", {"at": "regenerate"})
    with pytest.raises(httpx.TransportError):
        signed_in.answer(path, shown)
    advance(ANSWERS_LOST_FOR / 1000)
    again = signed_in.answer(path, shown)
    fresh = signed_in.answer(path, signed_in.get("espace"))

    assert again.goes_to == "reassort/code"
    assert (fresh.status, fresh.refusal) == (410, "link-used")
    assert sound() == {}


def test_an_answer_is_lost_at_one_place_only(voter, remote):
    remote.set_fault("answer-lost", {"at": "regenerate"})

    assert voter.cast("csa-ministeriel").goes_to == "vote/csa-ministeriel/accuse"


def test_a_wrong_receipt_is_wrong_on_screen_only(voter, remote, sound):
    voter.cast("csa-ministeriel")
    right = voter.get("vote/csa-ministeriel/accuse").attribute("data-reference")
    remote.set_fault("wrong-receipt")
    shown = voter.get("vote/csa-ministeriel/accuse")
    proof = voter.get("vote/csa-ministeriel/accuse/preuve").source.replace(" ", "")
    wrong = shown.attribute("data-reference")
    found = voter.get("urne", params={"scrutin": "csa-ministeriel", "reference": right}).words
    remote.lift_fault("wrong-receipt")
    mended = voter.get("vote/csa-ministeriel/accuse").attribute("data-reference")

    assert re.fullmatch("[0-9a-f]{64}", wrong)
    assert wrong != right == mended
    assert "data-mismatch" in shown.source
    assert (wrong in proof, right in proof) == (True, False)
    assert "Présent dans l'urne." in found
    assert sound() == {"csa-ministeriel": 1}
