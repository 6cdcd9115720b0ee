"""The inbox page: phones and mailboxes of an election, as they fill."""

import asyncio
from contextlib import suppress

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import UnknownPage
from mockportal.sinks import inbox_pages as pages
from mockportal.sinks.as_stored import as_it_came
from mockportal.sinks.mailpit import attachments, download
from mockportal.sinks.receiving import Receiver
from mockportal.sinks.shutting_in import shut_in_answer
from mockportal.storage import boxes
from mockportal.storage.boxes import UNCLAIMED
from mockportal.storage.store import UnknownElection
from mockportal.usecases import messages
from mockportal.usecases.message_records import MessageRecords
from mockportal.usecases.messages import Seen, UnknownMessage

LISTED, LISTED_MOST, SPOKEN = 60, 960, 40
LOOK_SECONDS, HEARTBEAT_SECONDS = 0.5, 10.0
CHANNELS = ("mail", "sms")
NO_ELECTION = "Sans destinataire connu"
VIEWS = ("texte", "html", "source")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Inbox:
    """Handlers of the inbox."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._store = receiver.store

    async def list_boxes(self, request: web.Request) -> web.Response:
        """GET /inbox: the boxes, one for each election."""
        sizes = await boxes.sizes(self._store)
        titles = dict(await self._store.ask_each(_titled))
        listed = [(name, title, sizes.get(name, 0)) for name, title in titles.items()]
        return _page(pages.shelf([*listed, (UNCLAIMED, NO_ELECTION, sizes[UNCLAIMED])]))

    async def show(self, request: web.Request) -> web.Response:
        """GET /inbox/{box}: what came, and one message of it."""
        box, query = request.match_info["box"], edge.read_query(request)
        channel = query.get("canal", "") if query.get("canal") in CHANNELS else ""
        number = min(_number(query.get("nombre"), LISTED), LISTED_MOST)
        words, message_id = query.get("q", "")[:200].replace("\0", ""), query.get("message", "")
        try:
            title = await self._title(box)
            found = await boxes.look_for(
                self._store, box, words=words, channel=channel, limit=number + 1
            )
            opened = await boxes.one(self._store, box, message_id) if message_id else None
            spoken = await self._spoken(box, opened)
        except (UnknownElection, UnknownMessage):
            raise UnknownPage from None
        view = query.get("vue", "texte") if query.get("vue") in VIEWS else "texte"
        asked = pages.Asked(box, title, words, channel, number, LISTED_MOST, view)
        return _page(pages.inbox(asked, found, opened, spoken))

    async def show_html(self, request: web.Request) -> web.Response:
        """GET /inbox/{box}/{id}/html: the page a mail holds, shut in."""
        seen = await self._one(request)
        return shut_in_answer(seen.message.html)

    async def show_source(self, request: web.Request) -> web.Response:
        """GET /inbox/{box}/{id}/source: the mail as it came."""
        seen = await self._one(request)
        headers = {hdrs.CONTENT_TYPE: "text/plain; charset=utf-8"}
        return web.Response(body=as_it_came(seen.stored), headers=headers)

    async def give_part(self, request: web.Request) -> web.Response:
        """GET /inbox/{box}/{id}/pieces/{part}: an attachment, to be kept as a file."""
        for one in attachments(await self._one(request)):
            if str(one.number) == request.match_info["part"]:
                return download(one)
        raise UnknownPage

    async def give_asset(self, request: web.Request) -> web.Response:
        """GET /inbox/static/{file}: styles and scripts."""
        asset = pages.assets().served.get(request.match_info["file"])
        if asset is None:
            raise UnknownPage
        forever = "public, max-age=31536000, immutable"
        headers = {hdrs.CACHE_CONTROL: forever, hdrs.CONTENT_TYPE: asset.media_type}
        return web.Response(body=asset.body, headers=headers)

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """GET /inbox/{box}/nouvelles: an event whenever something came."""
        box = request.match_info["box"]
        try:
            last = await boxes.ask(self._store, box, messages.last)
        except UnknownElection:
            raise UnknownPage from None
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
        await response.prepare(request)
        task = asyncio.current_task()
        assert task is not None
        self._receiver.followers.add(task)
        try:
            with suppress(UnknownElection, ConnectionResetError):
                await self._tell(request, response, box, last)
        finally:
            self._receiver.followers.discard(task)
        return response

    async def _tell(
        self, request: web.Request, response: web.StreamResponse, box: str, told: int
    ) -> None:
        loop = asyncio.get_running_loop()
        spoke = loop.time()
        with self._store.arrived.listen(box) as ear:
            while request.transport is not None and not request.transport.is_closing():
                await ear.hear(LOOK_SECONDS)
                last = await boxes.ask(self._store, box, messages.last)
                if last != told:
                    await response.write(f"data: {last - told}\n\n".encode())
                elif loop.time() - spoke >= HEARTBEAT_SECONDS:
                    await response.write(b": rien de neuf\n\n")
                else:
                    continue
                told, spoke = last, loop.time()

    async def _one(self, request: web.Request) -> Seen:
        try:
            return await boxes.one(self._store, request.match_info["box"], request.match_info["id"])
        except (UnknownElection, UnknownMessage):
            raise UnknownPage from None

    async def _spoken(self, box: str, opened: Seen | None) -> list[Seen]:
        if opened is None or opened.message.channel != "sms":
            return []
        return await boxes.conversation(self._store, box, opened, SPOKEN)

    async def _title(self, box: str) -> str:
        return NO_ELECTION if box == UNCLAIMED else (await self._store.ask(box, _titled))[1]


def _titled(tx: MessageRecords, now: Millis) -> tuple[str, str]:
    """Return the name of an election and its title."""
    return tx.world.name, tx.world.election.title


def _page(body: str) -> web.Response:
    response = web.Response(text=body, content_type="text/html")
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


def _number(given: str | None, default: int) -> int:
    return int(given) if given is not None and given.isdecimal() and len(given) < 5 else default
