"""The SMS gateway in Twilio's shape, so that code written for Twilio runs unchanged.

The account is the election; an account of another name leaves it to the recipient's number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from mockportal import edge
from mockportal.domain.gsm7 import segments
from mockportal.domain.instants import utc
from mockportal.sinks.gateway import SENDER, TEXT_MOST
from mockportal.sinks.receiving import Receiver
from mockportal.storage import boxes
from mockportal.storage.boxes import UNCLAIMED
from mockportal.storage.store import Store
from mockportal.usecases.delivering import Delivery
from mockportal.usecases.message_records import Search
from mockportal.usecases.messages import Seen, UnknownMessage

ROOT = "/sms/2010-04-01/Accounts/{account}/Messages"
_ADDRESS = re.compile(r"\+[1-9][0-9]{5,14}")
_SID = re.compile(r"SM([0-9a-f]{24})00000000")
PAGES_MOST = 1000  # of one list
_HELP = "https://www.twilio.com/docs/errors"


@dataclass(frozen=True, slots=True)
class _Wrong(Exception):
    """What Twilio would not take: its error code, its words, the status."""

    code: int
    message: str
    status: int = 400

    def answer(self) -> web.Response:
        """Return the answer as Twilio words it."""
        more = f"{_HELP}/{self.code}"
        told = {"code": self.code, "message": self.message, "more_info": more}
        return web.json_response({**told, "status": self.status}, status=self.status)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The addresses of the pages of one list."""

    account: str
    query: Mapping[str, str]
    size: int

    def uri(self, page: int) -> str:
        asked = {name: self.query[name] for name in ("To", "From") if name in self.query}
        where = urlencode({**asked, "PageSize": self.size, "Page": page})
        return f"/2010-04-01/Accounts/{quote(self.account)}/Messages.json?{where}"


class Twilio:
    """Messages created, read and listed."""

    def __init__(self, receiver: Receiver, store: Store) -> None:
        self._receiver = receiver
        self._store = store

    async def create(self, request: web.Request) -> web.Response:
        """POST /sms/2010-04-01/Accounts/{account}/Messages.json: a text, as if it had been sent."""
        form, account = await edge.read_form(request), request.match_info["account"]
        try:
            to, text = _checked(form.get("To", ""), form.get("Body", ""))
        except _Wrong as wrong:
            return wrong.answer()
        sender = form.get("From") or form.get("MessagingServiceSid") or SENDER
        delivery = Delivery("sms", sender.replace("\0", ""), to, "", text)
        election = account if account in await self._store.elections() else ""
        kept = await self._receiver.take(delivery, election)
        seen = await self._find(account, kept.id)
        return web.json_response(_told(account, seen), status=201)

    async def fetch(self, request: web.Request) -> web.Response:
        """GET /sms/2010-04-01/Accounts/{account}/Messages/{sid}.json: one text."""
        account, found = request.match_info["account"], _SID.fullmatch(request.match_info["sid"])
        try:
            if found is None:
                raise UnknownMessage
            seen = await self._find(account, found[1])
        except UnknownMessage:
            return _Wrong(20404, "The requested resource was not found", 404).answer()
        return web.json_response(_told(account, seen))

    async def list(self, request: web.Request) -> web.Response:
        """GET /sms/2010-04-01/Accounts/{account}/Messages.json: its texts, newest first."""
        account, query = request.match_info["account"], edge.read_query(request)
        size = min(_number(query.get("PageSize"), 50) or 1, 1000)
        page = min(_number(query.get("Page"), 0), PAGES_MOST)
        search = Search(channel="sms", to=query.get("To", ""), sender=query.get("From", ""))
        box = account if account in await self._store.elections() else UNCLAIMED
        start = page * size
        found = await boxes.find(self._store, box, search, start + size + 1)
        shown = found[start : start + size]
        pages = _Pages(account, query, size)
        told = {
            "messages": [_told(account, seen) for seen in shown],
            "page": page,
            "page_size": size,
            "start": start,
            "end": start + max(len(shown) - 1, 0),
            "uri": pages.uri(page),
            "first_page_uri": pages.uri(0),
            "next_page_uri": pages.uri(page + 1) if len(found) > start + size else None,
            "previous_page_uri": pages.uri(page - 1) if page else None,
        }
        return web.json_response(told)

    async def _find(self, account: str, message_id: str) -> Seen:
        """Return a message of an account. Refuses: UnknownMessage."""
        if account in await self._store.elections():
            return await boxes.one(self._store, account, message_id)
        return await boxes.one_anywhere(self._store, message_id)


def _number(given: str | None, default: int) -> int:
    return int(given) if given is not None and given.isdecimal() and len(given) < 6 else default


def _checked(to: str, text: str) -> tuple[str, str]:
    if not to:
        raise _Wrong(21604, "A 'To' phone number is required.")
    if not _ADDRESS.fullmatch(to):
        raise _Wrong(21211, f"The 'To' number {to[:40]} is not a valid phone number.")
    if not text:
        raise _Wrong(21602, "Message body is required.")
    if len(text) > TEXT_MOST or "\0" in text:
        raise _Wrong(21617, f"The message body exceeds the {TEXT_MOST} character limit.")
    return to, text


def _told(account: str, seen: Seen) -> dict[str, Any]:
    message = seen.message
    sid, at = f"SM{message.id}00000000", format_datetime(utc(message.at))
    uri = f"/2010-04-01/Accounts/{quote(account)}/Messages/{sid}"
    return {
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": message.text,
        "date_created": at,
        "date_sent": at,
        "date_updated": at,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(message.text)),
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "delivered",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }
