"""Mails on their way: SMTP, one connection kept open by each carrier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib

from mockportal.sinks.lanes import Parcel, Verdict
from mockportal.sinks.smtp import HOST, SETTLED
from mockportal.sinks.writing import FROM, Unwritable, write_mail

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailRoute:
    """An SMTP server; ``embedded`` says that it is this portal's own sink."""

    host: str
    port: int
    embedded: bool = True
    seconds: float = 20

    def carrier(self) -> "MailCarrier":
        """Return a connection to be made."""
        return MailCarrier(self)


class MailCarrier:
    """One SMTP connection."""

    def __init__(self, route: MailRoute) -> None:
        self._route = route
        self._client: aiosmtplib.SMTP | None = None

    async def carry(self, parcels: Sequence[Parcel]) -> list[Verdict]:
        """Deliver in order; once one is not taken, the rest is not tried."""
        verdicts = list[Verdict]()
        for parcel in parcels:
            verdicts.append(await self._carry(parcel))
            if verdicts[-1] is Verdict.NOT_TAKEN:
                break
        return verdicts + [Verdict.NOT_TAKEN] * (len(parcels) - len(verdicts))

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()
            self._client = None

    async def _carry(self, parcel: Parcel) -> Verdict:
        try:
            mail = write_mail(parcel.letter, parcel.election, parcel.base)
        except Unwritable:
            return Verdict.REFUSED
        try:
            if self._client is not None:  # it may have been closed while idle
                try:
                    return await self._send(self._client, parcel, mail)
                except aiosmtplib.SMTPServerDisconnected:
                    await self.close()
            return await self._send(await self._connect(), parcel, mail)
        except aiosmtplib.SMTPResponseException as reply:
            log.warning("the mail server answers %s", reply.code)
            return Verdict.NOT_TAKEN if reply.code < 500 else Verdict.REFUSED
        except (aiosmtplib.SMTPException, OSError) as trouble:
            log.warning("the mail server does not answer: %s", type(trouble).__name__)
            await self.close()
            return Verdict.NOT_TAKEN

    async def _connect(self) -> aiosmtplib.SMTP:
        self._client = aiosmtplib.SMTP(
            hostname=self._route.host,
            port=self._route.port,
            local_hostname=HOST,
            timeout=self._route.seconds,
            start_tls=False if self._route.embedded else None,
        )
        await self._client.connect()
        return self._client

    async def _send(self, client: aiosmtplib.SMTP, parcel: Parcel, mail: bytes) -> Verdict:
        _, reply = await client.sendmail(FROM, [parcel.letter.recipient], mail)
        settled = self._route.embedded and reply.endswith(SETTLED)
        return Verdict.SETTLED if settled else Verdict.ACCEPTED
