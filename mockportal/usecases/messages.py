"""Mails and text messages as testers read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.usecases.message_records import Arrived, BoxRecords, MessageRecords, Search, Wanted

_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|]+")
_HREF = re.compile(r"""href\s*=\s*["'](https?://[^"'<>\s]+)""", re.IGNORECASE)
_NOT_AT_THE_END = ".,;:!?)]»’"


class UnknownMessage(Refused):
    """No such message in this box, or it made room for newer ones."""


class UnknownVoter(Refused):
    """No elector has this identifier."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as testers read it."""

    id: str
    kind: str
    channel: str
    voter: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    at: Millis
    state: str
    seq: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A message in full: as it is stored, and as testers read it."""

    message: Message
    stored: Arrived
    name: str = ""


def inbox(
    tx: MessageRecords,
    now: Millis,
    *,
    voter: str | None = None,
    to: str | None = None,
    channel: str | None = None,
    kind: str | None = None,
    after: str | Millis | None = None,
    limit: int = 100,
) -> list[Message]:
    """Return messages, oldest first; ``after`` is the last one seen, or an instant.

    ``voter`` is an identifier: phones of the range of fiction are shared, identifiers are not.
    Refuses: UnknownVoter, UnknownMessage.
    """
    rank = None
    if voter is not None:
        rank = tx.world.electors.rank_of(voter.strip().lower())
        if rank is None:
            raise UnknownVoter(voter)
    seq, at = _passed(tx, after)
    wanted = Wanted(rank, to or "", channel or "", kind or "", seq, at, limit)
    return [_told(tx, arrived) for arrived in tx.messages(wanted)]


def inbox_unclaimed(
    tx: BoxRecords,
    now: Millis,
    *,
    to: str | None = None,
    channel: str | None = None,
    after: str | Millis | None = None,
    limit: int = 100,
) -> list[Message]:
    """Return what no election claims, oldest first. Refuses: UnknownMessage."""
    seq, at = _passed(tx, after)
    wanted = Wanted(None, to or "", channel or "", "", seq, at, limit)
    return [as_message(arrived, "") for arrived in tx.messages(wanted)]


def look_for(
    tx: MessageRecords, now: Millis, *, words: str, channel: str, limit: int
) -> list[Seen]:
    """Return the messages of a voter, by identifier, or those that hold some words."""
    typed = words.strip().lower()
    rank = tx.world.electors.rank_of(typed) if "@" in typed else None
    held = tuple(typed.split()[:3]) if rank is None else ()
    search = Search(rank=rank, channel=channel, words=held)
    return find(tx, now, search=search, limit=limit)


def look_for_unclaimed(
    tx: BoxRecords, now: Millis, *, words: str, channel: str, limit: int
) -> list[Seen]:
    """Return what no election claims and holds some words."""
    search = Search(channel=channel, words=tuple(words.lower().split()[:3]))
    return find_unclaimed(tx, now, search=search, limit=limit)


def conversation(tx: MessageRecords, now: Millis, *, like: Seen, limit: int) -> list[Seen]:
    """Return what came to the same phone of the same voter, oldest first."""
    found = find(tx, now, search=_phone(like), limit=limit)
    return [one for one in reversed(found) if one.stored.rank == like.stored.rank]


def conversation_unclaimed(tx: BoxRecords, now: Millis, *, like: Seen, limit: int) -> list[Seen]:
    """Return what came to the same phone, oldest first."""
    return find_unclaimed(tx, now, search=_phone(like), limit=limit)[::-1]


def find(tx: MessageRecords, now: Millis, *, search: Search, limit: int) -> list[Seen]:
    """Return the messages of a search, newest first."""
    return [seen(tx, one) for one in tx.newest_messages(search, limit)]


def find_unclaimed(tx: BoxRecords, now: Millis, *, search: Search, limit: int) -> list[Seen]:
    """Return what no election claims of a search, newest first."""
    return [seen(None, one) for one in tx.newest_messages(search, limit)]


def one(tx: MessageRecords, now: Millis, *, message_id: str) -> Seen:
    """Return a message. Refuses: UnknownMessage."""
    return seen(tx, _stored(tx, message_id))


def one_unclaimed(tx: BoxRecords, now: Millis, *, message_id: str) -> Seen:
    """Return a message that no election claims. Refuses: UnknownMessage."""
    return seen(None, _stored(tx, message_id))


def count(tx: BoxRecords, now: Millis, *, search: Search) -> int:
    """Return how many messages a search finds."""
    return tx.count_messages(search)


def last(tx: BoxRecords, now: Millis) -> int:
    """Return the place of the last message in the order of arrival: it changes with each one."""
    return tx.last_message()


def remove(tx: BoxRecords, now: Millis, *, message_ids: Sequence[str]) -> None:
    """Remove messages; all of them when none is named."""
    if not message_ids:
        tx.drop_messages()
    for message_id in message_ids:
        tx.drop_message(message_id)


def links(text: str, html: str = "") -> tuple[str, ...]:
    """Return the addresses in a message, once each, in order."""
    found = [link.rstrip(_NOT_AT_THE_END) for link in _LINK.findall(text)]
    if html:
        found += [link.replace("&amp;", "&") for link in _HREF.findall(html)]
    return tuple(dict.fromkeys(found))


def as_message(arrived: Arrived, voter: str) -> Message:
    """Return a stored message as testers read it."""
    return Message(
        id=arrived.id,
        kind=arrived.kind,
        channel=arrived.channel,
        voter=voter,
        sender=arrived.sender,
        to=arrived.recipient,
        subject=arrived.subject,
        text=arrived.text,
        html=arrived.html,
        links=links(arrived.text, arrived.html),
        at=arrived.at,
        state=arrived.state,
        seq=arrived.seq,
    )


def seen(tx: MessageRecords | None, stored: Arrived) -> Seen:
    """Return a stored message with its elector; None is the box of what no election claims."""
    if tx is None or stored.rank is None:
        return Seen(as_message(stored, ""), stored)
    elector = tx.world.electors[stored.rank]
    name = f"{elector.given_name} {elector.family_name}"
    return Seen(as_message(stored, elector.identifier), stored, name)


def _phone(like: Seen) -> Search:
    return Search(rank=like.stored.rank, channel="sms", to=like.message.to)


def _told(tx: MessageRecords, arrived: Arrived) -> Message:
    voter = "" if arrived.rank is None else tx.world.electors[arrived.rank].identifier
    return as_message(arrived, voter)


def _stored(tx: BoxRecords, message_id: str) -> Arrived:
    stored = tx.message(message_id)
    if stored is None:
        raise UnknownMessage(message_id)
    return stored


def _passed(tx: BoxRecords, after: str | Millis | None) -> tuple[int, Millis]:
    if after is None or after == "":
        return 0, -1
    if isinstance(after, int):
        return 0, after
    return _stored(tx, after).seq, -1
