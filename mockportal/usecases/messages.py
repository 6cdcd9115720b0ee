"""Mails and text messages: taken from the outbox, received by the sinks, read by testers."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.usecases.message_records import (
    Arrived,
    BoxRecords,
    MessageRecords,
    Outgoing,
    Wanted,
)

KEEP = 50_000
"""How many messages a box holds; older ones make room and are counted."""

TRIM_EVERY = 64  # messages; a box may hold that many more

OTHER = "other"
"""The kind of a message that no letter of the portal became."""

_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|]+")
_HREF = re.compile(r"""href\s*=\s*["'](https?://[^"'<>\s]+)""", re.IGNORECASE)
_NOT_AT_THE_END = ".,;:!?)]»’"


class UnknownMessage(Refused):
    """No such message in this box, or it made room for newer ones."""


class UnknownVoter(Refused):
    """No elector has this identifier."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a sink was handed; ``letter_id`` is the portal's own id, when it bears one."""

    channel: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str = ""
    raw: str = ""
    letter_id: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery as it was stored; ``settled`` tells that its letter left the outbox with it."""

    id: str
    settled: bool


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


def claim(
    tx: MessageRecords, now: Millis, *, real: Millis, lease: Millis, most: int, but: str = ""
) -> list[Outgoing]:
    """Take due letters in hand for a while; letters to nobody are dropped here."""
    letters = tx.claim_letters(now, real=real, until=real + lease, most=most, but=but)
    for letter in letters:
        if not letter.recipient:
            tx.drop_letter(letter.id)
    return [letter for letter in letters if letter.recipient]


def settle(tx: MessageRecords, now: Millis, *, delivered: Sequence[str]) -> None:
    """Forget letters that somebody else has accepted."""
    for letter_id in delivered:
        tx.drop_letter(letter_id)


def give_up(tx: MessageRecords, now: Millis, *, letter_id: str, reason: str) -> None:
    """Forget a letter that was refused for good, and say so in the journal."""
    if tx.drop_letter(letter_id):
        tx.journal("message-refused", reason)


def hand_back(tx: MessageRecords, now: Millis, *, letters: Sequence[Outgoing]) -> None:
    """Return letters that nobody accepted to the outbox, to be tried again."""
    for letter in letters:
        tx.put_off_letter(letter.id, due_at=letter.due_at, until=0, tries=letter.tries + 1)


def receive(tx: MessageRecords, now: Millis, *, delivery: Delivery, keep: int = KEEP) -> Kept:
    """Store what a sink was handed.

    A letter of the portal leaves the outbox in the same transaction; when it comes again, it is
    stored again, as ``repeated``.
    """
    letter = tx.letter(delivery.letter_id) if delivery.letter_id else None
    if letter is not None and _same(letter, delivery):
        tx.drop_letter(letter.id)
        rank = letter.rank if letter.rank >= 0 else None
        _store(tx, _arrived(delivery, now, letter.id, kind=letter.kind, rank=rank), keep)
        return Kept(letter.id, settled=True)
    before = tx.message(delivery.letter_id) if delivery.letter_id else None
    if before is not None and _same(before, delivery):
        again = _arrived(delivery, now, _new_id(), kind=before.kind, rank=before.rank)
        _store(tx, replace(again, state="repeated"), keep)
        return Kept(again.id, settled=True)
    rank = tx.world.electors.rank_of_mail(delivery.recipient) if "@" in delivery.recipient else None
    arrived = _arrived(delivery, now, _new_id(), kind=OTHER, rank=rank)
    _store(tx, arrived, keep)
    return Kept(arrived.id, settled=False)


def receive_unclaimed(tx: BoxRecords, now: Millis, *, delivery: Delivery, keep: int = KEEP) -> Kept:
    """Store what no election claims."""
    arrived = _arrived(delivery, now, _new_id(), kind=OTHER, rank=None)
    _store(tx, arrived, keep)
    return Kept(arrived.id, settled=False)


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


def _told(tx: MessageRecords, arrived: Arrived) -> Message:
    voter = "" if arrived.rank is None else tx.world.electors[arrived.rank].identifier
    return as_message(arrived, voter)


def _passed(tx: BoxRecords, after: str | Millis | None) -> tuple[int, Millis]:
    if after is None or after == "":
        return 0, -1
    if isinstance(after, int):
        return 0, after
    seen = tx.message(after)
    if seen is None:
        raise UnknownMessage(after)
    return seen.seq, -1


def _same(one: Outgoing | Arrived, delivery: Delivery) -> bool:
    return (one.channel, one.recipient) == (delivery.channel, delivery.recipient)


def _arrived(
    delivery: Delivery, now: Millis, message_id: str, *, kind: str, rank: int | None
) -> Arrived:
    return Arrived(
        id=message_id,
        kind=kind,
        channel=delivery.channel,
        rank=rank,
        sender=delivery.sender,
        recipient=delivery.recipient,
        subject=delivery.subject,
        text=delivery.text,
        html=delivery.html,
        raw=delivery.raw,
        at=now,
        state="received",
    )


def _store(tx: BoxRecords, arrived: Arrived, keep: int) -> None:
    seq = tx.add_message(arrived)
    if seq is not None and seq % TRIM_EVERY == 0:
        tx.trim_messages(keep)


def _new_id() -> str:
    return secrets.token_hex(12)
