"""The storage port: what a use case may ask of one open transaction on one election."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from mockportal.clock import Clock
from mockportal.domain.account import Account, Tries
from mockportal.domain.ballot import Mark
from mockportal.domain.instants import Millis
from mockportal.domain.links import Link, LinkKind, Reveal
from mockportal.domain.visit import Visit
from mockportal.election import Election
from mockportal.electorate import Electorate


@dataclass(frozen=True, slots=True)
class World:
    """One incarnation of one election: what never changes while it lives.

    ``secret`` is this incarnation's: what it signed is worth nothing after a restore. ``pepper``
    passes to copies and through restores, with the codes and answers kept under it.
    """

    key: int
    name: str
    incarnation: int
    election: Election
    electors: Electorate
    secret: bytes
    pepper: bytes
    memo: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class State:
    """What changes of an election as a whole; read again in each transaction."""

    clock: Clock
    faults: str
    sealed_at: Millis | None
    counted_at: Millis | None
    crossed: int
    """How many instants of the calendar have had their effect."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail or a text message to be delivered."""

    kind: str
    channel: str
    rank: int
    recipient: str
    subject: str
    text: str


class VisitRecords(Protocol):
    """Visits, CAPTCHAs answered, wrong tries."""

    def visit(self, visit_id: str) -> Visit | None:
        """Return the record of a visit, if the store has one."""

    def save_visit(self, visit: Visit, *, was: str | None = None) -> None:
        """Write a visit, in place of the one that had the number ``was``."""

    def move_visit(self, visit: Visit) -> bool:
        """Write where a visit stands now, unless it moved meanwhile; tell whether it did."""

    def end_visit(self, visit_id: str) -> None:
        """Forget a visit."""

    def end_other_visits(self, rank: int, keep: str) -> None:
        """Forget the visits of a voter but one."""

    def use_captcha(self, captcha_id: str, now: Millis) -> bool:
        """Kill a challenge; tell whether it was still alive."""

    def captcha_used(self, captcha_id: str) -> bool:
        """Tell whether a challenge was answered or regenerated."""

    def tries(self, kind: str, subject: str) -> Tries:
        """Return the wrong tries of one kind by one subject."""

    def save_tries(self, kind: str, subject: str, tries: Tries) -> None:
        """Write the wrong tries of one kind by one subject."""

    def forget_tries(self, kind: str, subject: str) -> None:
        """Start counting anew."""


class AccountRecords(Protocol):
    """What voters changed of the roll, links, reveals."""

    def account(self, rank: int) -> Account:
        """Return an elector's own record, or a blank one."""

    def save_account(self, account: Account) -> None:
        """Write an elector's own record."""

    def add_link(self, link: Link) -> None:
        """Write a new link."""

    def link(self, token: str) -> Link | None:
        """Return the link of a fingerprint."""

    def links(self, rank: int, kind: LinkKind, since: Millis) -> list[Link]:
        """Return a voter's links of one kind asked since an instant, newest first."""

    def supersede_links(self, rank: int, kind: LinkKind, now: Millis) -> None:
        """Mark a voter's live links of one kind as replaced."""

    def use_link(self, token: str, now: Millis, form_key: str) -> bool:
        """Use a live link; tell whether this call was the one that did."""

    def save_reveal(self, reveal: Reveal) -> None:
        """Write the code on one browser's screen, in place of an earlier one."""

    def reveal(self, holder: str) -> Reveal | None:
        """Return the code on one browser's screen."""


class BallotRecords(Protocol):
    """Emargement, urn, counter, journal."""

    def mark(self, scrutin: str, rank: int) -> Mark | None:
        """Return a voter's entry in the emargement of one scrutin."""

    def marks(self, rank: int) -> dict[str, Mark]:
        """Return a voter's entries in the emargement, by scrutin."""

    def add_mark(self, mark: Mark) -> bool:
        """Enter a voter in the emargement; tell whether it was the first time."""

    def add_ballot(self, scrutin: str, ref: str, ballot: str) -> None:
        """Put a ballot in the urn and count it."""

    def ballots(self, scrutin: str) -> int:
        """Return the counter of one scrutin."""

    def suspended(self) -> frozenset[str]:
        """Return the scrutins that are stopped."""

    def in_urn(self, scrutin: str, prefix: str, limit: int) -> list[str]:
        """Return references that begin with a prefix, in alphabetical order."""

    def urn_prefixes(self, scrutin: str) -> list[str]:
        """Return the two-character beginnings that the references of a scrutin have."""

    def journal(self, kind: str, detail: str = "") -> Millis | None:
        """Add an entry to the hash-chained journal; return when the urn was sealed before it."""

    def outcome(self, scrutin: str) -> str | None:
        """Return the counted result of one scrutin (JSON), once there is one."""


class ClosingRecords(Protocol):
    """Seal and count."""

    def cross(self, place: int) -> bool:
        """Note that an instant of the calendar was crossed; tell whether it was the first time."""

    def sealed_at(self) -> Millis | None:
        """Return when the urn was sealed, this transaction included."""

    def seal(self, now: Millis) -> None:
        """Freeze the urn."""

    def drop_form_keys(self) -> None:
        """Forget the keys by which a form sent twice was known."""

    def voters(self) -> dict[str, int]:
        """Return how many entries the emargement has for each scrutin that has any."""

    def votes(self, scrutin: str) -> dict[str, int]:
        """Return how many ballots of a scrutin say what. After the seal only."""

    def save_outcome(self, scrutin: str, outcome: str) -> None:
        """Write the counted result of one scrutin (JSON)."""

    def mark_counted(self, now: Millis) -> bool:
        """Note that the count is done; tell whether it was the first time."""


class LetterRecords(Protocol):
    """Messages on their way."""

    def send(self, letter: Letter, due_at: Millis) -> str:
        """Write a message to be delivered from an instant on; return its id."""


class FaultRecords(Protocol):
    """What goes wrong, and that it did."""

    @property
    def world(self) -> World:
        """Return what never changes of the election."""

    @property
    def state(self) -> State:
        """Return what changes of the election as a whole."""

    def meet(self, fault: str, since: Millis, rank: int) -> None:
        """Say that a fault had an effect; it is written down after this transaction."""

    def note_fault(self, fault: str, since: Millis, rank: int, now: Millis, *, most: int) -> bool:
        """Note that a voter met a spell of a fault, unless so many did; tell whether it is new."""

    def journal(self, kind: str, detail: str = "") -> Millis | None:
        """Add an entry to the hash-chained journal; return when the urn was sealed before it."""


class Records(
    VisitRecords,
    AccountRecords,
    BallotRecords,
    ClosingRecords,
    LetterRecords,
    FaultRecords,
    Protocol,
):
    """One open transaction on one election."""
