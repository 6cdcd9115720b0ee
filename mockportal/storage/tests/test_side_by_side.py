"""Transactions that overlap on two connections: the journal and the seal put them in order."""

import threading
from dataclasses import replace

import pytest

from mockportal.domain.links import LinkKind
from mockportal.domain.refusals import AlreadyVoted, Closed, LinkUsed
from mockportal.domain.secrets import new_token
from mockportal.domain.stages import Stage, Step
from mockportal.domain.visit import Visit
from mockportal.usecases import closing, linking, renewing, voting

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


class Overtaken:
    """Records whose first answer to one question is old before it is used."""

    def __init__(self, tx, question, meanwhile):
        self._tx, self._question, self._meanwhile = tx, question, [meanwhile]

    def __getattr__(self, name):
        asked = getattr(self._tx, name)
        if name != self._question or not self._meanwhile:
            return asked

        def answer(*about):
            told = asked(*about)
            self._meanwhile.pop()()
            return told

        return answer


def note(tx, now):
    tx.journal("noted")


def cast(tx, now, form=""):
    visit = Visit(new_token(), Stage.VOTING, 1, now, 0, {SCRUTIN: Step.CONFIRMING})
    tx.save_visit(visit)
    visit = replace(visit, stored=visit.stage)
    ballot = voting.Ballot(SCRUTIN, "blanc", "", "", form or new_token(), shown=True)
    return voting.cast_ballot(tx, now, visit=visit, ballot=ballot)


def a_link(tx, now):
    return linking.issue_link(tx, now, LinkKind.REISSUE, 1, 1_800_000)


def regenerate(tx, now, *, token, form):
    browser = renewing.Browser("key", lambda code: "sealed")
    renewing.regenerate_code(
        tx, now, visit=Visit(new_token()), token=token, cle=form, browser=browser
    )


def press_while_used(store, election, form):
    """Press a link with a form while another connection uses it with the form « once »."""
    token = store.perform(election.id, a_link)

    def press(tx, now):
        def first():
            store.perform(election.id, regenerate, token=token, form="once")

        regenerate(Overtaken(tx, "link", first), now, token=token, form=form)

    store.perform(election.id, press)


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


def test_a_form_sent_again_while_it_is_cast_gets_the_same_receipt(store, election):
    receipts = []

    def again(tx, now):
        def first():
            receipts.append(store.perform(election.id, cast, form="once"))

        return cast(Overtaken(tx, "mark", first), now, form="once")

    receipts.append(store.perform(election.id, again))

    assert len({(one.reference, one.at) for one in receipts}) == 1
    assert store.ask(election.id, state)[1:] == (1, 1)


def test_another_form_sent_while_one_is_cast_is_refused(store, election):
    def another(tx, now):
        return cast(Overtaken(tx, "mark", lambda: store.perform(election.id, cast)), now)

    with pytest.raises(AlreadyVoted):
        store.perform(election.id, another)
    assert store.ask(election.id, state)[1:] == (1, 1)


def test_a_link_pressed_again_while_it_is_used_leads_to_the_same_code(store, election):
    press_while_used(store, election, form="once")

    assert store.ask(election.id, lambda tx, now: tx.account(1).code_version) == 1


def test_a_link_pressed_elsewhere_while_it_is_used_is_refused(store, election):
    with pytest.raises(LinkUsed):
        press_while_used(store, election, form="other")
