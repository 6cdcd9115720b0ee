"""Group F: the ballot, the calendar, what may be known of a choice."""

import hashlib
import re
import secrets

import pytest

from mockportal.usecases import closing

CSA, ACADEMIC = "csa-ministeriel", "csa-academique"


@pytest.fixture
def clock(control, election):
    """Return the election's clock in a tester's hand."""
    return control.election(election.id)


def confirm(visitor, shown, choice="blanc", **other):
    """Press « Je vote » on a confirmation already open."""
    scrutin = other.pop("scrutin", CSA)
    ballot = {"choix": choice, "nonce": "", "reference": "", **other}
    return visitor.answer(f"vote/{scrutin}/confirmation", shown, **ballot)


def listed(visitor, scrutin=CSA):
    return visitor.election.scrutin(scrutin).lists


@pytest.mark.attack("F01")
def test_a_double_click_casts_one_ballot_with_one_receipt(voter, state):
    shown = voter.choose(CSA)
    answers = [confirm(voter, shown).goes_to for _ in range(2)]
    receipt = voter.get(f"vote/{CSA}/accuse")

    assert answers == [f"vote/{CSA}/accuse"] * 2
    assert len(state()["urn"]) == len(state()["emargement"]) == 1
    assert receipt.name == "vote-accuse"


@pytest.mark.attack("F02")
def test_of_two_tabs_with_two_choices_the_first_wins(voter, state):
    first, second = (one.id for one in listed(voter)[:2])
    tab = voter.choose(CSA, first)
    other = voter.choose(CSA, second)
    won = confirm(voter, tab, first)
    before = state()
    lost = confirm(voter, other, second)

    assert won.status == 303
    assert (lost.status, lost.refusal) == (409, "already-voted")
    assert lost.told == "Vous avez déjà voté pour ce scrutin le jeudi 01 décembre 2022 à 08h47."
    assert state() == before


def test_signing_out_takes_draft_and_receipts_away(voter):
    voter.cast(CSA)
    voter.choose(ACADEMIC)
    voter.answer("deconnexion", voter.get("espace"))

    assert {*voter.client.cookies} == {f"{voter.election.id}-visite"}


@pytest.mark.attack("F04")
@pytest.mark.parametrize("script", [False, True])
def test_an_answer_lost_and_sent_again_is_the_same_vote(voter, state, script):
    shown, nonce = voter.choose(CSA), secrets.token_hex(16)
    text = f"{voter.election.id}|{CSA}|blanc|{nonce}"
    drawn = {"nonce": nonce, "reference": hashlib.sha256(text.encode()).hexdigest()}
    ballot = drawn if script else {}
    confirm(voter, shown, **ballot)
    before = state()
    again = confirm(voter, shown, **ballot)
    receipt = voter.get(f"vote/{CSA}/accuse")

    assert (again.status, again.goes_to) == (303, f"vote/{CSA}/accuse")
    assert state() == before
    assert receipt.attribute("data-reference") == state()["urn"][0][2]


@pytest.mark.attack("F05")
@pytest.mark.parametrize("scrutin", ["capn-2d", "nowhere", "ccma"])
def test_a_scrutin_of_others_does_not_exist(voter, state, scrutin):
    before = state()
    looked = voter.get(f"vote/{scrutin}")
    shown = voter.get(f"vote/{CSA}")
    sent = voter.answer(f"vote/{scrutin}", shown, action="je-veux-voter")

    assert (looked.status, looked.refusal) == (404, "unknown-page")
    assert sent.status == 404
    assert state() == before


@pytest.mark.attack("F06")
@pytest.mark.parametrize("choice", ["", "nobody", "-1", str(2**63), "blanc ", "Blanc"])
def test_a_choice_that_is_no_list_is_refused(voter, state, choice):
    voter.send(f"vote/{CSA}", action="je-veux-voter")
    before = state()
    page = voter.send(f"vote/{CSA}", choix=choice)

    assert (page.status, page.refusal) == (422, "no-choice")
    assert state() == before


