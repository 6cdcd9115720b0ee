"""A letter of the portal as a mail: text and HTML, every header built by the standard library.

Headers are built once for each subject, with marks where a letter puts what is its own; what it
puts there cannot hold a line end (checked), and its boundary is as random as its id.
"""

import re
import secrets
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from html import escape

from mockportal.domain.instants import SECOND, Millis, paris
from mockportal.sinks.mould import cast
from mockportal.usecases.letters import SENDER
from mockportal.usecases.message_records import Outgoing

FROM = "elections@portail.example"
"""The sender's address, as it stands in the envelope too."""

LINE_MOST = 990  # bytes; what has longer lines is written in quoted-printable

_RECIPIENT = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,240}\.(?:example|test)")
_LINK = re.compile(r"https?://[^\s<>\"']+")
_LINE_END = re.compile(r"\r\n?|\n")
_MARK = secrets.token_hex(8)
_TO, _ID, _BOUNDARY = f"to@{_MARK}.example", f"<id@{_MARK}.example>", f"=_{_MARK}"
_SPLIT = re.compile("|".join(map(re.escape, (_TO, _ID, _BOUNDARY))).encode())
_HTML = """\
<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin:0;background:#f6f4ee;color:#1b2931;font:16px/1.6 system-ui,sans-serif">
<p style="margin:0;padding:8px;background:#ffd166;color:#2b1d00;text-align:center">
<b>SIMULATION – aucun vote réel</b></p>
<div style="max-width:600px;margin:0 auto;padding:24px">
{body}
</div></body></html>""".replace("\n", "\r\n")


class Unwritable(Exception):
    """The letter cannot become a mail: its recipient is no address of fiction."""


def with_base(text: str, base: str) -> str:
    """Return a letter's text with the portal's public address in it."""
    return text.replace("{base}", base)


def write_mail(letter: Outgoing, election: str, base: str) -> bytes:
    """Return a letter as a mail, ready for SMTP. Refuses: Unwritable."""
    if not _RECIPIENT.fullmatch(letter.recipient):
        raise Unwritable
    text = _LINE_END.sub("\r\n", with_base(letter.text, base).strip()).encode()
    html = as_html(letter.subject, text.decode()).encode()
    if _longest_line(text) > LINE_MOST or _longest_line(html) > LINE_MOST:
        return _encoded(letter, election, text.decode())
    letter_id = letter.id.encode()
    before_to, before_id, before_boundary, end = _mould(letter.subject, letter.made_at // SECOND)
    head = (
        before_to,
        letter.recipient.encode(),
        before_id,
        message_id(letter.id, election).encode(),
        before_boundary,
        b"=_" + letter_id,
        end,
    )
    return cast(b"".join(head), letter_id, text, html)


def message_id(letter_id: str, election: str) -> str:
    """Return the Message-ID of a letter: the same however often it is sent."""
    return f"<{letter_id}@{election}.mockportal.example>"


def as_html(title: str, text: str) -> str:
    """Return a text as a page: escaped, in paragraphs, its addresses as links."""
    body = _linked(text).replace("\r\n\r\n", "</p>\r\n<p>").replace("\r\n", "<br>\r\n")
    body = body.replace("</p><br>", "</p>")
    return _HTML.format(title=escape(title), body=f"<p>{body}</p>")


def _linked(text: str) -> str:
    """Escape a text and make its addresses links."""
    pieces, end = list[str](), 0
    for found in _LINK.finditer(text):
        address = escape(found[0])
        pieces += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces)


def _longest_line(text: bytes) -> int:
    return max(map(len, text.split(b"\r\n")))


@lru_cache(maxsize=256)
def _mould(subject: str, second: Millis) -> list[bytes]:
    """Return the head of a mail, cut where a letter puts what is its own."""
    message = _headed(subject, second, _TO, _ID)
    message.make_alternative()
    message.set_boundary(_BOUNDARY)
    head, _, _ = message.as_bytes().partition(b"\r\n\r\n")
    return _SPLIT.split(head)


def _encoded(letter: Outgoing, election: str, text: str) -> bytes:
    """Return a mail with lines that SMTP would not take as they are."""
    identity = message_id(letter.id, election)
    message = _headed(letter.subject, letter.made_at // SECOND, letter.recipient, identity)
    message.set_content(text, cte="quoted-printable")
    page = as_html(letter.subject, text)
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _headed(subject: str, second: Millis, to: str, identity: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER, addr_spec=FROM)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(paris(second * SECOND))
    message["Message-ID"] = identity
    message["X-Simulation"] = "mockportal"
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    return message
