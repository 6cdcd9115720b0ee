"""Transactions that overlap on two connections: the journal and the seal put them in order."""

import threading
from dataclasses import replace

import pytest

from mockportal.domain.refusals import Closed
from mockportal.domain.secrets import new_token
from mockportal.domain.stages import Stage, Step
from mockportal.domain.visit import Visit
from mockportal.usecases import closing, voting

SCRUTIN = "csa-ministeriel"


@pytest.fixture
def store(servers):
    """Return a store in which transactions overlap: SQLite has one writer."""
    return servers("postgres").store


@pytest.fixture
def election(store):
    """Return an election whose clock runs."""
    return store.create(frozen=False, speed=1000.0)


class Interrupted:
    """A use case that stops half-way until it is told to go on."""

    def __init__(self, store, election, usecase, **values):
        self._begun, self._goes_on = threading.Event(), threading.Event()
        self._future = store.loop.start(
            store.behind.perform(election.id, self._halting, usecase=usecase, values=values)
        )
        assert self._begun.wait(10)

    def _halting(self, tx, now, *, usecase, values):
        self._begun.set()
        assert self._goes_on.wait(10)
        return usecase(tx, now, **values)

    def go_on(self):
        """Let it end; return what it returned."""
        self._goes_on.set()
        return self._future.result(10)


def note(tx, now):
    tx.journal("noted")


def cast(tx, now):
    visit = Visit(new_token(), Stage.VOTING, 1, now, 0, {SCRUTIN: Step.CONFIRMING})
    tx.save_visit(visit)
    visit = replace(visit, stored=visit.stage)
    ballot = voting.Ballot(SCRUTIN, "blanc", "", "", new_token(), shown=True)
    return voting.cast_ballot(tx, now, visit=visit, ballot=ballot)


def state(tx, now):
    return tx.sealed_at(), tx.voters().get(SCRUTIN, 0), tx.ballots(SCRUTIN)


def checks(store, election):
    report = store.loop.run(store.behind.audit(election.id))
    return {one.name: one.holds for one in report.checks}


def test_an_entry_that_began_first_and_ends_last_is_dated_last(store, election):
    first = Interrupted(store, election, note)
    store.perform(election.id, note)
    first.go_on()

    assert checks(store, election)["chained"]


def test_a_ballot_under_way_at_the_seal_is_refused_whole(store, election):
    ballot = Interrupted(store, election, cast)
    store.perform(election.id, closing.seal)

    with pytest.raises(Closed):
        ballot.go_on()
    sealed_at, voters, ballots = store.ask(election.id, state)

    assert sealed_at is not None
    assert (voters, ballots) == (0, 0)
