"""How many segments a text message takes: GSM 03.38, its basic alphabet and extension."""

from math import ceil

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # each takes two units


def units(text: str) -> int | None:
    """Return how many units of seven bits a text takes; None when it needs another alphabet."""
    if not all(char in _BASIC or char in _EXTENSION for char in text):
        return None
    return len(text) + sum(char in _EXTENSION for char in text)


def segments(text: str) -> int:
    """Return how many text messages a text takes; at least one."""
    taken, alone, joined = units(text), 160, 153
    if taken is None:
        taken, alone, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if taken <= alone else ceil(taken / joined)
