"""Reading the body of a request: one type, one limit, one deadline."""

import asyncio
from collections.abc import Mapping

from aiohttp import StreamReader, hdrs, web

from mockportal.domain.refusals import Unreadable
from mockportal.edge.forms import parse_form
from mockportal.edge.jsontext import Json, parse_json
from mockportal.edge.limits import Limits
from mockportal.edge.refusals import Media, Slow, TooLarge

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"

_TYPES = {
    spelling: media
    for media in (FORM_TYPE, JSON_TYPE)
    for spelling in (media, f"{media};charset=utf-8")
}
_FORM: web.RequestKey[Mapping[str, str]] = web.RequestKey("form", Mapping)
_DEFAULT = Limits()


def media_type(request: web.BaseRequest) -> str:
    """Return the type of the body, form or JSON. Refuses: Media for any other and not UTF-8."""
    given = request.headers.get(hdrs.CONTENT_TYPE, "")
    known = _TYPES.get(given) or _TYPES.get(given.lower().replace(" ", "").replace('"', ""))
    if known is None:
        raise Media
    return known


def read_query(request: web.BaseRequest) -> Mapping[str, str]:
    """Return the parameters of the address. Refuses: Unreadable, as for a form."""
    return parse_form(request.raw_path.partition("?")[2].encode())


async def read_form(request: web.BaseRequest) -> Mapping[str, str]:
    """Return the fields of the form sent, the same ones when asked again.

    NUL is left to the field it stands in. Refuses: Media; TooLarge; Slow; Unreadable for more
    than 100 fields, one given twice or also in the address, and for what is not UTF-8.
    """
    try:
        return request[_FORM]
    except KeyError:
        pass
    if request.body_exists and media_type(request) != FORM_TYPE:
        raise Media
    fields = parse_form(await read_body(request))
    if "?" in request.raw_path and not fields.keys().isdisjoint(read_query(request)):
        raise Unreadable
    request[_FORM] = fields
    return fields


async def read_json(request: web.BaseRequest) -> Json:
    """Return the JSON value sent. Refuses: Media; TooLarge; Slow; Unreadable, see parse_json."""
    if request.body_exists and media_type(request) != JSON_TYPE:
        raise Media
    return parse_json(await read_body(request))


async def read_body(request: web.BaseRequest) -> bytes:
    """Return the whole body, within the limits of the listener. Refuses: TooLarge, Slow."""
    limits: Limits = getattr(request.protocol, "limits", _DEFAULT)
    content = request.content
    if content.total_bytes > limits.body_bytes:
        raise TooLarge
    try:
        if content.is_eof():  # nearly always: it came with the headers
            return content.read_nowait()
        async with asyncio.timeout(limits.body_seconds):
            return await _arriving(content, limits.body_bytes)
    except TimeoutError:
        raise Slow from None
    except web.RequestPayloadError:
        raise Unreadable from None


async def _arriving(content: StreamReader, most: int) -> bytes:
    body = bytearray()
    while piece := await content.readany():
        body += piece
        if len(body) > most:
            raise TooLarge
    return bytes(body)
