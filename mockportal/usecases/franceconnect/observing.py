"""What happened at the stub: authorizations step by step, sessions; and codes without screens."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from mockportal.domain.franceconnect.authorize import Asked, SendBack, Stop, decide
from mockportal.domain.franceconnect.citizens import rank_of
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.franceconnect.refusals import NotAcceptable, NotThere
from mockportal.domain.franceconnect.transaction import Progress, Session, Signed, Step, Transaction
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token
from mockportal.usecases.franceconnect import people
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import to_client
from mockportal.usecases.franceconnect.consenting import Granting, give_code
from mockportal.usecases.franceconnect.enrolling import key_of
from mockportal.usecases.franceconnect.records import Kept, StubRecords
from mockportal.usecases.franceconnect.scene import Here, line

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which authorizations to list; ``since`` is an instant, ``after`` a place in the order."""

    client: str = ""
    elector: str = ""
    since: Millis = 0
    after: int = 0
    step: str = ""
    limit: int = 100


def authorizations(tx: StubRecords, now: Millis, *, which: Filter) -> list[dict[str, Any]]:
    """Return the last authorizations, newest first; no secret and no token among them.

    Refuses: NotThere, for an elector nobody is.
    """
    citizen = key_of(tx, which.elector) if which.elector else ""
    found = []
    for kept in tx.kept_transactions(which.after, MOST):
        told = _told(tx, kept)
        if _passes(told, which) and citizen in ("", told["citizen"]):
            found.append(told)
        if len(found) >= which.limit:
            break
    return found


def authorization(tx: StubRecords, now: Millis, *, uid: str) -> dict[str, Any]:
    """Return one authorization. Refuses: NotThere."""
    kept = tx.kept_transaction(uid)
    if kept is None:
        raise NotThere("Autorisation inconnue.")
    return _told(tx, kept)


def refusals(tx: StubRecords, now: Millis, *, most: int = 100) -> list[dict[str, Any]]:
    """Return the last requests refused at the door, newest first; nothing secret among them."""
    return [{**json.loads(body), "seq": seq} for seq, body in tx.refusals(min(most, MOST))]


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What the stub knows around a token: the instant, its client, whether its nonce was asked."""

    now: Millis
    client: Client | None
    nonce_asked: bool


def token_facts(tx: StubRecords, now: Millis, *, here: Here, claims: dict[str, Any]) -> TokenFacts:
    """Return what is known around a token."""
    audience, nonce = claims.get("aud"), claims.get("nonce")
    scene = scenes.open_scene(tx, now, here)
    client = scenes.find_client(scene, audience) if isinstance(audience, str) else None
    asked = any(
        kept.transaction.asked.nonce == nonce and kept.transaction.asked.client_id == audience
        for kept in tx.kept_transactions(0, MOST)
    )
    return TokenFacts(now, client, asked)


def mark(tx: StubRecords, now: Millis) -> tuple[int, int]:
    """Return what is another value as soon as something happened at the stub."""
    return tx.last_noted()


def _passes(told: dict[str, Any], which: Filter) -> bool:
    return (
        which.client in ("", told["client"])
        and told["started_at"] >= which.since
        and (not which.step or any(one["step"] == which.step for one in told["steps"]))
    )


def _told(tx: StubRecords, kept: Kept) -> dict[str, Any]:
    transaction, progress = kept.transaction, kept.transaction.progress
    asked = transaction.asked
    steps = [json.loads(entry) for entry in kept.steps.splitlines()]
    names = [one["step"] for one in steps]
    return {
        "uid": transaction.uid,
        "seq": kept.seq,
        "client": asked.client_id,
        "elector": rank_of(progress.citizen),
        "citizen": progress.citizen or None,
        "provider": progress.provider or None,
        "started_at": transaction.started_at,
        "parameters": {**asdict(asked), "state": _masked(asked.state), "nonce": asked.nonce},
        "outcome": progress.step.value,
        "code_state": _code_state(names),
        "steps": steps,
    }


def _code_state(names: list[str]) -> str:
    for step, state in (("replayed", "replayed"), ("revoked", "revoked"), ("token", "used")):
        if step in names:
            return state
    return "given" if "code" in names else "none"


def _masked(text: str) -> str:
    return f"{text[:4]}…"


@dataclass(frozen=True, slots=True)
class Direct:
    """An authorization without screens: for load runs and for clients' own tests."""

    client: str
    redirect_uri: str
    elector: str
    scope: str = "openid identite_pivot preferred_username email"
    nonce: str = ""
    state: str = ""
    provider: str = "impots"


def direct(tx: StubRecords, now: Millis, *, here: Here, wanted: Direct) -> str:
    """Return the address a client would be called back at, code included.

    Refuses: NotThere, NotAcceptable.
    """
    scene = scenes.open_scene(tx, now, here)
    client = scenes.find_client(scene, wanted.client)
    if client is None:
        raise NotThere("Client inconnu.")
    key = key_of(tx, wanted.elector)
    given = {
        **{"response_type": "code", "client_id": wanted.client, "scope": wanted.scope},
        **{"redirect_uri": wanted.redirect_uri, "acr_values": "eidas1"},
        "state": wanted.state or new_token(256),
        "nonce": wanted.nonce or new_token(256),
    }
    asked = decide(tuple(given.items()), client.dialect, lambda _: client)
    if isinstance(asked, Stop | SendBack):
        reason = asked.code if isinstance(asked, Stop) else asked.error
        raise NotAcceptable(f"Demande refusée : {reason}.")
    uid = new_token()
    signed = Signed(key, wanted.provider, ("fc", "pwd"), now, here.wall)
    progress = Progress(Step.DONE, provider=wanted.provider, citizen=key)
    tx.add_transaction(Transaction(uid, asked, now, progress), line(scene, "code", direct=True))
    person = people.identity_of(tx, key, wanted.provider)
    code = give_code(scene, client, Granting(uid, asked, signed), person)
    return _callback(here, asked, code)


def _callback(here: Here, asked: Asked, code: str) -> str:
    told = {"code": code, "state": asked.state}
    if asked.dialect is Dialect.V2:
        told["iss"] = here.place.issuer(asked.dialect)
    return to_client(asked.dialect, asked.redirect_uri, told).url


def sessions(tx: StubRecords, now: Millis) -> list[Session]:
    """Return every browser session."""
    return tx.sessions()


def end_session(tx: StubRecords, now: Millis, *, session: str | None = None) -> None:
    """Expire one session, or all. Refuses: NotThere."""
    found = [one for one in tx.sessions() if session in (None, one.key)]
    if session is not None and not found:
        raise NotThere("Session inconnue.")
    for one in found:
        for code in one.codes:
            tx.kill_given(code)
        tx.save_sitting(replace(one, uid="", signed=None, leaving=None, codes=()), was=one.key)
