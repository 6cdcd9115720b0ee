"""Mails as they come in, over SMTP or HTTP: read once, stored for each recipient."""

import asyncio
import re
from collections.abc import Iterable

from mockportal.sinks.as_stored import storable
from mockportal.sinks.mould import read_cast
from mockportal.sinks.reading import Mail, read_mail
from mockportal.sinks.receiving import Receiver
from mockportal.usecases.delivering import Delivery, Kept

LETTER_ID = re.compile(r"<([0-9a-f]{24})@([a-z0-9-]{1,32})\.mockportal\.example>")
"""The Message-ID of a letter of the portal: its id in the outbox, its election."""

THREAD_BYTES = 64 * 1024  # mails beyond are read in a thread


async def take_mail(
    receiver: Receiver, raw: bytes, sender: str, recipients: Iterable[str], election: str = ""
) -> list[Kept]:
    """Store a mail for each recipient, once; in the election named, else where each belongs."""
    mail, kept_raw = await _read(raw)
    letter = LETTER_ID.fullmatch(mail.message_id)
    box = letter[2] if letter else election or mail.election
    kept = []
    for recipient in dict.fromkeys(recipients):
        delivery = Delivery(
            channel="mail",
            sender=mail.sender or sender,
            recipient=recipient.strip().lower(),
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            raw=kept_raw,
            letter_id=letter[1] if letter else "",
        )
        kept.append(await receiver.take(delivery, box))
    return kept


async def _read(raw: bytes) -> tuple[Mail, str]:
    """Return what a mail says, and what to keep of it beside that."""
    cast = read_cast(raw)
    if cast is not None:
        return cast
    mail = await asyncio.to_thread(read_mail, raw) if len(raw) > THREAD_BYTES else read_mail(raw)
    return mail, storable(raw)
