"""An election on the table: use cases called directly, in memory, at instants of one's choice."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar, cast

from mockportal.clock import Clock, RealTime
from mockportal.domain import captcha
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.election import Election
from mockportal.storage import elections
from mockportal.storage.connection import Execute
from mockportal.storage.engine import Engine, statements
from mockportal.storage.sql_records import SqlRecords
from mockportal.storage.store import Store

T = TypeVar("T")


class StillTime(RealTime):
    """Real time that moves when told."""

    def __init__(self) -> None:
        self.at: Millis = 0

    def now(self) -> Millis:
        """Return the present real instant."""
        return self.at


class Table:
    """One election in memory, and the hand that moves its clock."""

    def __init__(self, election: Election, at: Millis) -> None:
        self.election = election
        self.real = StillTime()
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        for statement in statements("WITHOUT ROWID"):
            self._connection.execute(statement)
        self._execute = cast(Execute, self._connection.execute)
        newborn = elections.Newborn(election, Clock(0, at))
        elections.create(self._execute, newborn)
        self.store = Store(cast(Engine, None), self.real)

    @property
    def now(self) -> Millis:
        """Return the election's instant."""
        return self.records().now

    def advance(self, by: Millis) -> None:
        """Let the election's time pass."""
        self.real.at += by

    def records(self) -> SqlRecords:
        """Return the records, as a use case gets them."""
        return self.store.records(self._execute, self.election.id)

    def do(self, usecase: Callable[..., T], **values: Any) -> T:
        """Run a use case in a transaction, exactly as the store does."""
        self._connection.execute("BEGIN")
        try:
            tx = self.records()
            outcome = usecase(tx, tx.now, **values)
        except Refused as refused:
            self._connection.execute("COMMIT" if refused.keep else "ROLLBACK")
            raise
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return outcome

    def solved(self, visit_id: str) -> dict[str, str]:
        """Return a fresh challenge of a visit, with its answer."""
        world = self.records().world
        challenge = captcha.issue(world.secret, visit_id, self.now)
        answer = captcha.answer(world.secret, challenge, world.election.captcha)
        return {"captcha_id": challenge, "answer": answer or ""}

    def tokens(self) -> list[str]:
        """Return the tokens in the messages written since the last call, oldest first."""
        rows = self._connection.execute("SELECT text FROM outbox ORDER BY made_at").fetchall()
        self._connection.execute("DELETE FROM outbox")
        linked = [text.partition("/portail/")[2] for (text,) in rows]
        return [rest.split()[0].rpartition("/")[2] for rest in linked if rest]

    def count(self, what: str) -> dict[str, int]:
        """Return how many rows the emargement or the urn has, by scrutin."""
        query = f"SELECT scrutin, COUNT(*) FROM {what} GROUP BY scrutin"
        return dict(self._connection.execute(query).fetchall())

    def counters(self) -> dict[str, int]:
        """Return the counter of each scrutin."""
        return dict(self._connection.execute("SELECT scrutin, ballots FROM counter").fetchall())
