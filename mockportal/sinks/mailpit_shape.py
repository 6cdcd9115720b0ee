"""Our messages in the words of Mailpit's API v1."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from mockportal.domain.instants import paris
from mockportal.sinks.as_stored import as_it_came
from mockportal.sinks.reading import Attachment
from mockportal.usecases.messages import Seen

Told = dict[str, Any]
SNIPPET = 250


def info(total: int) -> Told:
    """Return what a client asks first."""
    return {
        "Version": "mockportal",
        "LatestVersion": "mockportal",
        "Database": "mockportal",
        "DatabaseSize": 0,
        "Messages": total,
        "Unread": total,
        "Tags": {},
        "RuntimeStats": {},
    }


def page(listed: Sequence[Told], start: int, total: int, matching: int) -> Told:
    """Return a page of a list."""
    return {
        "total": total,
        "unread": total,
        "count": len(listed),
        "messages_count": matching,
        "messages_unread": matching,
        "start": start,
        "tags": [],
        "messages": listed,
    }


def summary(seen: Seen, attachments: Sequence[Attachment]) -> Told:
    """Return a message in a list."""
    return {
        **_head(seen),
        "Created": _at(seen),
        "Attachments": len(attachments),
        "Snippet": " ".join(seen.message.text.split())[:SNIPPET],
    }


def whole(seen: Seen, attachments: Sequence[Attachment]) -> Told:
    """Return a message in full."""
    return {
        **_head(seen),
        "ReturnPath": parseaddr(seen.message.sender)[1],
        "ListUnsubscribe": {"Header": "", "Links": [], "Errors": "", "HeaderPost": ""},
        "Date": _at(seen),
        "Text": seen.message.text,
        "HTML": seen.message.html,
        "Inline": [],
        "Attachments": [_attachment(one) for one in attachments],
    }


def printable(text: str) -> str:
    """Return a text that JSON can hold."""
    return text.encode("utf-8", "replace").decode()


def _head(seen: Seen) -> Told:
    message = seen.message
    return {
        "ID": message.id,
        "MessageID": message.id,
        "Read": False,
        "From": _address(message.sender),
        "To": [_address(message.to)],
        "Cc": [],
        "Bcc": [],
        "ReplyTo": [],
        "Subject": message.subject,
        "Username": "",
        "Tags": [],
        "Size": len(as_it_came(seen.stored)),
    }


def _address(written: str) -> Told:
    name, address = parseaddr(written)
    return {"Name": name, "Address": address or written}


def _attachment(one: Attachment) -> Told:
    return {
        "PartID": str(one.number),
        "FileName": one.name,
        "ContentType": "application/octet-stream",
        "ContentID": "",
        "Size": len(one.body),
    }


def _at(seen: Seen) -> str:
    return paris(seen.message.at).isoformat()
