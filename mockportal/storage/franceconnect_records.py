"""The storage port of the FranceConnect stub over any SQL connection."""

from typing import Any

from mockportal.domain.franceconnect import transaction as kept
from mockportal.domain.franceconnect.transaction import Session, Transaction
from mockportal.domain.instants import Millis
from mockportal.storage import franceconnect_queries as queries
from mockportal.storage.connection import Connection
from mockportal.usecases.franceconnect.records import Given, Kept

_EVER = 2**62
_NUL = "\x00"


class SqlDocuments(Connection):
    """Settings, clients, keys, citizens, logins, faults."""

    __slots__ = ()

    def document(self, kind: str, doc_id: str) -> str | None:
        """Return one text; an id with a NUL in it, which no text column holds, has none."""
        if _NUL in doc_id:
            return None
        row = self.run(queries.DOCUMENT, kind=kind, id=doc_id).fetchone()
        return None if row is None else row[0]

    def documents(self, kind: str) -> dict[str, str]:
        """Return every text of a kind, by id."""
        return dict(self.run(queries.DOCUMENTS, kind=kind).fetchall())

    def set_up(self) -> list[tuple[str, str, str]]:
        """Return kind, id and text of the settings and of the armed faults."""
        return self.run(queries.SET_UP).fetchall()

    def put_document(self, kind: str, doc_id: str, body: str) -> None:
        """Write a text, in place of an earlier one."""
        self.run(queries.PUT_DOCUMENT, kind=kind, id=doc_id, body=body)

    def add_document(self, kind: str, doc_id: str, body: str) -> bool:
        """Write a text if there is none; tell whether this call did."""
        return self.run(queries.ADD_DOCUMENT, kind=kind, id=doc_id, body=body).rowcount == 1

    def swap_document(self, kind: str, doc_id: str, body: str, *, before: str) -> bool:
        """Replace a text by another; tell whether it was still the one before."""
        values = {"kind": kind, "id": doc_id, "body": body, "before": before}
        return self.run(queries.SWAP_DOCUMENT, **values).rowcount == 1

    def drop_document(self, kind: str, doc_id: str, *, before: str) -> bool:
        """Remove a text; tell whether it was still the one before."""
        cursor = self.run(queries.DROP_DOCUMENT, kind=kind, id=doc_id, before=before)
        return cursor.rowcount == 1

    def drop_documents(self, kind: str) -> None:
        """Remove every text of a kind."""
        self.run(queries.DROP_DOCUMENTS, kind=kind)


class SqlSittings(Connection):
    """Browser sessions and transactions."""

    __slots__ = ()

    def sitting(self, key: str) -> tuple[Session, Transaction | None] | None:
        """Return a session and its live transaction."""
        row = self.run(queries.SESSION, id=key).fetchone()
        if row is None:
            return None
        uid, body, asked, started_at, progress, rev = row
        session = kept.load_session(key, uid, body)
        return session, asked and _transaction(uid, rev, started_at, asked, progress)

    def sessions(self) -> list[Session]:
        """Return every session, the longest unwritten first."""
        return [kept.load_session(*row) for row in self.run(queries.SESSIONS).fetchall()]

    def save_sitting(self, session: Session, *, was: str | None = None) -> bool:
        """Write a session, in place of the one that had the key ``was``; tell whether it did."""
        body = kept.dump_session(session)
        values = {"id": session.key, "uid": session.uid, "now": self.now, "body": body}
        if was is None:
            return self.run(queries.ADD_SESSION, **values).rowcount == 1
        return self.run(queries.MOVE_SESSION, was=was, **values).rowcount == 1

    def drop_sitting(self, key: str) -> None:
        """Forget a session."""
        self.run(queries.DROP_SESSION, id=key)

    def add_transaction(self, transaction: Transaction, line: str) -> int:
        """Write a new transaction; return its place in the order of writings."""
        cursor = self.run(
            queries.ADD_TRANSACTION,
            uid=transaction.uid,
            client=transaction.asked.client_id,
            now=transaction.started_at,
            asked=kept.dump_asked(transaction.asked),
            progress=kept.dump_progress(transaction.progress),
            line=line,
        )
        return int(cursor.fetchone()[0])

    def move_transaction(self, transaction: Transaction, line: str) -> bool:
        """Write how far a transaction went; tell whether nobody else did meanwhile."""
        cursor = self.run(
            queries.MOVE_TRANSACTION,
            uid=transaction.uid,
            rev=transaction.rev,
            citizen=transaction.progress.citizen,
            progress=kept.dump_progress(transaction.progress),
            line=line,
        )
        return cursor.rowcount == 1

    def note_transaction(self, uid: str, line: str) -> None:
        """Add a line to a transaction's diary."""
        self.run(queries.NOTE_TRANSACTION, uid=uid, line=line)

    def kept_transaction(self, uid: str) -> Kept | None:
        """Return a transaction with its diary."""
        if _NUL in uid:
            return None
        row = self.run(queries.TRANSACTION, uid=uid).fetchone()
        return None if row is None else _kept(row)

    def kept_transactions(self, after: int, most: int) -> list[Kept]:
        """Return the transactions written last, newest first."""
        rows = self.run(queries.TRANSACTIONS, after=after, most=most).fetchall()
        return [_kept(row) for row in rows]


