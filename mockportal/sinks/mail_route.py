"""Mails on their way to the embedded sink."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from mockportal.sinks.lanes import Parcel, Verdict
from mockportal.sinks.smtp import SETTLED
from mockportal.sinks.smtp_line import LineBroken, SmtpLine
from mockportal.sinks.writing import FROM, Unwritable, write_mail

log = logging.getLogger(__name__)

IDLE_SECONDS = 20.0  # a connection unused for longer is made anew: the sink hangs up after 30
_KEPT = SETTLED.encode()


@dataclass(frozen=True, slots=True)
class MailRoute:
    """The embedded sink: a letter it knows leaves the outbox as it is stored."""

    host: str
    port: int
    seconds: float = 20

    def carrier(self) -> "MailCarrier":
        """Return a connection to be made."""
        return MailCarrier(self)


class MailCarrier:
    """One SMTP connection, kept open."""

    def __init__(self, route: MailRoute) -> None:
        self._route = route
        self._line: SmtpLine | None = None
        self._used = 0.0

    async def carry(self, parcels: Sequence[Parcel]) -> list[Verdict]:
        """Deliver in order; what is left when the sink does not answer was not taken."""
        verdicts: list[Verdict | None] = [None] * len(parcels)
        mails = list[tuple[str, bytes]]()
        places = list[int]()
        for place, parcel in enumerate(parcels):
            try:
                mail = write_mail(parcel.letter, parcel.election, parcel.base)
            except Unwritable:
                verdicts[place] = Verdict.REFUSED
                continue
            mails.append((parcel.letter.recipient, mail))
            places.append(place)
        for place, reply in zip(places, await self._send(mails), strict=False):
            verdicts[place] = verdict(reply)
        return [one or Verdict.NOT_TAKEN for one in verdicts]

    async def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    async def _send(self, mails: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Return the replies there are; a line that was kept open may need to be made anew."""
        replies = list[bytes]()
        kept_open = self._line is not None
        try:
            await self._say(mails, replies)
        except (OSError, LineBroken) as trouble:
            await self.close()
            if not kept_open:
                log.warning("the mail sink does not answer: %s", trouble)
                return replies
            return replies + await self._send(mails[len(replies) :])
        if len(replies) < len(mails):  # refused before its text: what follows was not heard
            await self.close()
            if replies[-1][:1] == b"5":
                return replies + await self._send(mails[len(replies) :])
        return replies

    async def _say(self, mails: Sequence[tuple[str, bytes]], replies: list[bytes]) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._used > IDLE_SECONDS:
            await self.close()
        self._used = now
        if self._line is None:
            self._line = await SmtpLine.open(
                self._route.host, self._route.port, self._route.seconds
            )
        if mails:
            await self._line.send(FROM, mails, replies)


def verdict(reply: bytes) -> Verdict:
    """Return what a reply means for a letter."""
    match reply[:1]:
        case b"2":
            return Verdict.SETTLED if reply.endswith(_KEPT) else Verdict.ACCEPTED
        case b"5":
            return Verdict.REFUSED
        case _:
            return Verdict.NOT_TAKEN
