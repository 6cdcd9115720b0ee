"""Reading a mail that anybody may have written: whatever it is, there is something to show."""

import binascii
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

PARTS_MOST = 200

_FOLD = re.compile(r"\r?\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail to be kept rather than shown, under a name of our own."""

    number: int
    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is shown."""

    subject: str
    sender: str
    message_id: str
    election: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def read_mail(raw: bytes) -> Mail:
    """Return what a mail says; one that cannot be read is shown as it came."""
    try:
        return _read(message_from_bytes(raw, policy=compat32))
    except (MessageError, RecursionError, ValueError, LookupError):
        return Mail("", "", "", "", _decoded(raw, "utf-8"), "")


def _read(message: "Message[str, str]") -> Mail:
    text, html = list[str](), list[str]()
    attachments = list[Attachment]()
    for number, part in enumerate(message.walk()):
        if number >= PARTS_MOST:
            break
        if part.is_multipart():
            continue
        body, kind = _body(part), part.get_content_type()
        if part.get_content_disposition() != "attachment" and kind == "text/plain":
            text.append(_text(part, body))
        elif part.get_content_disposition() != "attachment" and kind == "text/html":
            html.append(_text(part, body))
        else:
            attachments.append(Attachment(number, f"piece-{number}.bin", body))
    return Mail(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        message_id=_header(message, "Message-ID").strip(),
        election=_header(message, "X-Mockportal-Election").strip(),
        text="\n".join(text),
        html="\n".join(html),
        attachments=tuple(attachments),
    )


def _header(message: "Message[str, str]", name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    return decoded_header(str(value))


def decoded_header(written: str) -> str:
    """Return a header on one line, decoded as far as it can be."""
    unfolded = _FOLD.sub("", written)  # the library drops the space of a fold after a coded word
    try:
        decoded = str(make_header(decode_header(unfolded)))
    except (MessageError, ValueError, LookupError):
        decoded = written
    clean = decoded.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return " ".join(clean.split())[:1000]


def _body(part: "Message[str, str]") -> bytes:
    try:
        body = part.get_payload(decode=True)
    except (binascii.Error, ValueError):
        body = None
    return body if isinstance(body, bytes) else b""


def _text(part: "Message[str, str]", body: bytes) -> str:
    return _decoded(body, part.get_content_charset() or "utf-8")


def _decoded(body: bytes, charset: str) -> str:
    try:
        text = body.decode(charset, "replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
