"""Letters taken from the outbox, messages received by the sinks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockportal.domain.instants import Millis
from mockportal.usecases.fates import held_back
from mockportal.usecases.message_records import (
    Arrived,
    BoxRecords,
    MessageRecords,
    Outgoing,
)
from mockportal.usecases.records import Letter

KEEP = 50_000
"""How many messages a box holds; older ones make room and are counted."""

TRIM_EVERY = 64  # messages; a box may hold that many more

HELD_BACK: Millis = 500
"""Real milliseconds until a letter held back by a server that is down is looked at again."""

OTHER = "other"
"""The kind of a message that no letter of the portal became."""


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
    real_at: Millis = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """Letters taken in hand; ``more`` tells that there may be others."""

    letters: list[Outgoing]
    more: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery as it was stored; ``settled`` tells that its letter left the outbox with it."""

    id: str
    settled: bool


def claim(
    tx: MessageRecords, now: Millis, *, real: Millis, lease: Millis, most: int, but: str = ""
) -> Claimed:
    """Take due letters in hand for a while.

    Letters to nobody are dropped here, those of a server that is down are held back.
    """
    found = tx.claim_letters(now, real=real, until=real + lease, most=most, but=but)
    letters = [letter for letter in found if _may_leave(tx, now, letter, real)]
    return Claimed(letters, more=len(found) == most)


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
        if letter.copies > 1:
            tx.keep_copies(letter.id, letter.copies - 1)
        else:
            tx.drop_letter(letter.id)
        rank = letter.rank if letter.rank >= 0 else None
        first = _arrived(delivery, now, letter.id, kind=letter.kind, rank=rank)
        return Kept(_store_again(tx, first, keep), settled=True)
    before = tx.message(delivery.letter_id) if delivery.letter_id else None
    if before is not None and _same(before, delivery):
        again = _arrived(delivery, now, before.id, kind=before.kind, rank=before.rank)
        return Kept(_store_again(tx, again, keep), settled=True)
    rank = tx.world.electors.rank_of_mail(delivery.recipient) if "@" in delivery.recipient else None
    arrived = _arrived(delivery, now, _new_id(), kind=OTHER, rank=rank)
    _store(tx, arrived, keep)
    return Kept(arrived.id, settled=False)


def receive_unclaimed(tx: BoxRecords, now: Millis, *, delivery: Delivery, keep: int = KEEP) -> Kept:
    """Store what no election claims."""
    arrived = _arrived(delivery, now, _new_id(), kind=OTHER, rank=None)
    _store(tx, arrived, keep)
    return Kept(arrived.id, settled=False)


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
        real_at=delivery.real_at,
        state="received",
    )


def _may_leave(tx: MessageRecords, now: Millis, letter: Outgoing, real: Millis) -> bool:
    if not letter.recipient:
        tx.drop_letter(letter.id)
        return False
    plain = Letter(
        letter.kind, letter.channel, letter.rank, letter.recipient, letter.subject, letter.text
    )
    if held_back(tx, now, plain):
        until, tries = real + HELD_BACK, letter.tries
        tx.put_off_letter(letter.id, due_at=letter.due_at, until=until, tries=tries)
        return False
    return True


def _store_again(tx: BoxRecords, arrived: Arrived, keep: int) -> str:
    """Store a letter of the portal under its own id, or as a repeated one; return the id."""
    if _store(tx, arrived, keep):
        return arrived.id
    again = replace(arrived, id=_new_id(), state="repeated")
    _store(tx, again, keep)
    return again.id


def _store(tx: BoxRecords, arrived: Arrived, keep: int) -> bool:
    """Store a message; tell whether its id was free."""
    seq = tx.add_message(arrived)
    if seq is not None and seq % TRIM_EVERY == 0:
        tx.trim_messages(keep)
    return seq is not None


def _new_id() -> str:
    return secrets.token_hex(12)
