"""A letter of the portal as a mail: text and HTML, every header built by the standard library."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from html import escape

from mockportal.domain.instants import SECOND, Millis, paris
from mockportal.usecases.letters import SENDER
from mockportal.usecases.message_records import Outgoing

FROM = "elections@portail.example"
"""The sender's address, as it stands in the envelope too."""

LINE_MOST = 900  # bytes; longer lines are folded by the encoding of the standard library

_RECIPIENT = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,240}\.(?:example|test)")
_LINK = re.compile(r"https?://[^\s<>\"']+")
_HTML = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin:0;background:#f6f4ee;color:#1b2931;font:16px/1.6 system-ui,sans-serif">
<p style="margin:0;padding:8px;background:#ffd166;color:#2b1d00;text-align:center">
<b>SIMULATION – aucun vote réel</b></p>
<div style="max-width:600px;margin:0 auto;padding:24px">
{body}
</div></body></html>
"""


class Unwritable(Exception):
    """The letter cannot become a mail: its recipient is no address of fiction."""


def with_base(text: str, base: str) -> str:
    """Return a letter's text with the portal's public address in it."""
    return text.replace("{base}", base)


def write_mail(letter: Outgoing, election: str, base: str) -> bytes:
    """Return a letter as a mail, ready for SMTP. Refuses: Unwritable."""
    check_recipient(letter.recipient)
    text = with_base(letter.text, base)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER, addr_spec=FROM)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = _date(letter.made_at // SECOND)
    message["Message-ID"] = message_id(letter.id, election)
    message["X-Simulation"] = "mockportal"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="8bit" if _short_lines(text) else "quoted-printable")
    page = as_html(letter.subject, text)
    message.add_alternative(
        page, subtype="html", cte="8bit" if _short_lines(page) else "quoted-printable"
    )
    return message.as_bytes()


def check_recipient(recipient: str) -> None:
    """Let an address of fiction pass. Refuses: Unwritable."""
    if not _RECIPIENT.fullmatch(recipient):
        raise Unwritable


def message_id(letter_id: str, election: str) -> str:
    """Return the Message-ID of a letter: the same however often it is sent."""
    return f"<{letter_id}@{election}.mockportal.example>"


def as_html(title: str, text: str) -> str:
    """Return a text as a page: escaped, in paragraphs, its addresses as links."""
    paragraphs = text.strip().split("\n\n")
    body = "\n".join(f"<p>{_linked(one)}</p>" for one in paragraphs)
    return _HTML.format(title=escape(title), body=body)


def _linked(text: str) -> str:
    """Escape a text and make its addresses links."""
    pieces, end = list[str](), 0
    for found in _LINK.finditer(text):
        address = escape(found[0])
        pieces += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces).replace("\n", "<br>\n")


def _short_lines(text: str) -> bool:
    return all(
        len(line) * 4 < LINE_MOST or len(line.encode()) < LINE_MOST for line in text.split("\n")
    )


@lru_cache(maxsize=16)
def _date(second: Millis) -> str:
    return format_datetime(paris(second * SECOND))
