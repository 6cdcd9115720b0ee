"""What is kept of messages, and the storage port of their use cases."""

from dataclasses import dataclass
from typing import Protocol

from mockportal.domain.instants import Millis
from mockportal.usecases.records import FaultRecords, LetterRecords


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter on its way, to arrive ``copies`` times; nobody took it ``tries`` times."""

    id: str
    kind: str
    channel: str
    rank: int
    recipient: str
    subject: str
    text: str
    made_at: Millis
    due_at: Millis
    copies: int
    tries: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message in a box.

    ``raw`` is what to know of the mail as it came besides its parts; ``at`` is an instant of the
    election's clock, ``real_at`` a real one; ``seq`` is its place in the order of arrival.
    """

    id: str
    kind: str
    channel: str
    rank: int | None
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    raw: str
    at: Millis
    real_at: Millis
    state: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages: empty texts and None leave the choice open; ``seq`` and ``at`` are passed."""

    rank: int | None = None
    to: str = ""
    channel: str = ""
    kind: str = ""
    seq: int = 0
    at: Millis = -1
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Search:
    """Which messages: parts of texts, whatever their case; empty ones leave the choice open.

    Of ``words``, three at most are looked for, all of them.
    """

    rank: int | None = None
    channel: str = ""
    kind: str = ""
    to: str = ""
    sender: str = ""
    subject: str = ""
    words: tuple[str, ...] = ()
    message_id: str = ""


class BoxRecords(Protocol):
    """The messages that arrived in one election, or in none."""

    def add_message(self, message: Arrived) -> int | None:
        """Write a message; return its place in the order of arrival, None when the id is taken."""

    def message(self, message_id: str) -> Arrived | None:
        """Return one message."""

    def messages(self, wanted: Wanted) -> list[Arrived]:
        """Return messages, oldest first."""

    def newest_messages(self, search: Search, limit: int) -> list[Arrived]:
        """Return the messages of a search, newest first."""

    def count_messages(self, search: Search) -> int:
        """Return how many messages a search finds."""

    def last_message(self) -> int:
        """Return the place of the last message in the order of arrival."""

    def drop_message(self, message_id: str) -> None:
        """Remove a message."""

    def drop_messages(self) -> None:
        """Remove every message."""

    def trim_messages(self, keep: int) -> None:
        """Remove all but the newest messages, and count what was removed."""

    def dropped_messages(self) -> int:
        """Return how many messages were removed to make room."""


class MessageRecords(LetterRecords, BoxRecords, FaultRecords, Protocol):
    """Letters and messages in one open transaction on one election."""

    def claim_letters(
        self, now: Millis, *, real: Millis, until: Millis, most: int, but: str
    ) -> list[Outgoing]:
        """Take due letters in hand, the longest due first, until a real instant.

        Letters of the channel ``but`` are left alone.
        """

    def letter(self, letter_id: str) -> Outgoing | None:
        """Return a letter that is on its way."""

    def drop_letter(self, letter_id: str) -> bool:
        """Remove a letter; tell whether it was still there."""

    def keep_copies(self, letter_id: str, copies: int) -> None:
        """Write how many more times a letter is to arrive."""

    def put_off_letter(self, letter_id: str, *, due_at: Millis, until: Millis, tries: int) -> None:
        """Give a letter back: due at an instant, not to be taken before a real one."""
