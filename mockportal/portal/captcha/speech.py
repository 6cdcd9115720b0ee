"""The sound of a CAPTCHA: a French voice says the digits one by one, with pauses."""

import io
import wave
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

RATE = 8000
"""Samples per second, one channel of 16 bits."""

WORDS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")

_LEAD = 0.4  # seconds before the first digit: some players cut the beginning
_SHORTEST, _LONGEST = 0.7, 1.1  # seconds after a digit


def sound(captcha_id: str, digits: str) -> bytes:
    """Return the WAV of a challenge: always the same for one id, on every process."""
    draw = blake2b(b"sound|" + captcha_id.encode(), digest_size=len(digits)).digest()
    speech = io.BytesIO()
    with wave.open(speech, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(RATE)
        track.writeframes(_silence(_LEAD))
        for digit, chance in zip(digits, draw, strict=True):
            track.writeframes(_spoken(digit))
            track.writeframes(_silence(_SHORTEST + (_LONGEST - _SHORTEST) * chance / 255))
    return speech.getvalue()


def _silence(seconds: float) -> bytes:
    return bytes(2 * round(RATE * seconds))


@lru_cache(maxsize=10)
def _spoken(digit: str) -> bytes:
    """Return the samples of one digit."""
    with (files(__package__) / f"{int(digit)}.wav").open("rb") as file, wave.open(file) as track:
        frames: bytes = track.readframes(track.getnframes())
    return frames
