"""What testers can read about a refusal: in the diary of its authorization, else in a list."""

import json
from collections.abc import Sequence
from typing import Any

from mockportal.domain.franceconnect.authorize import SendBack, Stop
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.codes import Problem
from mockportal.domain.franceconnect.dialects import Dialect, prefixed
from mockportal.domain.franceconnect.explaining import findings, shown
from mockportal.domain.secrets import new_token
from mockportal.usecases.franceconnect.scene import Scene, line

KEPT = 1_000
Pairs = Sequence[tuple[str, str]]


def refused(
    scene: Scene,
    call: str,
    problem: Problem,
    *,
    client: Client | None = None,
    given: Pairs = (),
    uid: str = "",
    **facts: Any,
) -> Problem:
    """Note a refused call of a client's back channel; return the refusal."""
    told = {
        "call": call,
        "status": problem.status,
        "code": problem.code,
        "error": problem.error,
        "description": problem.description,
        "client": client.client_id if client else dict(given).get("client_id", "")[:80],
        "parameters": shown(given),
        **facts,
    }
    note(scene, uid, told)
    return problem


def stopped(
    scene: Scene, decision: Stop | SendBack, dialect: Dialect, given: Pairs, client: Client | None
) -> None:
    """Note an authorization request that was refused."""
    told: dict[str, Any] = {
        "call": "authorize",
        "client": client.client_id if client else dict(given).get("client_id", "")[:80],
        "parameters": shown(given),
        "why": findings(given, dialect, client),
    }
    if isinstance(decision, Stop):
        told["code"] = prefixed(decision.code, dialect)
    else:
        told |= {"error": decision.error, "description": decision.description}
    note(scene, "", told)


def logout_stopped(scene: Scene, code: str, given: Pairs, client: Client | None = None) -> None:
    """Note a logout that was refused."""
    told: dict[str, Any] = {
        "call": "logout",
        "code": code,
        "client": client.client_id if client else dict(given).get("client_id", "")[:80],
        "parameters": shown(given),
    }
    if client is not None:
        told["allowed"] = client.post_logout_redirect_uris
    note(scene, "", told)


def note(scene: Scene, uid: str, told: dict[str, Any]) -> None:
    """Write a refusal where it belongs."""
    if uid:
        scene.tx.note_transaction(uid, line(scene, "refused", **told))
        return
    told = {**told, "at": scene.now, "wall": scene.here.wall}
    refusal_id = new_token()
    scene.tx.note_refusal(refusal_id, json.dumps({**told, "id": refusal_id}), KEPT)
