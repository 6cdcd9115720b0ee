"""Ten kills under load, and the tools that say whether anything was lost in them."""

import subprocess
import sys
from itertools import chain

import pytest

from loadtests.nemesis import mutants, plan
from loadtests.nemesis.ledger import Attempt, Ledger
from loadtests.nemesis.witness import Book, unsynced

BEGAN, ENDED = 100.0, 200.0  # a copy was made between these two instants


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    yield ledger
    ledger.close()


@pytest.fixture
def attempt():
    return Attempt(1, 7, "ccp", "dune", "0" * 32, "cle", "ref")


def expected(ledger, between=None):
    (line,) = ledger.expected(between)
    return line["outcome"]


@pytest.mark.parametrize(
    ("outcomes", "must"),
    [
        (["ok"], "ok"),
        (["fail"], "fail"),
        (["info"], "info"),
        (["info", "ok"], "ok"),
        (["info", "info"], "info"),
    ],
)
def test_what_a_voter_was_told_decides_what_must_be_in_the_urn(ledger, attempt, outcomes, must):
    ledger.opens(attempt)
    attempt.fates = [(1, one) for one in outcomes]

    assert expected(ledger) == must


@pytest.mark.parametrize(
    ("era", "kept", "must"),
    [
        (1, {"ref"}, "ok"),  # it was in the copy
        (1, set(), "fail"),  # annulled by the restore
        (None, set(), "info"),  # cast while the restore was under way
        (2, set(), "ok"),  # cast after it
    ],
)
def test_a_restore_keeps_what_the_copy_had(ledger, attempt, era, kept, must):
    ledger.opens(attempt)
    ledger.closes(attempt, era, "ok")

    ledger.restored(2, frozenset(kept))

    assert expected(ledger) == must


@pytest.mark.parametrize(
    ("sent_at", "acked_at", "must"),
    [(50, 90, "ok"), (90, 150, "info"), (150, 250, "info"), (210, 250, "fail")],
)
def test_a_copy_has_what_was_acknowledged_before_it(ledger, attempt, sent_at, acked_at, must):
    ledger.opens(attempt)
    ledger.closes(attempt, 1, "ok")
    attempt.sent_at, attempt.acked_at = sent_at, acked_at

    assert expected(ledger, (BEGAN, ENDED)) == must


@pytest.mark.parametrize(
    ("syncs", "wrong"), [([2], 0), ([1, 4], 1), ([], 1)], ids=["between", "around", "never"]
)
def test_the_witness_wants_a_sync_between_write_and_answer(syncs, wrong):
    book = Book(writes=[(1, b"page with ref in it")], syncs=syncs, answers={5000: [3]})

    assert len(unsynced(book, {5000: ["ref"]})) == wrong


def test_everything_strikes_in_a_nightly_trial_and_a_seed_repeats_it():
    own = tuple(plan.OF_SQLITE)
    first = list(chain(*plan.steps(plan.SIZES["nightly"], 1, own)))
    again = list(chain(*plan.steps(plan.SIZES["nightly"], 1, own)))

    assert first == again
    assert len(first) == 300
    assert {one.end for one in first} == {"kill", "term", *plan.POINTS}
    assert {one.trouble for one in first} == {"", *plan.TROUBLES, *own}


def test_every_mutant_still_finds_the_passage_it_changes():
    assert mutants.stale() == []


def test_nothing_is_lost_in_ten_kills(tmp_path):
    command = [sys.executable, "-m", "loadtests.nemesis", "push", "--folder", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "nothing was lost" in ran.stdout
