"""Secrets that are drawn, and their fingerprints: high entropy, hence a plain HMAC."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence


def new_vote_code(length: int, classes: Sequence[str]) -> str:
    """Return a fresh vote code that holds one character of each class at least.

    60 characters and 16 places are about 94 bits (derived from the sample of the tutorial).
    """
    alphabet = "".join(classes)
    while True:
        code = "".join(secrets.choice(alphabet) for _ in range(length))
        if all(any(c in one for c in code) for one in classes):
            return code


def new_token(bits: int = 128) -> str:
    """Return a random URL-safe token: 22 characters for 128 bits."""
    return secrets.token_urlsafe(bits // 8)


def fingerprint(secret: bytes, kind: str, *parts: str) -> str:
    """Return a 128-bit keyed fingerprint of a high-entropy text, 22 characters.

    ``kind`` keeps fingerprints of one purpose apart from those of another.
    """
    digest = _digest(secret, kind, parts)
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def hmac_hex(secret: bytes, kind: str, *parts: str) -> str:
    """Return 128 keyed bits as 32 hexadecimal digits."""
    return _digest(secret, kind, parts)[:16].hex()


def same(one: str, other: str) -> bool:
    """Compare two texts in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _digest(secret: bytes, kind: str, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(secret, "\x1f".join((kind, *parts)).encode(), hashlib.sha256)
