"""The SMS gateway in a plain JSON of our own: one message, or many to a request."""

from aiohttp import web

from mockportal import edge
from mockportal.domain.refusals import Unreadable
from mockportal.edge import Json
from mockportal.sinks.receiving import Receiver
from mockportal.usecases.delivering import Delivery, Kept

MOST = 100  # messages in a request
TEXT_MOST = 1600  # characters
SENDER = "36105"


class Gateway:
    """What text messages are handed to."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def take(self, request: web.Request) -> web.Response:
        """POST /sms/messages: ``{"to", "text", "from"?, "election"?}`` or ``{"messages": […]}``."""
        body = await edge.read_json(request)
        if not isinstance(body, dict):
            raise Unreadable
        many = body.get("messages")
        if many is None:
            return web.json_response(await self._take(body))
        if not isinstance(many, list) or len(many) > MOST:
            raise Unreadable
        for one in many:
            _checked(one)
        return web.json_response({"messages": [await self._take(one) for one in many]})

    async def _take(self, one: Json) -> dict[str, str]:
        told = _checked(one)
        delivery = Delivery(
            channel="sms",
            sender=told["from"] or SENDER,
            recipient=told["to"],
            subject="",
            text=told["text"],
            letter_id=told["id"],
        )
        kept = await self._receiver.take(delivery, told["election"])
        return _said(told["id"] or kept.id, kept)


def _said(message_id: str, kept: Kept) -> dict[str, str]:
    return {"id": message_id, "status": "kept" if kept.settled else "accepted"}


def _checked(one: Json) -> dict[str, str]:
    """Return the fields of a message. Refuses: Unreadable."""
    if not isinstance(one, dict):
        raise Unreadable
    told = {key: one.get(key, "") for key in ("id", "election", "from", "to", "text")}
    texts = {key: value for key, value in told.items() if isinstance(value, str)}
    if len(texts) < len(told) or not texts["to"] or not texts["text"]:
        raise Unreadable
    if any(len(value) > TEXT_MOST or "\0" in value for value in texts.values()):
        raise Unreadable
    return texts
