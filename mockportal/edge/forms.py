"""Strict reading of forms and query strings: one meaning, or none."""

import re
from urllib.parse import unquote_to_bytes

from mockportal.domain.refusals import Unreadable

FIELDS = 100
"""How many fields a form may have."""

_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def parse_form(encoded: bytes) -> dict[str, str]:
    """Return the fields of an ``application/x-www-form-urlencoded`` text.

    Refuses: Unreadable for more than 100 fields, a field twice, a broken escape, and for what is
    not UTF-8 (overlong forms and surrogates included). NUL is left to the field it stands in.
    """
    if not encoded:
        return {}
    pairs = encoded.count(b"&") + 1
    if pairs > FIELDS:
        raise Unreadable
    try:
        text = encoded.decode()
        fields = _escaped(text) if "%" in text else _plain(text)
    except UnicodeDecodeError:
        raise Unreadable from None
    if len(fields) != pairs:
        raise Unreadable
    return fields


def has_broken_escape(text: str) -> bool:
    """Tell whether a ``%`` is not followed by two hexadecimal digits."""
    return _BROKEN_ESCAPE.search(text) is not None


def _plain(text: str) -> dict[str, str]:
    fields = {}
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        fields[name] = value
    return fields


def _escaped(text: str) -> dict[str, str]:
    if has_broken_escape(text):
        raise Unreadable
    fields = {}
    for pair in text.replace("+", " ").split("&"):
        name, _, value = pair.partition("=")
        if "%" in value:
            value = unquote_to_bytes(value).decode()
        if "%" in name:
            name = unquote_to_bytes(name).decode()
        fields[name] = value
    return fields
