"""The SMS gateway: Twilio's form, and a plain JSON of our own."""

from aiohttp import web

from mockportal import edge
from mockportal.domain.refusals import Unreadable
from mockportal.edge import Json
from mockportal.sinks.receiving import Receiver
from mockportal.usecases.delivering import Delivery, Kept

MOST = 100  # messages in a request
TEXT_MOST = 1600  # characters, as Twilio's
SENDER = "36105"


class Gateway:
    """What text messages are handed to."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def take_json(self, request: web.Request) -> web.Response:
        """POST /sms/messages."""
        body = await edge.read_json(request)
        if not isinstance(body, dict):
            raise Unreadable
        many = body.get("messages")
        if many is None:
            return web.json_response(await self._take(body))
        if not isinstance(many, list) or len(many) > MOST:
            raise Unreadable
        return web.json_response({"messages": [await self._take(one) for one in many]})

    async def _take(self, one: Json) -> dict[str, str]:
        if not isinstance(one, dict):
            raise Unreadable
        letter_id, election = _text(one, "id"), _text(one, "election")
        delivery = Delivery(
            "sms", SENDER, _text(one, "to"), "", _text(one, "text"), letter_id=letter_id
        )
        kept = await self._receiver.take(delivery, election)
        return _said(letter_id or kept.id, kept)


def _said(message_id: str, kept: Kept) -> dict[str, str]:
    return {"id": message_id, "status": "kept" if kept.settled else "accepted"}


def _text(one: dict[str, Json], key: str) -> str:
    value = one.get(key, "")
    if not isinstance(value, str) or len(value) > TEXT_MOST or "\0" in value:
        raise Unreadable
    return value
