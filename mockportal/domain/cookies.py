"""What a browser carries: the visit's number with the instant it was last seen, signed."""

from mockportal.domain.instants import Millis
from mockportal.domain.secrets import fingerprint, same


def sign_visit(secret: bytes, visit_id: str, seen: Millis) -> str:
    """Return the cookie of a visit. The instant it carries needs no write on each page."""
    return f"{visit_id}.{seen}.{fingerprint(secret, 'visit', visit_id, str(seen))}"


def read_visit(secret: bytes, cookie: str) -> tuple[str, Millis] | None:
    """Return the number and the last instant of a visit, or None for anything altered."""
    visit_id, _, rest = cookie.partition(".")
    seen, _, mac = rest.partition(".")
    if not seen.isdecimal() or not same(mac, fingerprint(secret, "visit", visit_id, seen)):
        return None
    return visit_id, int(seen)


def form_token(secret: bytes, visit_id: str) -> str:
    """Return the anti-forgery token (``jeton``) of every form of one visit."""
    return fingerprint(secret, "jeton", visit_id)