class SqlRefusals(Connection):
    """Requests refused before there was a transaction to write them to."""

    __slots__ = ()

    def note_refusal(self, refusal_id: str, body: str, most: int) -> None:
        """Write a refusal; only the last ones are kept."""
        self.run(queries.ADD_REFUSAL, id=refusal_id, body=body)
        self.run(queries.DROP_REFUSALS, most=most)

    def refusals(self, most: int) -> list[tuple[int, str]]:
        """Return place and text of the last refusals, newest first."""
        return self.run(queries.REFUSALS, most=most).fetchall()

    def last_noted(self) -> tuple[int, int]:
        """Return the last place in the order of transactions, and of refusals."""
        row: tuple[int, int] = self.run(queries.LAST_SEQS).fetchone()
        return row[0], row[1]


class SqlGrants(Connection):
    """Codes and access tokens."""

    __slots__ = ()

    def add_given(self, given: Given) -> None:
        """Write a new code."""
        values = {"uid": given.uid, "client": given.client_id, "now": given.issued_at}
        self.run(queries.ADD_GRANT, code=given.code, body=given.body, **values)

    def given(self, code: str) -> Given | None:
        """Return what stands behind a code."""
        row = self.run(queries.GRANT, code=code).fetchone()
        return None if row is None else Given(*row)

    def given_for(self, token: str) -> Given | None:
        """Return what stands behind an access token."""
        row = self.run(queries.GRANT_OF_TOKEN, token=token).fetchone()
        return None if row is None else Given(*row)

    def use_given(self, code: str, token: str, wall: Millis) -> bool:
        """Use a code; tell whether this call was the one that did."""
        values = {"code": code, "token": token, "now": self.now, "wall": wall}
        return self.run(queries.USE_GRANT, **values).rowcount == 1

    def kill_given(self, code: str) -> None:
        """Make the access token of a code worthless."""
        self.run(queries.KILL_GRANT, code=code, now=self.now)

    def forget_old(
        self, *, seq: int, transactions: Millis, grants: Millis, sittings: Millis
    ) -> None:
        """Drop what was written before these instants; transactions also up to ``seq`` only."""
        self.run(queries.DROP_TRANSACTIONS, seq=seq, before=transactions)
        self.run(queries.DROP_GRANTS, before=grants)
        self.run(queries.DROP_SESSIONS, before=sittings)

    def forget_all(self) -> None:
        """Drop every session, transaction, code and token."""
        self.run(queries.DROP_ALL_TRANSACTIONS)
        self.run(queries.DROP_REFUSALS, most=0)
        self.run(queries.DROP_GRANTS, before=_EVER)
        self.run(queries.DROP_SESSIONS, before=_EVER)


class SqlFranceConnect(SqlDocuments, SqlSittings, SqlRefusals, SqlGrants):
    """What the stub keeps, in one open transaction on one election."""

    __slots__ = ()


def _transaction(uid: str, rev: int, started_at: Millis, asked: str, progress: str) -> Transaction:
    return Transaction(uid, kept.load_asked(asked), started_at, kept.load_progress(progress), rev)


def _kept(row: Any) -> Kept:
    uid, seq, rev, started_at, asked, progress, steps = row
    return Kept(_transaction(uid, rev, started_at, asked, progress), seq, steps)
