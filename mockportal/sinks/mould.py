"""The one form of the portal's own mails: made fast, and read fast when it is exactly that."""

import re
from functools import lru_cache

from mockportal.sinks.reading import Mail, decoded_header

_HEAD = re.compile(
    rb"From: (?P<sender>[^\r\n]*)\r\nTo: [^\r\n]*\r\n"
    rb"Subject: (?P<subject>[^\r\n]*(?:\r\n [^\r\n]*)*)\r\nDate: [^\r\n]*\r\n"
    rb"Message-ID: (?P<identity><(?P<id>[0-9a-f]{24})@[a-z0-9-]{1,32}\.mockportal\.example>)\r\n"
    rb"X-Simulation: mockportal\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1\.0\r\n"
    rb"Content-Type: multipart/alternative; boundary=\"=_(?P=id)\""
)
_PART = b'\r\nContent-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
_PLAIN, _HTML = _PART % b"plain", _PART % b"html"
_HEAD_ONLY = "\x02"


def cast(head: bytes, letter_id: bytes, text: bytes, html: bytes) -> bytes:
    """Return a whole mail; no line of its parts can be its boundary, drawn with the id."""
    edge = b"\r\n--=_" + letter_id
    return b"".join(
        (head, b"\r\n", edge, _PLAIN, text, edge, _HTML, html, edge, b"--\r\n"),
    )


def read_cast(raw: bytes) -> tuple[Mail, str] | None:
    """Return a mail of this form, with what is to be kept beside its parts; None for any other."""
    head, _, rest = raw.partition(b"\r\n\r\n")
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    edge = b"--=_" + found["id"]
    start = edge + _PLAIN
    text, middle, rest = rest.removeprefix(start).partition(b"\r\n" + edge + _HTML)
    html, end, rest = rest.partition(b"\r\n" + edge + b"--\r\n")
    whole = cast(head, found["id"], text, html) == raw
    if rest or not (middle and end and whole and _has_plain_lines(text) and _has_plain_lines(html)):
        return None
    try:
        mail = Mail(
            subject=_header(found["subject"]),
            sender=_header(found["sender"]),
            message_id=found["identity"].decode(),
            election="",
            text=text.decode().replace("\r\n", "\n"),
            html=html.decode().replace("\r\n", "\n"),
        )
        return mail, _HEAD_ONLY + head.decode()
    except UnicodeDecodeError:
        return None


def recast(kept: str, text: str, html: str) -> bytes | None:
    """Return a mail of this form as it came; None when it was of another."""
    if not kept.startswith(_HEAD_ONLY):
        return None
    head = kept[1:].encode()
    found = _HEAD.fullmatch(head)
    assert found is not None, "only such heads are kept"
    parts = (part.replace("\n", "\r\n").encode() for part in (text, html))
    return cast(head, found["id"], *parts)


def _has_plain_lines(text: bytes) -> bool:
    """Tell whether every line ends as SMTP wants it, so that nothing is lost in storage."""
    ends = text.count(b"\r\n")
    return ends == text.count(b"\n") == text.count(b"\r") and b"\0" not in text


@lru_cache(maxsize=256)
def _header(written: bytes) -> str:
    return decoded_header(written.decode("ascii", "replace"))
