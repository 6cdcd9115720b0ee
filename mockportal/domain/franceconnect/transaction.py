"""One connection for one client, from the authorization request to the code; and the session."""

import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from mockportal.domain.franceconnect.authorize import Asked
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import fingerprint, same


class Step(StrEnum):
    """Where a transaction stands."""

    CHOICE = "choice"
    PROVIDER = "provider"
    FACTOR = "factor"
    CHECK = "check"
    CONTINUE = "continue"
    FAILED = "failed"
    DONE = "done"


LOGGED_IN = frozenset({Step.CHECK, Step.CONTINUE, Step.FAILED})


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened so far; texts that are not there yet are empty."""

    step: Step = Step.CHOICE
    turn: int = 0
    """How many forms of this transaction were accepted: each kills the token of the one before."""
    sso: bool = False
    provider: str = ""
    state: str = ""
    spent: str = ""
    code: str = ""
    login: str = ""
    citizen: str = ""
    faults: tuple[str, ...] = ()
    started: Millis = 0
    answer: str = ""
    tries: int = 0
    verdict: str = ""
    ticket: str = ""
    failed: str = ""

    def to(self, step: Step, **changes: Any) -> "Progress":
        """Return what follows, at another step."""
        return replace(self, step=step, **changes)

    def towards(self, provider: str, state: str) -> "Progress":
        """Return what follows a choice: nothing is left of an earlier one."""
        return Progress(
            Step.PROVIDER,
            turn=self.turn + 1,
            provider=provider,
            state=state,
            spent=self.spent,
        )


_FIELDS = tuple(field.name for field in fields(Progress))
_STEP, _FAULTS = _FIELDS.index("step"), _FIELDS.index("faults")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A live authorization request and how far it went; ``rev`` counts its writings."""

    uid: str
    asked: Asked
    started_at: Millis
    progress: Progress
    rev: int = 0

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the client."""
        return self.asked.dialect


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is known in a browser session, by which provider, since when on both clocks."""

    citizen: str
    provider: str
    amr: tuple[str, ...]
    at: Millis
    wall: Millis
    login: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A logout that waits for its confirmation."""

    xsrf: str
    client_id: str
    target: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """One browser at the stub; its key is the fingerprint of what the cookie holds."""

    key: str
    uid: str = ""
    signed: Signed | None = None
    leaving: Leaving | None = None
    codes: tuple[str, ...] = ()
    """Fingerprints of the codes given out: a logout ends their tokens."""
    seen: tuple[str, ...] = ()
    """Citizens who signed in with this browser."""


_CODES_KEPT = 20


def with_code(session: Session, code: str) -> Session:
    """Return a session that remembers one more code; the oldest are forgotten."""
    return replace(session, codes=(*session.codes, code)[-_CODES_KEPT:])


def csrf_token(secret: bytes, transaction: Transaction) -> str:
    """Return the anti-forgery token of the form on screen."""
    return fingerprint(secret, "fc-form", transaction.uid, str(transaction.progress.turn))


def csrf_fault(secret: bytes, transaction: Transaction, given: str | None) -> str | None:
    """Return the error code of a form's token: missing, wrong, or used before."""
    if not given:
        return "Y470002"
    uid, turn = transaction.uid, transaction.progress.turn
    if same(given, csrf_token(secret, transaction)):
        return None
    used = any(same(given, fingerprint(secret, "fc-form", uid, str(old))) for old in range(turn))
    return "Y470004" if used else "Y470001"


def dump_progress(progress: Progress) -> str:
    """Return a progress as JSON, to be kept."""
    return json.dumps([getattr(progress, name) for name in _FIELDS])


def load_progress(text: str) -> Progress:
    """Return a progress as it was kept."""
    values = json.loads(text)
    values[_STEP], values[_FAULTS] = Step(values[_STEP]), tuple(values[_FAULTS])
    return Progress(*values)


_ASKED = tuple(field.name for field in fields(Asked))
_DIALECT, _SCOPES = _ASKED.index("dialect"), _ASKED.index("scopes")


def dump_asked(asked: Asked) -> str:
    """Return a request as JSON, to be kept."""
    return json.dumps([getattr(asked, name) for name in _ASKED])


@lru_cache(maxsize=4096)
def load_asked(text: str) -> Asked:
    """Return a request as it was kept; that of one transaction is parsed once."""
    values = json.loads(text)
    values[_DIALECT], values[_SCOPES] = Dialect(values[_DIALECT]), tuple(values[_SCOPES])
    return Asked(*values)


_SIGNED = tuple(field.name for field in fields(Signed))
_AMR = _SIGNED.index("amr")
_LEAVING = tuple(field.name for field in fields(Leaving))


def dump_session(session: Session) -> str:
    """Return what is kept of a session beside its key and its transaction."""
    signed, leaving = session.signed, session.leaving
    return json.dumps(
        (
            signed and [getattr(signed, name) for name in _SIGNED],
            leaving and [getattr(leaving, name) for name in _LEAVING],
            session.codes,
            session.seen,
        )
    )


def load_session(key: str, uid: str, text: str) -> Session:
    """Return a session as it was kept."""
    signed, leaving, codes, seen = json.loads(text)
    if signed:
        signed[_AMR] = tuple(signed[_AMR])
    return Session(
        key,
        uid,
        Signed(*signed) if signed else None,
        Leaving(*leaving) if leaving else None,
        tuple(codes),
        tuple(seen),
    )
