"""Letters taken from the outbox, messages received by the sinks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mockportal.domain.instants import Millis
from mockportal.usecases.message_records import (
    Arrived,
    BoxRecords,
    MessageRecords,
    Outgoing,
)

KEEP = 50_000
"""How many messages a box holds; older ones make room and are counted."""

TRIM_EVERY = 64  # messages; a box may hold that many more

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
class Kept:
    """A delivery as it was stored; ``settled`` tells that its letter left the outbox with it."""

    id: str
    settled: bool


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


def _store(tx: BoxRecords, arrived: Arrived, keep: int) -> None:
    seq = tx.add_message(arrived)
    if seq is not None and seq % TRIM_EVERY == 0:
        tx.trim_messages(keep)


def _new_id() -> str:
    return secrets.token_hex(12)
