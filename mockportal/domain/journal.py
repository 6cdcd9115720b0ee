"""The chain that makes the journal tamper-evident."""

import hashlib

from mockportal.domain.instants import Millis

GENESIS = "0" * 64


def entry_hash(before: str, seq: int, at: Millis, kind: str, detail: str) -> str:
    """Return the hash of one entry: it covers the entry and the hash before it."""
    return hashlib.sha256(f"{before}\n{seq}\n{at}\n{kind}\n{detail}".encode()).hexdigest()
