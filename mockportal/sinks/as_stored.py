"""A mail as the store has it, and back: exactly as it came."""

import base64

from mockportal.sinks.mould import recast
from mockportal.usecases.message_records import Arrived


def storable(raw: bytes) -> str:
    """Return a mail as text: as it is, or in base64 when it is no text; see ``as_it_came``."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = "\0"
    return text if "\0" not in text else "\x01" + base64.b64encode(raw).decode()


def as_it_came(message: Arrived) -> bytes:
    """Return a stored mail as it came."""
    raw = message.raw
    whole = recast(raw, message.text, message.html)
    if whole is not None:
        return whole
    return base64.b64decode(raw[1:]) if raw.startswith("\x01") else raw.encode()
