"""What an account is called at each provider, and the shape it must have: FRANCECONNECT §12."""

import re
from collections.abc import Callable
from enum import StrEnum


class Shape(StrEnum):
    """What a provider asks for."""

    FISCAL = "fiscal"
    SOCIAL = "social"
    MAIL = "mail"
    MOBILE = "mobile"
    NONE = "none"


_MARKS = re.compile(r"[\s.\u00a0\u202f]")
_FISCAL = re.compile(r"[0-9]{13}")
_SOCIAL = re.compile(
    r"([1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-3][0-9]|4[0-2]|[5-9][0-9])"
    r"(?:[0-9]{2}|2[AB])[0-9]{6})([0-9]{2})?"
)
_MOBILE = re.compile(r"(?:0|\+33)([67][0-9]{8})")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


def canonical(typed: str, shape: Shape, *, check: bool = True) -> str | None:
    """Return an identifier as accounts write it; None when its shape is impossible.

    Blanks and dots are ignored, except in a mail address. Without ``check`` a bad shape is
    returned as typed: it will simply be unknown.
    """
    text = typed.strip() if shape is Shape.MAIL else _MARKS.sub("", typed)
    found = _READERS[shape](text) if text.isascii() else None
    return found if found is not None or check else text


def _fiscal(text: str) -> str | None:
    return text if _FISCAL.fullmatch(text) else None


def _social(text: str) -> str | None:
    """Return the 13 characters of a social-security number, its key checked when given."""
    found = _SOCIAL.fullmatch(text.upper())
    if found is None:
        return None
    number, key = found.groups()
    return number if key is None or int(key) == social_key(number) else None


def social_key(number: str) -> int:
    """Return the key of a 13-character social-security number; 2A counts 19, 2B 18."""
    digits = number[:5] + number[5:7].replace("2A", "19").replace("2B", "18") + number[7:]
    return 97 - int(digits) % 97


def _mail(text: str) -> str | None:
    return text.lower() if _MAIL.fullmatch(text) else None


def _mobile(text: str) -> str | None:
    found = _MOBILE.fullmatch(text)
    return f"0{found[1]}" if found else None


def _any(text: str) -> str | None:
    return text if text.isprintable() and text else None


_READERS: dict[Shape, Callable[[str], str | None]] = {
    Shape.FISCAL: _fiscal,
    Shape.SOCIAL: _social,
    Shape.MAIL: _mail,
    Shape.MOBILE: _mobile,
    Shape.NONE: _any,
}
