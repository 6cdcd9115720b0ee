"""What every request must be before anyone looks at it: read from its head, never from its body."""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from aiohttp import HttpVersion10, HttpVersion11, hdrs, web

from mockportal.domain.refusals import UnknownPage, Unreadable
from mockportal.edge.bodies import media_type
from mockportal.edge.forms import has_broken_escape, parse_form
from mockportal.edge.refusals import Host, Media, TooLarge, Version, WrongMethod

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names of this machine."""

_VERSIONS = (HttpVersion11, HttpVersion10)
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


def check(request: web.BaseRequest, hosts: frozenset[str], body_bytes: int) -> None:
    """Let a sound request pass; about one microsecond.

    Refuses: Version, Host, WrongMethod (CONNECT), Unreadable, UnknownPage (a path that climbs),
    Media, TooLarge.
    """
    if request.version not in _VERSIONS:
        raise Version
    host = request.headers.get(hdrs.HOST)
    if host is None:
        raise Unreadable
    for _, value in request.raw_headers:
        if not value.isascii():
            _check_utf8(value)
    if request.method == hdrs.METH_CONNECT:
        raise WrongMethod((hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_POST))
    target = request.raw_path
    if _name(host) not in hosts or not target.startswith("/"):
        raise Host
    if not _is_plain(target):
        _check_target(target)
    if request.body_exists:
        _check_body(request, body_bytes)


@lru_cache(maxsize=256)
def _name(host: str) -> str | None:
    """Return the name in a Host field, without its port."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else None


def _is_plain(target: str) -> bool:
    return (
        "%" not in target
        and "/." not in target
        and "?" not in target
        and "#" not in target
        and "\\" not in target
        and target.isascii()
    )


def _check_utf8(text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError:
        raise Unreadable from None


def _check_target(target: str) -> None:
    path, _, query = target.partition("?")
    if "#" in target or not target.isascii() or has_broken_escape(path):
        raise Unreadable
    parse_form(query.encode())
    raw = unquote_to_bytes(path)
    if _CONTROL.search(raw):
        raise Unreadable
    _check_utf8(raw)
    segments = raw.split(b"/")
    if b"\\" in raw or len(segments) != path.count("/") + 1:
        raise UnknownPage
    if b"." in segments or b".." in segments:
        raise UnknownPage


def _check_body(request: web.BaseRequest, body_bytes: int) -> None:
    if hdrs.CONTENT_ENCODING in request.headers:
        raise Media
    media_type(request)
    if request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
        raise Unreadable
    if (request.content_length or 0) > body_bytes:
        raise TooLarge
