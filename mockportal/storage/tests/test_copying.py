"""Copies, restores and deletions: the whole state or nothing, and nothing that was handed out."""

import json
import re

import pytest

from mockportal.storage import copying
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import statements
from mockportal.storage.store import UnknownElection

TABLES = copying.tables()
WRITTEN_ELSEWHERE = {"journal"}
NEVER = 2**60  # no letter of these tests is to be delivered


def run(store, statement, **values):
    """Run one statement in a transaction of its own and return its rows."""

    def work(execute):
        cursor = execute(statement, values)
        return cursor.fetchall() if statement.lstrip().startswith("SELECT") else []

    return store.loop.run(store.behind.engine.write(work))


def world(store, name):
    """Return the key under which an election's rows are kept."""
    return run(store, "SELECT world FROM election WHERE name = :name", name=name)[0][0]


def rows(store, table, key):
    """Return the rows of a world in one table, without the world."""
    columns = ", ".join(TABLES[table][1:])
    order = TABLES[table][1]
    return run(store, f"SELECT {columns} FROM {table} WHERE world = :key ORDER BY {order}", key=key)


def row_counts(store, key):
    """Return how many rows a world has in each table."""
    return {table: len(rows(store, table, key)) for table in TABLES}


@pytest.fixture
def numeric():
    """Return the columns that hold numbers."""
    text = "\n".join(statements(""))
    return set(re.findall(r"^    ([a-z_]+) (?:BIGINT|DOUBLE)", text, re.MULTILINE))


