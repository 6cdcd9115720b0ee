"""The audit sees what was done to the tables: each promise broken by hand, one at a time."""

import copy

import pytest

from mockportal.domain.ballot import Mark, reference
from mockportal.electorate import electorate
from mockportal.storage import auditing, certificate
from mockportal.storage.calendar_keeper import seal_tables
from mockportal.storage.watching import Watcher
from mockportal.usecases import closing

SCRUTIN = "csa-ministeriel"


def reference_of(election, rank):
    return reference(election.id, SCRUTIN, "blanc", f"{rank:032x}")


def vote(tx, now, *, rank, ref):
    tx.add_mark(Mark(SCRUTIN, rank, now, None))
    tx.add_ballot(SCRUTIN, ref, "blanc")
    tx.journal("ballot-cast", SCRUTIN)


def write(tx, now, *, statement, values):
    tx.run(statement, **values)


@pytest.fixture
def voted(store, election):
    """Return an election in which the electors of ranks 1 and 5 voted blank."""
    for rank in (1, 5):
        store.perform(election.id, vote, rank=rank, ref=reference_of(election, rank))
    return election


@pytest.fixture
def tamper(store, voted):
    """Return a way to run one statement behind the portal's back."""

    def run(statement, **values):
        store.perform(voted.id, write, statement=statement, values=values)

    return run


@pytest.fixture
def scan(store):
    """Return a way to run the auditor's own reading."""

    def run(work, *values, **options):
        return store.loop.run(store.behind.engine.scan(lambda read: work(read, *values, **options)))

    return run


@pytest.fixture
def broken(scan, voted):
    """Return a way to audit: the names of the promises that do not hold."""

    def run(ledger=None):
        report = scan(auditing.audit, voted.id, electorate, ledger)
        return {one.name for one in report.checks if not one.holds}

    return run


def line(election, rank, **changes):
    told = {"rank": rank, "scrutin": SCRUTIN, "choice": "blanc", "outcome": "ok"}
    return {**told, "ref": reference_of(election, rank), **changes}


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("DELETE FROM urn WHERE world = :world AND ref = :ref", "reconciled"),
        ("DELETE FROM emargement WHERE world = :world AND rank = 5", "reconciled"),
        ("UPDATE counter SET ballots = 3 WHERE world = :world", "reconciled"),
        ("UPDATE urn SET ballot = 'personne' WHERE world = :world AND ref = :ref", "readable"),
        ("UPDATE emargement SET rank = 4000 WHERE world = :world AND rank = 5", "entitled"),
        ("UPDATE journal SET detail = 'ccp' WHERE world = :world AND seq = 1", "chained"),
        ("UPDATE journal SET at = at + 1 WHERE world = :world AND seq = 2", "chained"),
        ("DELETE FROM journal WHERE world = :world AND seq = 2", "chained"),
    ],
)
def test_a_row_changed_by_hand_breaks_its_promise(tamper, broken, voted, statement, promise):
    assert broken() == set()

    tamper(f"{statement} AND :ref <> ''", ref=reference_of(voted, 5))

    assert promise in broken()


def test_a_ballot_after_the_seal_is_seen(store, voted, broken):
    store.perform(voted.id, lambda tx, now: tx.journal("calendar-seals"))
    store.perform(voted.id, closing.seal)
    store.perform(voted.id, vote, rank=9, ref=reference_of(voted, 9))

    assert "sealed" in broken()


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"ref": "0" * 64}, "I1"),
        ({"outcome": "fail"}, "I5"),
        ({"choice": "dune"}, "I7"),
        ({"rank": 6}, "I3"),
    ],
)
def test_a_ledger_that_says_otherwise_breaks_its_promise(voted, broken, changes, promise):
    right = [line(voted, 1), line(voted, 5)]
    assert broken(right) == set()

    assert promise in broken([right[0], {**right[1], **changes}])


@pytest.mark.parametrize(("clustered", "looks"), [(True, True), (False, False)])
def test_the_order_of_the_urn_is_looked_at_where_rows_are_kept_by_their_key(
    scan, voted, clustered, looks
):
    ledger = [line(voted, 1), line(voted, 5)]

    report = scan(auditing.audit, voted.id, electorate, ledger, clustered=clustered)

    assert ("I13" in {one.name for one in report.checks}) is looks


def test_a_ballot_that_nobody_tried_is_seen(voted, broken):
    assert broken([line(voted, 1)]) >= {"I4"}


def test_a_seal_holds_until_one_byte_of_the_urn_changes(store, voted, tamper, broken):
    store.perform(voted.id, closing.seal)
    store.loop.run(seal_tables(store.behind))
    assert broken() == set()

    tamper(
        "UPDATE urn SET ballot = 'dune' WHERE world = :world AND ref = :ref",
        ref=reference_of(voted, 5),
    )

    assert broken() == {"seal"}


def test_a_certificate_holds_until_one_row_changes(scan, tamper, voted):
    written = scan(certificate.certify, voted.id)
    before = scan(certificate.compare, written)
    tamper("UPDATE emargement SET at = at + 1000 WHERE world = :world AND rank = 5")
    after = scan(certificate.compare, written)

    assert all(one.holds for one in before)
    assert [one.found for one in after if not one.holds] == [("emargement : son contenu a changé",)]


def test_a_certificate_that_was_written_to_is_no_certificate(scan, voted):
    written = scan(certificate.certify, voted.id)
    forged = copy.deepcopy(written)
    forged["ballots"][SCRUTIN] = 3

    assert not scan(certificate.compare, forged)[0].holds


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM urn WHERE world = :world",
        "UPDATE emargement SET at = at + 1000 WHERE world = :world",
        "UPDATE election SET head_seq = head_seq + 1 WHERE world = :world",
    ],
)
def test_a_watcher_sees_at_its_next_look_what_was_undone(scan, tamper, voted, statement):
    watcher = Watcher(voted.id)
    assert scan(watcher.look).wrong == ()

    tamper(statement)

    assert scan(watcher.look).wrong != ()
