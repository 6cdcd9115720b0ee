"""CAPTCHA challenges that need no record: the id says when, for whom and in which election.

An id is ``issued (4 bytes) | nonce (6) | election tag (5) | visit tag (5)`` in base64url. Drawing
one writes nothing; whether it was used, and how old it may grow, is decided where it is answered.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Protocol

from mockportal.domain.instants import SECOND, Millis

_SHAPE = re.compile(r"[A-Za-z0-9_-]{27}")  # 20 bytes, without padding
_HEAD, _TAG = 10, 5


class Rules(Protocol):
    """What an election file says of CAPTCHAs, as far as the answer goes."""

    @property
    def digits(self) -> int:
        """How many digits are to be copied."""

    @property
    def fixed_answer(self) -> str | None:
        """The answer of every challenge, in an election made for tests."""


def issue(secret: bytes, visit_id: str, now: Millis) -> str:
    """Draw a challenge for one visit of one election."""
    head = (now // SECOND).to_bytes(4) + secrets.token_bytes(6)
    return _text(head + _election_tag(secret, head) + _visit_tag(secret, head, visit_id))


def answer(secret: bytes, captcha_id: str, rules: Rules) -> str | None:
    """Return the digits to be copied; None when the challenge is not of this election."""
    raw = _raw(captcha_id)
    if raw is None or not _of_election(secret, raw):
        return None
    if rules.fixed_answer is not None:
        return rules.fixed_answer
    drawn = int.from_bytes(hmac.digest(secret, b"answer|" + raw, "sha256")[:8])
    return f"{drawn % 10**rules.digits:0{rules.digits}}"


def belongs(secret: bytes, captcha_id: str, visit_id: str) -> bool:
    """Tell whether the challenge was drawn for this visit of this election."""
    raw = _raw(captcha_id)
    if raw is None or not _of_election(secret, raw):
        return False
    return hmac.compare_digest(_visit_tag(secret, raw[:_HEAD], visit_id), raw[_HEAD + _TAG :])


def issued_at(captcha_id: str) -> Millis:
    """Return when the challenge was drawn, to the second below. Refuses: ValueError."""
    raw = _raw(captcha_id)
    if raw is None:
        raise ValueError(captcha_id)
    return int.from_bytes(raw[:4]) * SECOND


def _of_election(secret: bytes, raw: bytes) -> bool:
    tag = _election_tag(secret, raw[:_HEAD])
    return hmac.compare_digest(tag, raw[_HEAD : _HEAD + _TAG])


def _election_tag(secret: bytes, head: bytes) -> bytes:
    return hmac.digest(secret, b"captcha|" + head, "sha256")[:_TAG]


def _visit_tag(secret: bytes, head: bytes, visit_id: str) -> bytes:
    return hmac.digest(secret, b"visit|" + head + visit_id.encode(), "sha256")[:_TAG]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(captcha_id: str) -> bytes | None:
    """Return the bytes of an id; None unless it is written in the one canonical way."""
    if not _SHAPE.fullmatch(captcha_id):
        return None
    raw = urlsafe_b64decode(captcha_id + "=")
    return raw if _text(raw) == captcha_id else None
