"""A portal closed, cut, slow or forgetful: what a voter sees, and that nothing is lost."""

import httpx
import pytest

MAINTENANCE = "Le portail est en maintenance. Retour prévu à 09h47."
PATHS = ("accueil", "espace", "vote/csa-ministeriel", "horloge", "logos/ardoise.svg", "nulle-part")


@pytest.mark.parametrize("path", PATHS)
def test_under_maintenance_every_path_says_so(voter, remote, path):
    remote.set_fault("maintenance", {"retry_after": 3600})
    page = voter.get(path)

    assert (page.status, page.name, page.refusal) == (503, "maintenance", "maintenance")
    assert page.told == MAINTENANCE
    assert "Une opération technique est en cours." in page.words
    assert page.words.count("09h47") == 1
    assert page.answer.headers["retry-after"] == "3600"


def test_maintenance_announces_its_end(voter, remote):
    remote.set_fault("maintenance", {"to": "2022-12-01T09:00:00", "retry_after": 7200})
    page = voter.get("espace")

    assert page.told.endswith("Retour prévu à 09h00.")
    assert page.answer.headers["retry-after"] == str(13 * 60)


def test_a_visit_and_its_draft_outlive_maintenance(voter, remote, sound, state):
    shown = voter.choose("csa-ministeriel")
    remote.set_fault("maintenance")
    before = state()
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    refused = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)
    untouched = state() == before
    remote.lift_fault("maintenance")
    cast = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)

    assert (refused.status, untouched) == (503, True)
    assert cast.goes_to == "vote/csa-ministeriel/accuse"
    assert sound() == {"csa-ministeriel": 1}


def test_a_fault_begins_and_ends_on_the_elections_clock(browse, store, control):
    fault = {"name": "maintenance", "from": "opening + 1 h", "to": "opening + 2 h"}
    planned = store.create(fault=[fault])
    visitor, statuses = browse(planned), []
    for seconds in (0, 13 * 60 - 1, 1, 3600 - 1, 1):
        control.election(planned.id).advance(seconds=seconds)
        statuses.append(visitor.get("accueil").status)

    assert statuses == [200, 200, 503, 503, 200]


def test_an_unreachable_portal_cuts_the_connection(voter, remote, sound):
    remote.set_fault("portal-unreachable", {"mode": "refuse"})
    with pytest.raises(httpx.TransportError):
        voter.get("espace")
    remote.lift_fault("portal-unreachable")

    assert voter.get("espace").status == 200
    assert sound() == {}


def test_an_unreachable_portal_may_leave_one_waiting(voter, remote):
    remote.set_fault("portal-unreachable", {"mode": "hang"})
    with pytest.raises(httpx.ReadTimeout):
        voter.get("espace", timeout=0.2)
    remote.lift_fault("portal-unreachable")

    assert voter.get("espace").status == 200


def test_an_unreachable_portal_may_answer_for_want_of_pages(voter, remote):
    remote.set_fault("portal-unreachable", {"mode": "503"})
    page = voter.get("espace")

    assert (page.status, page.name, page.refusal) == (503, "refus", "busy")
    assert "SIMULATION – aucun vote réel" in page.words
    assert int(page.answer.headers["retry-after"]) > 0


def test_an_intermittent_portal_works_fails_and_works(voter, remote, advance, sound):
    remote.set_fault("portal-intermittent", {"up_s": 30, "down_s": 10})
    seen = []
    for _ in range(8):
        page = voter.get("espace")
        seen.append((page.status, page.answer.headers.get("retry-after")))
        advance(10)

    assert seen == [(200, None), (200, None), (200, None), (503, "10")] * 2
    assert sound() == {}


def test_slow_pages_come_all_the_same(voter, remote, sound):
    remote.set_fault("slow-pages", {"delay_ms": 40, "paths": ["scrutins"]})
    quick, slow = voter.get("espace"), voter.get("scrutins")
    voter.cast("csa-ministeriel")

    assert (quick.status, slow.status) == (200, 200)
    assert slow.answer.elapsed.total_seconds() >= 0.04
    assert sound() == {"csa-ministeriel": 1}


@pytest.mark.parametrize("at", ["choosing", "confirming", "any"])
def test_a_dropped_visit_casts_nothing_and_one_may_start_again(voter, remote, sound, at):
    elector, shown = voter.elector(), voter.choose("csa-ministeriel")
    remote.set_fault("session-drop", {"at": at})
    path = "vote/csa-ministeriel" + ("" if at == "choosing" else "/confirmation")
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    dropped = voter.answer(path, shown, **ballot)
    cast = sound()
    remote.lift_fault("session-drop")
    after = voter.get("espace")
    voter.vote_ready(elector)
    voter.cast("csa-ministeriel")

    assert (dropped.status, dropped.goes_to) == (303, "identification")
    assert (cast, after.goes_to) == ({}, "identification")
    assert sound() == {"csa-ministeriel": 1}


def test_the_cookie_of_a_dropped_visit_is_dead(voter, remote):
    name = f"{voter.election.id}-visite"
    kept = voter.client.cookies[name]
    remote.set_fault("session-drop", {"at": "any"})
    voter.get("espace")
    remote.lift_fault("session-drop")
    voter.client.cookies.clear()
    voter.client.cookies.set(name, kept)

    assert voter.get("espace").goes_to == "identification"


@pytest.mark.parametrize("place", ["choosing", "confirming"])
def test_a_visit_dropped_at_one_click_reads_its_pages(voter, remote, place):
    remote.set_fault("session-drop", {"at": place})

    assert voter.get("vote/csa-ministeriel").status == 200


def test_an_early_warning_ends_nothing(voter, remote, advance, sound):
    remote.set_fault("session-warning-early", {"after_s": 2})
    warned = voter.get("espace").attribute("data-session-ms")
    advance(300)
    voter.cast("csa-ministeriel")

    assert warned == str(62 * 1000)
    assert sound() == {"csa-ministeriel": 1}
