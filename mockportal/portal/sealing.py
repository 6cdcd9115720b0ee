"""Values that travel in the voter's browser and that only their key opens."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


def seal(key: bytes, text: str, about: str, *, padded_to: int = 0) -> str:
    """Encrypt a text with a 256-bit key; ``about`` ties it to its use.

    Padding makes its length tell nothing of a choice.
    """
    nonce = os.urandom(_NONCE)
    padded = text.encode().ljust(padded_to)
    return urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, padded, about.encode())).decode()


def unseal(key: bytes, sealed: str, about: str) -> str | None:
    """Return the text, or None for anything altered, of another key or another use."""
    try:
        raw = urlsafe_b64decode(sealed)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode().rstrip()
    except (ValueError, InvalidTag):
        return None
