"""What remains of faults: the journal, the audit, and refusals that say where to go."""

import pytest

from mockportal.storage.engine import Unavailable


def met(remote):
    """Return the entries of the journal that say a fault was met."""
    return [one for one in remote.journal() if one.kind == "fault-met"]


def test_a_page_that_was_only_read_leaves_its_fault_in_the_journal(voter, remote):
    remote.set_fault("maintenance")
    for _ in range(3):
        voter.get("espace")
    remote.lift_fault("maintenance")
    remote.set_fault("maintenance")
    voter.get("espace")
    (seen,) = [one for one in remote.audit().faults if one.met_at is not None]

    assert len(met(remote)) == 1  # the clock stands still: both spells began at one instant
    assert (seen.name, seen.voters) == ("maintenance", 1)
    assert remote.audit().holds


def test_each_spell_is_met_anew(voter, remote, advance):
    for _ in range(2):
        remote.set_fault("maintenance")
        voter.get("espace")
        advance(60)
        remote.lift_fault("maintenance")

    assert len(met(remote)) == 2
    assert [one.voters for one in remote.audit().faults] == [1, 1]


def test_the_audit_lists_what_was_set_and_never_met(remote):
    remote.set_fault("captcha-missing")
    (seen,) = remote.audit().faults

    assert (seen.name, seen.met_at, seen.voters) == ("captcha-missing", None, 0)


def test_the_journal_names_no_voter(voter, remote):
    remote.set_fault("identifier-format-refused", {"who": voter.elector().identifier})
    voter.client.cookies.clear()
    voter.identify(voter.elector())
    (entry,) = met(remote)

    assert voter.elector().identifier not in entry.detail
    assert '"rank"' not in entry.detail


@pytest.fixture
def silent_commits(server, monkeypatch):
    """Give a way to let the storage not answer to a write, though it does it."""
    engine = server.store.behind.engine
    write = engine.write

    async def unanswered(work, **how):
        await write(work, **how)
        raise Unavailable

    return lambda: monkeypatch.setattr(engine, "write", unanswered)


def test_a_vote_without_an_outcome_says_what_to_look_at(voter, silent_commits, monkeypatch, sound):
    shown = voter.choose("csa-ministeriel")
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    silent_commits()
    page = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)
    monkeypatch.undo()
    again = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)

    assert (page.status, page.refusal) == (503, "unknown-outcome")
    assert page.told.startswith("Nous ne pouvons pas confirmer l'enregistrement.")
    assert "retry-after" in page.answer.headers
    assert "Voir la liste de mes votes" in page.words
    assert again.goes_to == "vote/csa-ministeriel/accuse"
    assert sound() == {"csa-ministeriel": 1}


@pytest.fixture
def no_storage(server, monkeypatch):
    """Give a way to let the storage answer nothing at all."""
    engine = server.store.behind.engine

    async def silent(work, **how):
        raise Unavailable

    def fall_silent():
        monkeypatch.setattr(engine, "write", silent)
        monkeypatch.setattr(engine, "read", silent)

    return fall_silent


def test_not_even_a_silent_storage_hides_an_unknown_outcome(voter, no_storage, monkeypatch, sound):
    shown = voter.choose("csa-ministeriel")
    no_storage()
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    page = voter.answer("vote/csa-ministeriel/confirmation", shown, **ballot)
    monkeypatch.undo()

    assert (page.status, page.refusal) == (503, "unknown-outcome")
    assert "Ne recommencez pas" in page.words
    assert "retry-after" in page.answer.headers
    assert sound() == {}


@pytest.mark.parametrize(("inside", "leads_to"), [(True, "reassort"), (False, "identification")])
def test_a_dead_link_offers_a_new_request(browse, remote, advance, inside, leads_to):
    visitor = browse()
    elector = visitor.elector()
    visitor.sign_in(elector)
    visitor.ask_link(elector)
    (message,) = remote.messages(voter=elector.identifier, kind="reissue-link", wait=10)
    path = message.links[0].partition("/portail/")[2]
    advance(3600)
    reader = visitor if inside else browse()
    if inside:
        reader.sign_in(elector)
    page = reader.get(path)

    assert (page.status, page.refusal) == (410, "link-expired")
    assert f'portail/{leads_to}">Faire une nouvelle demande</a>' in page.source


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, "120"), (4.0, "30")])
def test_without_script_the_time_left_is_in_real_seconds(browse, store, control, speed, seconds):
    fast = store.create(speed=speed, frozen=True)
    visitor, remote = browse(fast), control.election(fast.id)
    elector = visitor.elector()
    visitor.sign_in(elector)
    visitor.ask_link(elector)
    (message,) = remote.messages(voter=elector.identifier, kind="reissue-link", wait=10)
    path = message.links[0].partition("/portail/")[2]
    visitor.answer(path, visitor.get(path))
    page = visitor.get("reassort/code")

    assert f"<span data-seconds>{seconds}</span>" in page.source
    assert page.attribute("data-remaining-ms") == "120000"
