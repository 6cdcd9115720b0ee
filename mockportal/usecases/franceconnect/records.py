"""The storage port of the stub: what its use cases may ask of one open transaction."""

from dataclasses import dataclass
from typing import Protocol

from mockportal.domain.franceconnect.transaction import Session, Transaction
from mockportal.domain.instants import Millis
from mockportal.usecases.records import FaultRecords, Letter


@dataclass(frozen=True, slots=True)
class Given:
    """A code given out, and the access token that came for it, by their fingerprints."""

    code: str
    uid: str
    client_id: str
    issued_at: Millis
    used_at: Millis | None
    used_wall: Millis | None
    dead_at: Millis | None
    body: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A transaction with its diary: one JSON line per step."""

    transaction: Transaction
    seq: int
    steps: str


class Documents(Protocol):
    """Settings, clients, keys, citizens, logins, faults: texts under a kind and an id."""

    def document(self, kind: str, doc_id: str) -> str | None:
        """Return one text."""

    def documents(self, kind: str) -> dict[str, str]:
        """Return every text of a kind, by id."""

    def set_up(self) -> list[tuple[str, str, str]]:
        """Return kind, id and text of the settings and of the armed faults."""

    def put_document(self, kind: str, doc_id: str, body: str) -> None:
        """Write a text, in place of an earlier one."""

    def add_document(self, kind: str, doc_id: str, body: str) -> bool:
        """Write a text if there is none; tell whether this call did."""

    def swap_document(self, kind: str, doc_id: str, body: str, *, before: str) -> bool:
        """Replace a text by another; tell whether it was still the one before."""

    def drop_document(self, kind: str, doc_id: str, *, before: str) -> bool:
        """Remove a text; tell whether it was still the one before."""

    def drop_documents(self, kind: str) -> None:
        """Remove every text of a kind."""


class Sittings(Protocol):
    """Browser sessions and transactions."""

    def sitting(self, key: str) -> tuple[Session, Transaction | None] | None:
        """Return a session and its live transaction."""

    def sessions(self) -> list[Session]:
        """Return every session, the longest unwritten first."""

    def save_sitting(self, session: Session, *, was: str | None = None) -> bool:
        """Write a session, in place of the one that had the key ``was``; tell whether it did."""

    def drop_sitting(self, key: str) -> None:
        """Forget a session."""

    def add_transaction(self, transaction: Transaction, line: str) -> int:
        """Write a new transaction; return its place in the order of writings."""

    def move_transaction(self, transaction: Transaction, line: str) -> bool:
        """Write how far a transaction went; tell whether nobody else did meanwhile."""

    def note_transaction(self, uid: str, line: str) -> None:
        """Add a line to a transaction's diary."""

    def kept_transaction(self, uid: str) -> Kept | None:
        """Return a transaction with its diary."""

    def kept_transactions(self, after: int, most: int) -> list[Kept]:
        """Return the transactions written last, newest first."""


class Refusals(Protocol):
    """Requests refused before there was a transaction to write them to."""

    def note_refusal(self, refusal_id: str, body: str, most: int) -> None:
        """Write a refusal; only the last ones are kept."""

    def refusals(self, most: int) -> list[tuple[int, str]]:
        """Return place and text of the last refusals, newest first."""

    def last_noted(self) -> tuple[int, int]:
        """Return the last place in the order of transactions, and of refusals."""


class Grants(Protocol):
    """Codes and access tokens."""

    def add_given(self, given: Given) -> None:
        """Write a new code."""

    def given(self, code: str) -> Given | None:
        """Return what stands behind a code."""

    def given_for(self, token: str) -> Given | None:
        """Return what stands behind an access token."""

    def use_given(self, code: str, token: str, wall: Millis) -> bool:
        """Use a code; tell whether this call was the one that did."""

    def kill_given(self, code: str) -> None:
        """Make the access token of a code worthless."""

    def forget_old(
        self, *, seq: int, transactions: Millis, grants: Millis, sittings: Millis
    ) -> None:
        """Drop what was written before these instants; transactions also up to ``seq`` only."""

    def forget_all(self) -> None:
        """Drop every session, transaction, code and token."""


class StubRecords(Documents, Sittings, Refusals, Grants, FaultRecords, Protocol):
    """One open transaction on one election, as the stub sees it."""

    def send(self, letter: Letter, due_at: Millis) -> str:
        """Write a message to be delivered from an instant on; return its id."""
