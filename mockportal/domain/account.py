"""What a voter has changed of what the roll says."""

from dataclasses import dataclass

from mockportal.domain.instants import Millis


@dataclass(frozen=True, slots=True)
class Account:
    """One elector's own record; a field left ``None`` keeps what the roll says.

    ``code_version`` 0 is the printed vote code; each reissue adds one, so that at every
    instant exactly one version is valid.
    """

    rank: int
    active_at: Millis | None = None
    password: str | None = None
    question: str | None = None
    answer: str | None = None
    code_version: int = 0
    code: str | None = None
    sub: str | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong answers of one kind by one subject."""

    failures: int = 0
    since: Millis = 0
    locked_until: Millis = 0
