"""The stub's one cookie: a session's number and the instant it was last seen, signed.

The key is the election's run secret, so that a session of one election is nothing to another.
"""

from mockportal.domain.instants import Millis
from mockportal.domain.secrets import fingerprint, same

NAME = "fc_session_id"


def sign(secret: bytes, number: str, seen: Millis) -> str:
    """Return the value of the cookie; the instant it carries needs no write on each page."""
    return f"{number}.{seen}.{fingerprint(secret, 'fc-cookie', number, str(seen))}"


def read(secret: bytes, value: str) -> tuple[str, Millis] | None:
    """Return a session's number and last instant, or None for anything altered or foreign."""
    number, _, rest = value.partition(".")
    seen, _, mac = rest.partition(".")
    if not (seen.isascii() and seen.isdecimal()) or not mac.isascii():
        return None
    if not same(mac, fingerprint(secret, "fc-cookie", number, seen)):
        return None
    return number, int(seen)


def key(secret: bytes, number: str) -> str:
    """Return how the store knows a session."""
    return fingerprint(secret, "fc-session", number)
