"""From a code to tokens, from a token to claims; and the end of a token."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from mockportal.domain.franceconnect import bearer, claims, exchange
from mockportal.domain.franceconnect import faults as catalogue
from mockportal.domain.franceconnect.claims import Both, Login
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.codes import Problem
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.franceconnect.exchange import Credentials, Grant
from mockportal.domain.franceconnect.faults import Armed, Moment
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import fingerprint, new_token
from mockportal.usecases.franceconnect import diary
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.consenting import code_key
from mockportal.usecases.franceconnect.records import Given, StubRecords
from mockportal.usecases.franceconnect.scene import Here, Scene, line

_STAGES = ("token", "id_token")


@dataclass(frozen=True, slots=True)
class Granted:
    """What the token endpoint is about to answer, still unsigned."""

    client: Client
    now: Millis
    access_token: str
    scope: str
    id_token: dict[str, Any]
    lives: Millis
    faults: tuple[Armed, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What userinfo is about to answer, still unsigned."""

    client: Client
    claims: dict[str, Any]
    envelope: dict[str, Any]
    fault: Armed | None


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the token or the revocation endpoint, as it came in."""

    dialect: Dialect
    given: Sequence[tuple[str, str]]
    authorization: str | None


def give_tokens(tx: StubRecords, now: Millis, *, here: Here, request: Request) -> Granted | Problem:
    """Exchange a code for tokens; a code sent again kills the tokens of its first use."""
    scene = scenes.open_scene(tx, now, here)
    found = _authenticated(scene, request)
    if isinstance(found, Problem):
        return diary.refused(scene, "token", found, given=request.given)
    client, given = found
    wrong = exchange.check_request(given)
    if wrong is not None:
        return diary.refused(scene, "token", wrong, client=client, given=request.given)
    key = code_key(scene, given["code"])
    kept = tx.given(key)
    body = json.loads(kept.body) if kept else {}
    wrong = exchange.check_grant(_grant(kept, body), given, client, now, scene.rules.code_millis)
    if wrong is None:
        token = _new_access_token(client)
        if tx.use_given(key, _token_key(scene, token), here.wall):
            return _granted(scene, client, body, kept, token, request)
        wrong = exchange.already_used()
    if kept is not None and wrong.code == exchange.ALREADY_USED:
        tx.kill_given(key)
        tx.note_transaction(kept.uid, line(scene, "replayed"))
    facts = {"expected": body["redirect_uri"], "age": now - kept.issued_at} if kept else {}
    uid = kept.uid if kept else ""
    return diary.refused(
        scene, "token", wrong, client=client, given=request.given, uid=uid, **facts
    )


def _authenticated(scene: Scene, request: Request) -> tuple[Client, dict[str, str]] | Problem:
    given = exchange.single(request.given)
    if isinstance(given, Problem):
        return given
    claimed = exchange.credentials(given, request.authorization)
    if isinstance(claimed, Problem):
        return claimed
    return _known_client(scene, claimed, request.dialect, given)


def _known_client(
    scene: Scene, claimed: Credentials, dialect: Dialect, given: dict[str, str]
) -> tuple[Client, dict[str, str]] | Problem:
    client = scenes.find_client(scene, claimed.client_id, dialect)
    wrong = exchange.authenticate(claimed, client)
    if wrong is not None or client is None:
        return wrong or exchange.no_client(claimed)
    return client, given


def _grant(kept: Given | None, body: dict[str, Any]) -> Grant | None:
    if kept is None:
        return None
    return Grant(
        kept.code,
        kept.client_id,
        body["redirect_uri"],
        kept.issued_at,
        body["challenge"],
        kept.used_at,
    )


def _new_access_token(client: Client) -> str:
    return str(uuid4()) if client.dialect is Dialect.V1 else new_token(256)


def _token_key(scene: Scene, token: str) -> str:
    return fingerprint(scene.secret, "fc-token", token)


def _granted(
    scene: Scene,
    client: Client,
    body: dict[str, Any],
    kept: Given | None,
    token: str,
    request: Request,
) -> Granted:
    assert kept is not None
    rules, clock = scene.rules, Both(scene.now, scene.here.wall)
    lives = rules.id_token_seconds * 1000
    login = Login(
        body["sub"],
        body["acr"],
        body["nonce"],
        Both(*body["auth_time"]),
        tuple(body["amr"]),
        body["amr_asked"],
    )
    issuer = scene.place.issuer(client.dialect)
    told = claims.id_token(login, client, issuer, clock, lives)
    moment, own = _moment(client, body), body["faults"]
    struck = [scenes.strike(scene, stage, moment, own) for stage in _STAGES]
    found = tuple(fault for fault in struck if fault is not None)
    noted = {
        "id_token": told,
        "scope": body["scope"],
        "alg": client.id_token_alg,
        "by": "form" if request.authorization is None else "basic",
        "faults": [fault.name for fault in found],
    }
    scene.tx.note_transaction(kept.uid, line(scene, "token", **noted))
    return Granted(client, scene.now, token, body["scope"], told, rules.token_millis, found)


def _moment(client: Client, body: dict[str, Any]) -> Moment:
    return Moment(client.client_id, body["provider"], body["login"], body["elector"])


def tell(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    dialect: Dialect,
    query: Sequence[tuple[str, str]],
    authorization: str | None,
) -> Told | Problem:
    """Return the claims that an access token stands for."""
    scene = scenes.open_scene(tx, now, here)
    token = bearer.presented(query, authorization)
    if isinstance(token, Problem):
        return diary.refused(scene, "userinfo", token, given=query)
    kept = tx.given_for(_token_key(scene, token))
    client = scenes.find_client(scene, kept.client_id, dialect) if kept else None
    uid = kept.uid if kept else ""
    if kept is None or client is None or kept.used_at is None or kept.used_wall is None:
        return diary.refused(scene, "userinfo", bearer.unknown_token(), uid=uid)
    lives = scene.rules.token_millis
    if kept.dead_at is not None or now >= kept.used_at + lives:
        wrong = bearer.unknown_token("access token is expired")
        age, killed = now - kept.used_at, kept.dead_at is not None
        return diary.refused(
            scene, "userinfo", wrong, client=client, uid=uid, age=age, killed=killed
        )
    body = json.loads(kept.body)
    made = Both(kept.used_at, kept.used_wall)
    envelope = claims.userinfo(
        body["claims"], client, scene.place.issuer(dialect), Both(now, here.wall), made, lives
    )
    fault = scenes.strike(scene, "userinfo", _moment(client, body), body["faults"])
    noted = {
        "claims": body["claims"],
        "alg": client.userinfo_signed,
        "envelope": {name: envelope[name] for name in envelope if name not in body["claims"]},
        "faults": [fault.name] if fault else [],
    }
    tx.note_transaction(kept.uid, line(scene, "userinfo", **noted))
    return Told(client, body["claims"], envelope, fault)


def revoke(tx: StubRecords, now: Millis, *, here: Here, request: Request) -> Problem | None:
    """End an access token of this client; a token unknown is as good as ended."""
    scene = scenes.open_scene(tx, now, here)
    found = _authenticated(scene, request)
    if isinstance(found, Problem):
        return diary.refused(scene, "revocation", found, given=request.given)
    client, given = found
    wrong = bearer.check_revocation(given, client)
    if wrong is not None:
        return diary.refused(scene, "revocation", wrong, client=client, given=request.given)
    kept = tx.given_for(_token_key(scene, given["token"]))
    if kept is None:
        return None
    if kept.client_id != client.client_id:
        return diary.refused(
            scene, "revocation", bearer.foreign_token(), client=client, given=request.given
        )
    tx.kill_given(kept.code)
    tx.note_transaction(kept.uid, line(scene, "revoked"))
    return None


def strikes(tx: StubRecords, now: Millis, *, here: Here, stage: str) -> Armed | None:
    """Return the fault that strikes a document everybody may fetch: keys, discovery."""
    return scenes.strike(scenes.open_scene(tx, now, here), stage, Moment())


def any_armed(tx: StubRecords, now: Millis, *, here: Here, stage: str) -> bool:
    """Tell whether a fault of a stage waits: most requests find none and write nothing."""
    armed = scenes.open_scene(tx, now, here).armed
    return any(catalogue.STAGE_OF.get(one.name) == stage for one in armed)