@pytest.mark.attack("F06")
def test_two_choices_in_one_form_are_unreadable(voter, state):
    shown = voter.get(f"vote/{CSA}")
    before = state()
    body = f"jeton={shown.hidden('jeton')}&cle=x&choix=blanc&choix=blanc"
    answer = voter.client.post(
        f"vote/{CSA}",
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 400
    assert state() == before


@pytest.mark.attack("F07")
@pytest.mark.parametrize(("early", "status", "refusal"), [(1, 409, "vote-not-open"), (0, 200, "")])
def test_the_vote_opens_at_its_instant(browse, store, early, status, refusal):
    opens = store.create().calendar.instants.opens
    waiting = store.create(at=opens - early)
    visitor = browse(waiting)
    visitor.sign_in(visitor.elector())
    page = visitor.get("code-de-vote")

    assert (page.status, page.refusal) == (status, refusal)


@pytest.mark.attack("F08")
def test_a_ballot_received_before_the_end_counts_though_committed_after(voter, clock, state):
    clock.set_clock(at="2022-12-08T16:59:59.999+01:00")
    elector = voter.elector()
    voter.vote_ready(elector)
    shown = voter.choose(CSA)
    clock.advance(seconds=0.001)
    page = confirm(voter, shown)

    assert page.status == 303
    assert len(state()["urn"]) == 1


@pytest.mark.attack("F09")
@pytest.mark.parametrize(("late", "status"), [(-0.001, 303), (0, 409)])
def test_a_kept_visit_votes_until_the_grace_ends(voter, clock, late, status):
    clock.set_clock(at="2022-12-08T16:59:00+01:00")
    voter.vote_ready(voter.elector())
    clock.advance(to="closing")
    shown = voter.choose(CSA)
    clock.advance(seconds=20 * 60 + late)
    page = confirm(voter, shown)

    assert page.status == status


@pytest.mark.attack("F10")
def test_signing_out_during_the_grace_is_final(voter, clock):
    clock.set_clock(at="2022-12-08T16:59:00+01:00")
    elector = voter.elector()
    voter.vote_ready(elector)
    clock.advance(to="closing")
    warned = voter.answer("deconnexion", voter.get("espace"))
    out = voter.answer("deconnexion", warned, confirmation="oui")
    back = voter.get("identification")

    assert "Toute déconnexion est définitive." in warned.words
    assert (out.status, out.goes_to) == (303, "accueil")
    assert (back.status, back.refusal) == (409, "closed")


@pytest.mark.attack("F11")
def test_a_sign_in_begun_before_the_end_and_finished_after_opens_nothing(visitor, clock, state):
    clock.set_clock(at="2022-12-08T16:59:59+01:00")
    elector = visitor.elector()
    visitor.identify(elector)
    shown = visitor.get("mot-de-passe")
    clock.advance(to="closing")
    page = visitor.answer("mot-de-passe", shown, mot_de_passe=elector.password)

    assert (page.status, page.refusal) == (409, "closed")
    assert all(row[3] != "signed-in" for row in state()["visit"])


@pytest.mark.attack("F12")
def test_after_the_seal_no_ballot_goes_in(voter, clock, store, state):
    clock.set_clock(at="2022-12-08T16:59:00+01:00")
    voter.vote_ready(voter.elector())
    shown = voter.choose(CSA)
    clock.advance(to="closing")
    clock.advance(to="closing_grace")
    store.perform(voter.election.id, closing.catch_up)
    before = state()
    page = confirm(voter, shown)

    assert (page.status, page.refusal) == (409, "closed")
    assert state()["urn"] == before["urn"] == []


@pytest.mark.attack("F13")
def test_the_sixth_wrong_code_waits(visitor, state):
    elector = visitor.elector()
    visitor.sign_in(elector)
    wrong = [visitor.enter_code("not-the-code").refusal for _ in range(5)]
    page = visitor.enter_code(elector.vote_code)

    assert wrong == ["code-wrong"] * 5
    assert (page.status, page.refusal) == (429, "too-many")


@pytest.mark.attack("F14")
def test_the_receipt_is_a_page_that_reloads_and_the_form_leads_back_to_it(voter):
    shown = voter.choose(CSA)
    confirm(voter, shown)
    looks = [voter.get(f"vote/{CSA}/accuse") for _ in range(2)]
    resent = confirm(voter, shown)

    assert [page.status for page in looks] == [200, 200]
    assert len({page.attribute("data-reference") for page in looks}) == 1
    assert resent.goes_to == f"vote/{CSA}/accuse"


@pytest.mark.attack("F15")
def test_a_choice_never_shown_is_out_of_order(voter, state):
    first, second = (one.id for one in listed(voter)[:2])
    shown = voter.choose(CSA, first)
    before = state()
    page = confirm(voter, shown, second)

    assert (page.status, page.refusal) == (409, "out-of-order")
    assert state() == before


@pytest.mark.attack("F15")
def test_a_confirmation_without_its_screen_is_out_of_order(voter, state):
    shown = voter.get(f"vote/{CSA}")
    before = state()
    page = confirm(voter, shown)

    assert (page.status, page.refusal) == (409, "out-of-order")
    assert state() == before


@pytest.mark.attack("F16")
def test_the_choice_can_be_read_back_nowhere(voter, clock):
    choice = listed(voter)[0]
    voter.cast(CSA, choice.id)
    receipt = voter.get(f"vote/{CSA}/accuse")
    proof = voter.get(f"vote/{CSA}/accuse/preuve")
    journal = str(clock.journal())

    assert all(choice.id not in text for text in (proof.source, journal))
    assert choice.name not in receipt.words + proof.source + journal
    assert proof.source.splitlines()[0] == "SIMULATION – aucun vote réel"
    assert receipt.attribute("data-reference")[:8] in proof.source


@pytest.mark.attack("F16")
def test_every_choice_makes_a_cookie_and_a_page_of_one_size(voter):
    sizes = set()
    for choice in ["blanc", *(one.id for one in listed(voter))]:
        shown = voter.choose(CSA, choice)
        sealed = str(voter.client.cookies[f"{voter.election.id}-choix"])
        sizes.add((len(shown.answer.content), len(sealed)))

    assert len(sizes) == 1


@pytest.mark.attack("F17")
def test_a_suspended_scrutin_waits_while_the_others_go_on(voter, clock):
    clock.set_fault("scrutin-suspended", {"scrutin": CSA})
    stopped = voter.get(f"vote/{CSA}")
    other = voter.cast(ACADEMIC)
    shown = voter.get("scrutins")
    clock.lift_fault("scrutin-suspended")
    resumed = voter.cast(CSA)

    assert (stopped.status, stopped.refusal) == (503, "scrutin-suspended")
    assert stopped.told == "Ce scrutin est suspendu."
    assert "retry-after" in stopped.answer.headers
    assert other.status == 303
    assert "Suspendu" in shown.words
    assert resumed.status == 303


@pytest.mark.attack("F18")
def test_the_urn_tells_present_or_absent_and_nothing_else(voter, browse):
    voter.cast(CSA)
    reference = voter.get(f"vote/{CSA}/accuse").attribute("data-reference")
    anybody = browse()
    query = {"scrutin": CSA}
    present = anybody.get("urne", params={**query, "reference": reference[:8]})
    absent = anybody.get("urne", params={**query, "reference": "0" * 64})

    assert "Présent dans l'urne." in present.words
    assert "Absent de l'urne." in absent.words
    assert re.search(r"blanc|Liste", present.words) is None


@pytest.mark.attack("F20")
def test_before_the_count_no_page_depends_on_a_choice(browse, store):
    pages = []
    for which in (0, 1):
        election = store.create(id=f"swapped-{which}-{secrets.token_hex(4)}")
        visitor = browse(election)
        visitor.vote_ready(visitor.elector())
        visitor.cast(CSA, listed(visitor)[which].id)
        found = visitor.get("scrutins"), visitor.get("resultats"), visitor.get("urne")
        pages.append([(page.status, len(page.source)) for page in found])

    assert pages[0] == pages[1]
    assert pages[0][1][0] == 409


@pytest.mark.attack("G04")
def test_hours_are_those_of_paris_whoever_reads(visitor):
    page = visitor.get("accueil", headers={"Accept-Language": "fr-GP", "X-Timezone": "-240"})

    assert "08h00 au jeudi 08 décembre 2022 à 17h00 (Heure de Paris)" in page.words


@pytest.mark.attack("G08")
@pytest.mark.parametrize("header", ["X-Now", "X-Clock", "Date"])
def test_no_header_of_a_voter_moves_the_clock(visitor, header):
    value = "Thu, 08 Dec 2022 18:00:00 GMT"
    page = visitor.get("accueil", headers={header: value}, params={"now": "1670522400000"})

    assert page.attribute("data-now-ms") == "1669880820000"
    assert "Fermeture du vote dans" in page.words
