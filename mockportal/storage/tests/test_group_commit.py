"""The writer thread answers nobody before the commit, and commits nothing that is not synced."""

import asyncio
import sqlite3

import pytest

from mockportal.storage import sqlite
from mockportal.storage.engine import StoreRefused, Unavailable
from mockportal.storage.group_commit import GroupCommit
from mockportal.tests.live import apart

JOBS = 20


class Watched:
    """A connection that notes what was done on it, in order, and how it syncs."""

    def __init__(self, path, fails=False):
        self.order, self.levels, self._fails = [], set(), fails
        self._connection = sqlite._connect(str(path))

    def execute(self, statement, values):
        """Run a statement; note a commit once it has returned."""
        if statement != "COMMIT":
            return self._connection.execute(statement, values)
        self.levels.add(self._connection.execute("PRAGMA synchronous").fetchone()[0])
        if self._fails:
            raise sqlite3.OperationalError("disk I/O error")
        done = self._connection.execute(statement, values)
        self.order.append("committed")
        return done


def run(watched):
    """Run some jobs side by side; return what each got."""

    async def all_at_once():
        group = GroupCommit(watched.execute, lambda size, seconds: None)
        futures = [group.submit(lambda run: watched.order.append("ran")) for _ in range(JOBS)]
        for future in futures:
            future.add_done_callback(lambda _: watched.order.append("answered"))
        got = await asyncio.gather(*futures, return_exceptions=True)
        await asyncio.to_thread(group.close)
        return got

    return apart(all_at_once())


def early(order):
    """Return how many answers left before their own batch was committed."""
    ran = committed = early = 0
    for what in order:
        if what == "ran":
            ran += 1
        elif what == "committed":
            ran, committed = 0, committed + ran
        else:
            committed -= 1
            early += committed < 0
    return early


def test_every_answer_comes_after_the_commit_of_its_own_batch(tmp_path):
    watched = Watched(tmp_path / "at.db")
    got = run(watched)

    assert got == [None] * JOBS
    assert watched.order.count("answered") == JOBS
    assert early(watched.order) == 0
    assert watched.levels == {sqlite.FULL}


def test_a_commit_that_fails_answers_that_nobody_knows(tmp_path):
    watched = Watched(tmp_path / "at.db", fails=True)
    got = run(watched)

    assert {type(one) for one in got} == {Unavailable}
    assert "committed" not in watched.order


def test_a_store_that_does_not_sync_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "_PRAGMAS", (*sqlite._PRAGMAS, "PRAGMA synchronous = OFF"))

    with pytest.raises(StoreRefused, match="synchronous=0"):
        sqlite.SqliteEngine(tmp_path / "at.db")
