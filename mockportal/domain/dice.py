"""Seeded dice: the same election throws the same for the same reason, on every machine."""

from hashlib import blake2b

_FACES = 1 << 64


def die(seed: int, *reasons: object) -> float:
    """Throw a die in ``[0, 1)`` for a reason."""
    text = "\x1f".join(map(str, (seed, *reasons)))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / _FACES