@pytest.fixture
def lived_in(store, election, numeric):
    """Return an election with a row in every table, and journal entries."""
    key = world(store, election.id)
    for table in sorted(TABLES.keys() - WRITTEN_ELSEWHERE):
        columns = TABLES[table]
        values: dict = {name: 7 if name in numeric else f"{name}-7" for name in columns}
        values |= {"world": key} | ({"due_at": NEVER} if "due_at" in columns else {})
        places = ", ".join(f":{name}" for name in columns)
        run(store, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", **values)
    store.perform(election.id, lambda tx, now: tx.journal("something"))
    store.perform(election.id, lambda tx, now: tx.journal("something-else", "à Brumeval"))
    return election


def test_every_table_is_told_whether_its_rows_pass():
    assert TABLES.keys() == copying.PASSES | copying.STAYS


def test_a_copy_has_the_state_and_nothing_that_was_handed_out(store, lived_in):
    store.loop.run(store.behind.copy(lived_in.id, f"{lived_in.id}-c"))

    original, twin = world(store, lived_in.id), world(store, f"{lived_in.id}-c")
    for table in sorted(copying.PASSES - {"outbox"}):
        assert rows(store, table, twin) == rows(store, table, original), table
    for table in sorted(copying.STAYS):
        assert rows(store, table, twin) == [], table


def test_a_copy_shows_the_same_hour_and_has_secrets_of_its_own(store, election):
    store.loop.run(store.behind.copy(election.id, f"{election.id}-c"))

    first, second = (
        store.ask(name, lambda tx, now: (now, tx.world))
        for name in (election.id, f"{election.id}-c")
    )
    assert first[0] == second[0]
    assert first[1].secret != second[1].secret
    assert first[1].pepper == second[1].pepper
    assert second[1].election.id == f"{election.id}-c"


def test_letters_on_their_way_point_into_the_copy(store, election):
    letter = f"{{base}}/{election.id}/portail/reassort/lien/token"
    key = world(store, election.id)
    columns = "world, id, kind, channel, rank, recipient, subject, text, made_at, due_at, tries"
    run(
        store,
        f"INSERT INTO outbox ({columns}, lease, copies) "
        "VALUES (:key, 'a', 'k', 'mail', 1, 'x', 's', :text, 1, :never, 0, 0, 0)",
        key=key,
        text=letter,
        never=NEVER,
    )

    store.loop.run(store.behind.copy(election.id, f"{election.id}-c"))

    (row,) = rows(store, "outbox", world(store, f"{election.id}-c"))
    assert f"{{base}}/{election.id}-c/portail/reassort/lien/token" in row


def test_links_that_have_not_served_do_not_pass(store, election):
    key = world(store, election.id)
    for token, used_at in (("used", 5), ("live", None)):
        run(
            store,
            "INSERT INTO link (world, token, kind, rank, issued_at, expires_at, used_at, channel, "
            "destination) VALUES (:key, :token, 'reissue', 1, 1, 9, :used_at, 'sms', 'x')",
            **{"key": key, "token": token, "used_at": used_at},
        )

    store.loop.run(store.behind.copy(election.id, f"{election.id}-c"))

    passed = rows(store, "link", world(store, f"{election.id}-c"))
    assert [row[0] for row in passed] == ["used"]


def test_a_copy_takes_no_id_in_use(store, election):
    other = store.create()

    with pytest.raises(ElectionExists):
        store.loop.run(store.behind.copy(election.id, other.id))


def test_a_restore_is_a_new_incarnation_with_the_copys_state(store, lived_in):
    copy = f"{lived_in.id}-c"
    store.loop.run(store.behind.copy(lived_in.id, copy))
    before = store.ask(lived_in.id, lambda tx, now: tx.world)
    run(store, "DELETE FROM account WHERE world = :key", key=before.key)

    store.loop.run(store.behind.restore(lived_in.id, copy))

    after = store.ask(lived_in.id, lambda tx, now: tx.world)
    assert (after.incarnation, after.name) == (2, lived_in.id)
    assert after.secret != before.secret
    for table in sorted(copying.PASSES - {"outbox", "journal"}):
        assert rows(store, table, after.key) == rows(store, table, world(store, copy)), table
    for table in sorted(copying.STAYS):
        assert rows(store, table, after.key) == [], table


def test_a_restore_leaves_no_row_of_the_former_incarnation(store, lived_in):
    before = world(store, lived_in.id)
    store.loop.run(store.behind.copy(lived_in.id, f"{lived_in.id}-c"))

    store.loop.run(store.behind.restore(lived_in.id, f"{lived_in.id}-c"))

    assert set(row_counts(store, before).values()) == {0}


def test_the_journal_tells_the_restore_and_what_it_annulled(store, election):
    copy = f"{election.id}-c"
    store.perform(election.id, lambda tx, now: tx.journal("before"))
    store.loop.run(store.behind.copy(election.id, copy))
    head = store.ask(copy, lambda tx, now: tx.head())
    key = world(store, election.id)
    run(store, "INSERT INTO emargement VALUES (:key, 'csa-ministeriel', 3, 1000, NULL)", key=key)

    restored = store.loop.run(store.behind.restore(election.id, copy))

    entries = store.ask(election.id, lambda tx, now: tx.entries(0, 10))
    told = json.loads(entries[-1].detail)
    assert [entry.kind for entry in entries] == ["before", "restored"]
    assert restored.annulled == told["annulled"] == 1
    assert told["head"] == list(head)
    report = store.loop.run(store.behind.audit(election.id))
    assert next(one for one in report.checks if one.name == "chained").holds


def test_only_a_copy_of_the_election_restores_it(store, election):
    other = store.create()
    before = world(store, election.id)

    with pytest.raises(copying.NotACopy):
        store.loop.run(store.behind.restore(election.id, other.id))

    assert world(store, election.id) == before


def test_a_deleted_election_leaves_nothing(store, lived_in):
    key = world(store, lived_in.id)

    store.loop.run(store.behind.delete(lived_in.id))

    assert set(row_counts(store, key).values()) == {0}
    assert run(store, "SELECT world FROM gone") == []
    with pytest.raises(UnknownElection):
        store.ask(lived_in.id, lambda tx, now: now)


def test_rows_written_by_the_last_visitors_of_a_deleted_election_are_cleared(store, lived_in):
    key = world(store, lived_in.id)
    store.loop.run(store.behind.engine.write(lambda execute: copying.delete(execute, lived_in.id)))
    run(store, "INSERT INTO claim (world, rank) VALUES (:key, 30)", key=key)

    store.loop.run(store.behind.clear())

    assert set(row_counts(store, key).values()) == {0}


def test_a_copy_that_broke_off_is_no_election_and_its_rows_are_cleared_later(store, lived_in):
    into, begun = f"{lived_in.id}-c", []

    def break_off(execute, copy):
        begun.append(copy)
        copying.end_copy(execute, copy)
        raise KeyError("broke off")

    with pytest.raises(KeyError):
        store.loop.run(
            store.behind.engine.write_apart(
                lambda execute: copying.begin_copy(execute, lived_in.id, into),
                lambda execute, copy: copying.copy_apart(execute, copy, real=0),
                break_off,
            )
        )
    with pytest.raises(UnknownElection):
        store.ask(into, lambda tx, now: now)
    store.loop.run(store.behind.clear())

    key = begun[0].twins[1]["world"]
    assert set(row_counts(store, key).values()) == {0}
    assert run(store, "SELECT world FROM copied WHERE world = :key", key=key) == []
    assert set(row_counts(store, world(store, lived_in.id)).values()) >= {1}


def test_a_copy_under_way_is_not_cleared(store, lived_in):
    key = 11

    run(store, "INSERT INTO claim (world, rank) VALUES (:key, 30)", key=key)
    run(
        store,
        "INSERT INTO copied (world, since) VALUES (:key, :since)",
        key=key,
        since=store.behind.real.now(),
    )
    store.loop.run(store.behind.clear())

    assert rows(store, "claim", key) == [(30,)]
