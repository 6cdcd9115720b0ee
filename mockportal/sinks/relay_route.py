"""Mails on their way to a relay: another SMTP server, named by whoever runs mockportal."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib

from mockportal.sinks.lanes import Parcel, Verdict
from mockportal.sinks.smtp_line import NAME
from mockportal.sinks.targets import Target, TargetRefused
from mockportal.sinks.writing import FROM, Unwritable, write_mail

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RelayRoute:
    """An SMTP server besides the embedded sink; its address is checked at each connection."""

    target: Target
    seconds: float = 20

    def carrier(self) -> "RelayCarrier":
        """Return a connection to be made."""
        return RelayCarrier(self)


class RelayCarrier:
    """One SMTP connection, kept open."""

    def __init__(self, route: RelayRoute) -> None:
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
            return await self._send(parcel, mail)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _verdict(refused.recipients[0].code)
        except aiosmtplib.SMTPResponseException as reply:
            return _verdict(reply.code)
        except (aiosmtplib.SMTPException, OSError, TargetRefused) as trouble:
            log.warning("the relay does not answer: %s", type(trouble).__name__)
            await self.close()
            return Verdict.NOT_TAKEN

    async def _send(self, parcel: Parcel, mail: bytes) -> Verdict:
        kept_open = self._client is not None and self._client.is_connected
        client = self._client if kept_open else await self._connect()
        assert client is not None
        try:
            await client.sendmail(FROM, [parcel.letter.recipient], mail)
        except aiosmtplib.SMTPServerDisconnected:
            if not kept_open:
                raise
            await (await self._connect()).sendmail(FROM, [parcel.letter.recipient], mail)
        return Verdict.ACCEPTED

    async def _connect(self) -> aiosmtplib.SMTP:
        await self.close()
        target = self._route.target
        self._client = aiosmtplib.SMTP(
            hostname=target.host,
            sock=await target.connect(),
            local_hostname=NAME,
            timeout=self._route.seconds,
        )
        await self._client.connect()
        return self._client


def _verdict(code: int) -> Verdict:
    log.warning("the relay answers %s", code)
    return Verdict.REFUSED if code >= 500 else Verdict.NOT_TAKEN
