"""A ballot's reference and the proof a voter keeps."""

import hashlib
import re
from dataclasses import dataclass

from mockportal.domain.instants import Millis

BLANK = "blanc"

_NONCE = re.compile(r"[0-9a-f]{32}")


def reference(election: str, scrutin: str, choice: str, nonce: str) -> str:
    """Return the 64 hexadecimal digits that stand for a ballot in the urn.

    SHA-256 over ``election|scrutin|choice|nonce``; the nonce is 128 random bits that the
    voter's browser draws and nobody keeps (assumed: reference manual of the portal, 4.6).
    """
    return hashlib.sha256(f"{election}|{scrutin}|{choice}|{nonce}".encode()).hexdigest()


def is_nonce(text: str) -> bool:
    """Tell whether a text is 128 bits in hexadecimal."""
    return _NONCE.fullmatch(text) is not None


def grouped(ref: str) -> str:
    """Return a reference in groups of eight digits, as the receipt shows it."""
    return " ".join(ref[i : i + 8] for i in range(0, len(ref), 8))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter may keep of one ballot: never the choice."""

    scrutin: str
    at: Millis
    reference: str
    by_server: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The entry of the emargement: this voter voted in this scrutin, to the second."""

    scrutin: str
    rank: int
    at: Millis
    form_key: str | None
