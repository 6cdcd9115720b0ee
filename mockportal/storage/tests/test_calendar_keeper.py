"""What the keeper of the calendars finds among many elections."""

from mockportal.election import load
from mockportal.storage import elections
from mockportal.usecases import closing

CLOSES = load("formation").calendar.instants.closes


def test_an_election_whose_hour_has_come_is_found_among_others(store):
    quiet, due = store.create(), store.create(at=CLOSES)

    found = store.loop.run(store.behind.which(closing.is_due))

    assert due.id in found
    assert quiet.id not in found


def test_what_was_done_is_not_due_again(store):
    due = store.create(at=CLOSES)

    store.perform(due.id, closing.catch_up)

    assert due.id not in store.loop.run(store.behind.which(closing.is_due))


def test_an_election_without_a_code_on_screen_is_not_swept(store):
    quiet = store.create()

    assert quiet.id not in store.loop.run(store.behind.engine.read(elections.showing_codes))
