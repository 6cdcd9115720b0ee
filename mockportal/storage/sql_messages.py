"""Letters on their way and messages that arrived, over any SQL connection."""

import secrets
from itertools import count
from typing import Any, cast

from mockportal.domain.instants import Millis
from mockportal.storage import messages_queries as queries
from mockportal.storage.connection import Connection
from mockportal.usecases.fates import fates, held_back
from mockportal.usecases.message_records import Arrived, Outgoing, Search, Wanted
from mockportal.usecases.records import FaultRecords, Letter

_numbers = count()


class SqlLetters(Connection):
    """Letters on their way."""

    __slots__ = ()

    def send(self, letter: Letter, due_at: Millis) -> str:
        """Write a letter to be delivered from an instant on; return its id.

        Faults may have it come late, more than once, or never. Letters due at one instant (a
        frozen clock) leave in the order of their ids.
        """
        letter_id = ""
        for posted in fates(cast(FaultRecords, self), self.now, letter, due_at):
            letter_id = self._post(posted.letter, posted.due_at, posted.copies)
        return letter_id

    def _post(self, letter: Letter, due_at: Millis, copies: int) -> str:
        letter_id = f"{next(_numbers) & 0xFFFFFFFF:08x}{secrets.token_hex(8)}"
        outgoing = Outgoing(
            letter_id,
            letter.kind,
            letter.channel,
            letter.rank,
            letter.recipient,
            letter.subject,
            letter.text,
            made_at=self.now,
            due_at=due_at,
            copies=copies,
            tries=0,
        )
        due = due_at <= self.now
        lease = self._lease(letter) if due else 0
        row = {name: getattr(outgoing, name) for name in Outgoing.__slots__}
        self.run(queries.SEND, lease=lease, **row)
        if lease:
            self.handed.append((outgoing, lease))
        elif due:
            self.posted = True
        return letter_id

    def _lease(self, letter: Letter) -> Millis:
        """Return until when somebody takes a letter in hand, as soon as it is committed."""
        if self.handover is None or not letter.recipient:
            return 0
        lease = self.handover.lease(letter.channel)
        if lease and held_back(cast(FaultRecords, self), self.now, letter):
            return 0
        return lease

    def claim_letters(
        self, now: Millis, *, real: Millis, until: Millis, most: int, but: str
    ) -> list[Outgoing]:
        """Take due letters in hand, the longest due first, until a real instant."""
        values = {"real": real, "until": until, "most": most, "but": but}
        rows = self.run(queries.CLAIM_LETTERS, now=now, **values).fetchall()
        letters = [Outgoing(*row) for row in rows]
        letters.sort(key=lambda letter: (letter.due_at, letter.id))
        return letters

    def letter(self, letter_id: str) -> Outgoing | None:
        """Return a letter that is on its way."""
        row = self.run(queries.LETTER, id=letter_id).fetchone()
        return None if row is None else Outgoing(*row)

    def drop_letter(self, letter_id: str) -> bool:
        """Remove a letter; tell whether it was still there."""
        return self.run(queries.DROP_LETTER, id=letter_id).rowcount == 1

    def keep_copies(self, letter_id: str, copies: int) -> None:
        """Write how many more times a letter is to arrive."""
        self.run(queries.KEEP_COPIES, id=letter_id, copies=copies)

    def put_off_letter(self, letter_id: str, *, due_at: Millis, until: Millis, tries: int) -> None:
        """Give a letter back: due at an instant, not to be taken before a real one."""
        values = {"due_at": due_at, "until": until, "tries": tries}
        self.run(queries.PUT_OFF_LETTER, id=letter_id, **values)


class SqlBox(Connection):
    """The messages that arrived in one election, or in none."""

    __slots__ = ()

    def add_message(self, message: Arrived) -> int | None:
        """Write a message; return its place in the order of arrival, None when the id is taken."""
        seq: int = self.run(queries.NEXT_MESSAGE).fetchone()[0]
        cursor = self.run(
            queries.ADD_MESSAGE,
            seq=seq,
            id=message.id,
            kind=message.kind,
            channel=message.channel,
            rank=message.rank,
            sender=message.sender,
            recipient=message.recipient,
            subject=message.subject,
            text=message.text,
            html=message.html,
            raw=message.raw,
            at=message.at,
            real_at=message.real_at,
            state=message.state,
        )
        return seq if cursor.rowcount == 1 else None

    def message(self, message_id: str) -> Arrived | None:
        """Return one message."""
        row = self.run(queries.MESSAGE, id=message_id).fetchone()
        return None if row is None else Arrived(*row)

    def messages(self, wanted: Wanted) -> list[Arrived]:
        """Return messages, oldest first."""
        values: dict[str, Any] = {
            "seq": wanted.seq,
            "at": wanted.at,
            "to": wanted.to,
            "channel": wanted.channel,
            "kind": wanted.kind,
            "limit": wanted.limit,
        }
        if wanted.rank is None:
            cursor = self.run(queries.MESSAGES, **values)
        else:
            cursor = self.run(queries.MESSAGES_OF, rank=wanted.rank, **values)
        return [Arrived(*row) for row in cursor.fetchall()]

    def newest_messages(self, search: Search, limit: int) -> list[Arrived]:
        """Return the messages of a search, newest first."""
        cursor = self.run(queries.NEWEST_MESSAGES, limit=limit, **patterns(search))
        return [Arrived(*row) for row in cursor.fetchall()]

    def count_messages(self, search: Search) -> int:
        """Return how many messages a search finds."""
        return int(self.run(queries.COUNT_MESSAGES, **patterns(search)).fetchone()[0])

    def last_message(self) -> int:
        """Return the place of the last message in the order of arrival."""
        row = self.run(queries.LAST_MESSAGE).fetchone()
        return 0 if row is None else int(row[0])

    def drop_message(self, message_id: str) -> None:
        """Remove a message."""
        self.run(queries.DROP_MESSAGE, id=message_id)

    def drop_messages(self) -> None:
        """Remove every message."""
        self.run(queries.DROP_MESSAGES)

    def trim_messages(self, keep: int) -> None:
        """Remove all but the newest messages, and count what was removed."""
        dropped = self.run(queries.TRIM_MESSAGES, keep=keep).rowcount
        if dropped:
            self.run(queries.COUNT_DROPPED, dropped=dropped)

    def dropped_messages(self) -> int:
        """Return how many messages were removed to make room."""
        row = self.run(queries.DROPPED).fetchone()
        return 0 if row is None else int(row[0])


class SqlMessages(SqlLetters, SqlBox):
    """Letters and messages of one election."""

    __slots__ = ()


def patterns(search: Search) -> dict[str, Any]:
    """Return the values of a search in the statements that look for messages."""
    words = (*search.words, "", "", "")
    return {
        "channel": search.channel,
        "kind": search.kind,
        "rank": -1 if search.rank is None else search.rank,
        "to": _like(search.to),
        "sender": _like(search.sender),
        "subject": _like(search.subject),
        "first": _like(words[0]),
        "second": _like(words[1]),
        "third": _like(words[2]),
        "id": search.message_id,
    }


def _like(words: str) -> str:
    """Return the pattern of a text that holds some words, in lower case."""
    escaped = words.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
