"""Text messages on their way: HTTP, many to a request."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from mockportal.sinks.lanes import Parcel, Verdict
from mockportal.sinks.writing import with_base

log = logging.getLogger(__name__)

GATEWAY_PATH = "/sms/messages"
OK = 200


@dataclass(frozen=True, slots=True)
class SmsRoute:
    """A gateway that takes the plain JSON of ``gateway``, and its token."""

    url: str
    token: str
    embedded: bool = True
    seconds: float = 20

    def carrier(self) -> "SmsCarrier":
        """Return a connection to be made."""
        return SmsCarrier(self)


class SmsCarrier:
    """One HTTP connection, kept alive between requests."""

    def __init__(self, route: SmsRoute) -> None:
        self._route = route
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, parcels: Sequence[Parcel]) -> list[Verdict]:
        """Deliver all in one request; one that the answer does not name was not taken."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._route.seconds),
                headers={"Authorization": f"Bearer {self._route.token}"},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        try:
            answer = await self._post(self._session, parcels)
        except (aiohttp.ClientError, TimeoutError, ValueError) as trouble:
            log.warning("the SMS gateway does not answer: %s", type(trouble).__name__)
            return [Verdict.NOT_TAKEN] * len(parcels)
        return [self._verdict(parcel, answer) for parcel in parcels]

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(
        self, session: aiohttp.ClientSession, parcels: Sequence[Parcel]
    ) -> dict[str, str]:
        body = {"messages": [_told(parcel) for parcel in parcels]}
        url = self._route.url + GATEWAY_PATH
        async with session.post(url, json=body, allow_redirects=False) as response:
            if response.status != OK:
                log.warning("the SMS gateway answers %s", response.status)
                return {}
            found = await response.json()
        return {one["id"]: one["status"] for one in found["messages"]}

    def _verdict(self, parcel: Parcel, answer: dict[str, str]) -> Verdict:
        match answer.get(parcel.letter.id):
            case "kept" if self._route.embedded:
                return Verdict.SETTLED
            case "kept" | "accepted":
                return Verdict.ACCEPTED
            case "refused":
                return Verdict.REFUSED
            case _:
                return Verdict.NOT_TAKEN


def _told(parcel: Parcel) -> dict[str, str]:
    letter = parcel.letter
    return {
        "id": letter.id,
        "election": parcel.election,
        "to": letter.recipient,
        "text": with_base(letter.text, parcel.base),
    }
