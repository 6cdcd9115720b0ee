"""The error codes of the service: family, status, and the engine's words for OAuth errors."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What the reader of an error page is told; the words are in franceconnect/wording.py."""

    TECHNICAL = "T"
    CLIENT = "C"
    SESSION = "S"
    NAVIGATION = "N"
    IDENTITY = "I"


def _family(family: Family, **statuses: int) -> dict[str, tuple[Family, int]]:
    return {code: (family, status) for code, status in statuses.items()}


# Codes and statuses: FranceConnect, published sources and partner documentation.
PAGES: dict[str, tuple[Family, int]] = {
    **_family(
        Family.TECHNICAL,
        Y030007=400,
        Y040001=400,
        Y000400=400,
        Y000404=404,
        Y020017=500,
        Y020019=500,
        Y020023=403,
        Y020021=400,
        Y020022=403,
        Y020025=400,
        Y020026=502,
        Y020027=502,
        Y100001=500,
        Y100018=400,
        Y100004=403,
        Y600006=400,
        Y010009=403,
        Y010011=504,
        Y010012=504,
        Y010013=400,
        Y030030=500,
    ),
    **_family(Family.CLIENT, Y04EA6EF=400, Y04C013C=400, Y04A8220=400, Y100009=400),
    **_family(Family.SESSION, Y190001=401, Y470001=401, Y470004=401, Y470002=400),
    **_family(Family.NAVIGATION, Y420001=400),
    **_family(
        Family.IDENTITY,
        Y010004=403,
        Y010006=403,
        Y010007=403,
        Y010008=403,
        Y010015=403,
        Y100011=403,
        Y180001=403,
        Y270001=500,
    ),
}

# Codes a tester may type as an identifier; the ones below belong to logout only.
MAGIC_CODES = frozenset(PAGES)

PAGES |= _family(
    Family.TECHNICAL,
    Y04FEDB9=400,
    Y045AFAE=400,
    Y0429C91=400,
    Y0467882=400,
    Y04CFAEF=400,
    Y047B9D9=400,
    Y0474F76=400,
    Y000503=503,
    Y000500=500,
)

WITH_HELP = frozenset({"Y010008"})


@dataclass(frozen=True, slots=True)
class Problem:
    """An OAuth error in JSON: token, userinfo and revocation endpoints."""

    status: int
    error: str
    code: str
    text: str
    detail: str = ""
    challenge: bool = False

    @property
    def description(self) -> str:
        """Return the description as the engine words it: ``text (detail)``."""
        return f"{self.text} ({self.detail})" if self.detail else self.text


def bad_request(code: str, detail: str) -> Problem:
    """Return a malformed request's error."""
    return Problem(400, "invalid_request", code, "request is invalid", detail)


def bad_client(code: str, detail: str, *, basic: bool = False) -> Problem:
    """Return an authentication failure; one by header brings a challenge."""
    text = "client authentication failed"
    return Problem(401, "invalid_client", code, text, detail, challenge=basic)


def bad_grant(code: str, detail: str) -> Problem:
    """Return a refused code."""
    return Problem(400, "invalid_grant", code, "grant request is invalid", detail)


def bad_token(code: str, detail: str) -> Problem:
    """Return a refused access token; the answer always brings a challenge."""
    return Problem(401, "invalid_token", code, "invalid token provided", detail, challenge=True)
