"""Secrets that are drawn, and their fingerprints: high entropy, hence a plain HMAC."""

import base64
import hashlib
import hmac
import secrets
import string

SPECIALS = "-*/?"  # attested: sample code of the tutorial of 2022
EXCLUDED = "IOlo01"
_CLASSES = (
    "".join(c for c in string.ascii_uppercase if c not in EXCLUDED),
    "".join(c for c in string.ascii_lowercase if c not in EXCLUDED),
    "".join(c for c in string.digits if c not in EXCLUDED),
    SPECIALS,
)
_ALPHABET = "".join(_CLASSES)


def new_vote_code(length: int = 16) -> str:
    """Return a fresh vote code: 60 characters, each class at least once (about 94 bits)."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(length))
        if all(any(c in one for c in code) for one in _CLASSES):
            return code


def new_token(bits: int = 128) -> str:
    """Return a random URL-safe token: 22 characters for 128 bits."""
    return secrets.token_urlsafe(bits // 8)


def fingerprint(secret: bytes, kind: str, *parts: str) -> str:
    """Return a 128-bit keyed fingerprint of a high-entropy text, 22 characters.

    ``kind`` keeps fingerprints of one purpose apart from those of another.
    """
    text = "\x1f".join((kind, *parts)).encode()
    digest = hmac.digest(secret, text, hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def same(one: str, other: str) -> bool:
    """Compare two texts in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
