"""Reading mails in Mailpit's REST shape (axllent/mailpit, API v1), for clients that know it.

``/mailpit/api/v1/…`` shows the mails of all elections and the unclaimed ones;
``/mailpit/{election}/api/v1/…`` those of one box.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.policy import compat32

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain.refusals import UnknownPage, Unreadable
from mockportal.sinks import mailpit_shape as shape
from mockportal.sinks.as_stored import as_it_came
from mockportal.sinks.mailpit_send import read_sent
from mockportal.sinks.mails import take_mail
from mockportal.sinks.reading import Attachment, read_mail
from mockportal.sinks.receiving import Receiver
from mockportal.sinks.shutting_in import shut_in_answer
from mockportal.storage import boxes
from mockportal.storage.boxes import UNCLAIMED
from mockportal.storage.store import UnknownElection
from mockportal.usecases import messages
from mockportal.usecases.message_records import Search
from mockportal.usecases.messages import Seen, UnknownMessage

MOST = 1000  # messages in an answer
WORDS_MOST = 3  # in a query
_TERM = re.compile(r'(?:(to|from|subject|message-id):)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_FIELDS = {"to": "to", "from": "sender", "subject": "subject"}


class Mailpit:
    """Mailpit's calls on our boxes."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver, self._store = receiver, receiver.store

    async def tell_info(self, request: web.Request) -> web.Response:
        """GET /info: how many mails there are."""
        return web.json_response(shape.info(await self._count(await self._box(request), _MAILS)))

    async def list_messages(self, request: web.Request) -> web.Response:
        """GET /messages: mails, the newest first."""
        return await self._listed(request, _MAILS)

    async def search(self, request: web.Request) -> web.Response:
        """GET /search: mails that fit a search."""
        return await self._listed(request, _search(edge.read_query(request).get("query", "")))

    async def give_message(self, request: web.Request) -> web.Response:
        """GET /message/{id}: one mail."""
        seen = await self._one(request)
        return web.json_response(shape.whole(seen, attachments(seen)))

    async def give_headers(self, request: web.Request) -> web.Response:
        """GET /message/{id}/headers: its headers."""
        seen = await self._one(request)
        mail = message_from_bytes(as_it_came(seen.stored), policy=compat32)
        found: dict[str, list[str]] = {}
        for name, value in mail.items():
            found.setdefault(name, []).append(shape.printable(str(value)))
        return web.json_response(found)

    async def give_raw(self, request: web.Request) -> web.Response:
        """GET /message/{id}/raw: the mail as it came."""
        seen = await self._one(request)
        headers = {hdrs.CONTENT_TYPE: "text/plain; charset=utf-8"}
        return web.Response(body=as_it_came(seen.stored), headers=headers)

    async def give_part(self, request: web.Request) -> web.Response:
        """GET /message/{id}/part/{part}: an attachment."""
        seen = await self._one(request)
        for one in attachments(seen):
            if str(one.number) == request.match_info["part"]:
                return download(one)
        raise UnknownPage

    async def show_text(self, request: web.Request) -> web.Response:
        """GET /view/{id}.txt: its text."""
        seen = await self._one(request)
        return web.Response(text=seen.message.text, content_type="text/plain")

    async def show_html(self, request: web.Request) -> web.Response:
        """GET /view/{id}.html: the page a mail holds, shut in."""
        seen = await self._one(request)
        return shut_in_answer(seen.message.html)

    async def send(self, request: web.Request) -> web.Response:
        """POST /send: a mail, as if it had come over SMTP."""
        box = await self._box(request) or ""
        sent = read_sent(await edge.read_json(request))
        raw = await asyncio.to_thread(sent.as_mail)
        kept = await take_mail(self._receiver, raw, sent.sender.email, sent.recipients, box)
        return web.json_response({"ID": kept[0].id})

    async def delete_messages(self, request: web.Request) -> web.Response:
        """DELETE /messages: those named, or all when none is."""
        body = await edge.read_json(request) if request.body_exists else {}
        ids = body.get("IDs") if isinstance(body, dict) else None
        if ids is not None and not (isinstance(ids, list) and len(ids) <= MOST):
            raise Unreadable
        named = [one for one in ids or () if isinstance(one, str)]
        if len(named) != len(ids or ()):
            raise Unreadable
        for box in await self._boxes(request):
            await self._remove(box, named)
        return web.Response(text="ok")

    async def delete_found(self, request: web.Request) -> web.Response:
        """DELETE /search: the mails that fit a search."""
        search = _search(edge.read_query(request).get("query", ""))
        for box in await self._boxes(request):
            found = await self._found(box, search, MOST)
            if found:
                await self._remove(box, [seen.message.id for seen in found])
        return web.Response(text="ok")

    async def mark(self, request: web.Request) -> web.Response:
        """PUT /messages: nothing is kept of what was read."""
        await edge.read_json(request)
        return web.Response(text="ok")

    async def _listed(self, request: web.Request, search: Search) -> web.Response:
        query = edge.read_query(request)
        start, limit = _number(query.get("start"), 0), min(_number(query.get("limit"), 50), MOST)
        box = await self._box(request)
        found = await self._found(box, search, min(start + limit, 10 * MOST))
        page = [shape.summary(seen, attachments(seen)) for seen in found[start : start + limit]]
        total, matching = await self._count(box, _MAILS), await self._count(box, search)
        return web.json_response(shape.page(page, start, total, matching))

    async def _one(self, request: web.Request) -> Seen:
        box, message_id = await self._box(request), request.match_info["id"]
        try:
            if message_id == "latest":
                return (await self._found(box, _MAILS, 1))[0]
            if box is None:
                return await boxes.one_anywhere(self._store, message_id)
            return await boxes.one(self._store, box, message_id)
        except (IndexError, UnknownMessage, UnknownElection):
            raise UnknownPage from None

    async def _box(self, request: web.Request) -> str | None:
        """Return the box that an address names, None for all of them. Refuses: UnknownPage."""
        box = request.match_info.get("box")
        if box not in {None, UNCLAIMED, *await self._store.elections()}:
            raise UnknownPage
        return box

    async def _boxes(self, request: web.Request) -> Sequence[str]:
        """Return the boxes that an address names, of all of them those that hold something."""
        box = await self._box(request)
        if box is not None:
            return [box]
        return [name for name, size in (await boxes.sizes(self._store)).items() if size]

    async def _found(self, box: str | None, search: Search, limit: int) -> list[Seen]:
        if box is None:
            return await boxes.find_everywhere(self._store, search, limit)
        return await boxes.find(self._store, box, search, limit)

    async def _count(self, box: str | None, search: Search) -> int:
        if box is None:
            return await boxes.count_everywhere(self._store, search)
        return await boxes.ask(self._store, box, messages.count, search=search)

    async def _remove(self, box: str, message_ids: Sequence[str]) -> None:
        await boxes.perform(self._store, box, messages.remove, message_ids=message_ids)


_MAILS = Search(channel="mail")


def _search(query: str) -> Search:
    """Return what a query in Mailpit's words asks for. Refuses: Unreadable."""
    search, words = _MAILS, list[str]()
    for field, quoted, bare in _TERM.findall(query[:500]):
        value = quoted or bare
        match field.lower():
            case "":
                words.append(value)
            case "message-id":
                search = replace(search, message_id=value.strip("<>").partition("@")[0])
            case name:
                search = replace(search, **{_FIELDS[name]: value})
    if len(words) > WORDS_MOST:
        raise Unreadable
    return replace(search, words=tuple(words))


def _number(given: str | None, default: int) -> int:
    return int(given) if given is not None and given.isdecimal() and len(given) < 7 else default


def download(one: Attachment) -> web.Response:
    """Return an attachment: whatever the mail called it, a file to be kept."""
    headers = {
        hdrs.CONTENT_TYPE: "application/octet-stream",
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="{one.name}"',
    }
    return web.Response(body=one.body, headers=headers)


def attachments(seen: Seen) -> tuple[Attachment, ...]:
    """Return what a mail brings to be kept; the portal's own bring nothing."""
    return read_mail(as_it_came(seen.stored)).attachments if seen.stored.raw[:1] != "\x02" else ()
