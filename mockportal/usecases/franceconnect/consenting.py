"""The last screen: what will be told, and the code that goes with it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mockportal.domain.franceconnect.authorize import Asked, SendBack
from mockportal.domain.franceconnect.citizens import Citizen, rank_of, subject
from mockportal.domain.franceconnect.claims import identity, transmitted
from mockportal.domain.franceconnect.clients import Client, Kind, origin
from mockportal.domain.franceconnect.dialects import Dialect
from mockportal.domain.franceconnect.faults import Moment
from mockportal.domain.franceconnect.transaction import (
    Signed,
    Step,
    csrf_fault,
    csrf_token,
    with_code,
)
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import fingerprint, new_token
from mockportal.usecases.franceconnect import letters, people
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import (
    Answer,
    ErrorPage,
    Go,
    Screen,
    error_to_client,
    to_client,
)
from mockportal.usecases.franceconnect.records import Given, StubRecords
from mockportal.usecases.franceconnect.scene import Here, Scene, line
from mockportal.usecases.franceconnect.seats import Live, find_live


def show(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], uid: str) -> Answer:
    """Show who is recognised, and what the service will receive."""
    live = find_live(scenes.open_scene(tx, now, here), cookie, uid)
    if isinstance(live, ErrorPage):
        return live
    signed = live.seat.session.signed
    if live.transaction.progress.step is not Step.CONTINUE or signed is None:
        return live.error("Y420001")
    asked, client = live.transaction.asked, live.client
    person = people.identity_of(tx, signed.citizen, signed.provider)
    told = transmitted(_everything(person, signed), "", client, asked.scopes)
    return Screen(
        name="continue",
        facts={
            "service": client.name,
            "person": "" if asked.anonymous else person.full_name,
            "told": [(name, value) for name, value in told.items() if name != "sub" and value],
            "private": client.kind is Kind.PRIVATE,
            "csrf": csrf_token(live.scene.secret, live.transaction),
        },
        target=origin(asked.redirect_uri),
        cookie=live.seat.cookie(),
    )


def accept(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    cookie: Sequence[str],
    csrf: str | None,
    consent: bool,
) -> Answer:
    """Go back to the client with a code."""
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    wrong = csrf_fault(live.scene.secret, live.transaction, csrf)
    if wrong is not None:
        return live.error(wrong)
    if live.transaction.progress.step is not Step.CONTINUE or live.seat.session.signed is None:
        return live.error("Y100004")
    if live.client.kind is Kind.PRIVATE and not consent:
        return live.error("Y000400")
    return finish(live)


def finish(live: Live) -> Answer:
    """Write the code, tell the citizen, lead to the client; faults of the return strike here."""
    signed, scene = live.seat.session.signed, live.scene
    assert signed is not None
    turn = live.transaction.progress.turn + 1
    moved = live.to(line(scene, "code", provider=signed.provider), Step.DONE, turn=turn)
    if moved is None:
        return live.error("Y470004")
    person = people.identity_of(scene.tx, signed.citizen, signed.provider)
    code = give_code(scene, live.client, _grant_of(live, signed), person)
    _notify(live, signed, person)
    session = live.seat.session
    seen = session.seen if signed.citizen in session.seen else (*session.seen, signed.citizen)
    session = with_code(replace(session, seen=seen[-5:]), code_key(scene, code))
    scene.tx.save_sitting(session, was=session.key)
    return replace(_return(live, signed, code), cookie=live.seat.cookie())


@dataclass(frozen=True, slots=True)
class Granting:
    """What a code will stand for."""

    uid: str
    asked: Asked
    signed: Signed
    faults: tuple[str, ...] = ()


def give_code(scene: Scene, client: Client, granting: Granting, person: Citizen) -> str:
    """Write a fresh code and what it stands for; return it."""
    asked, signed = granting.asked, granting.signed
    sub = subject(_subject_key(scene.tx), client.pairwise, person)
    everything = _everything(person, signed)
    body: dict[str, Any] = {
        "redirect_uri": asked.redirect_uri,
        "challenge": asked.challenge,
        "scope": " ".join(asked.scopes),
        "sub": sub,
        "acr": asked.acr,
        "nonce": asked.nonce,
        "auth_time": (signed.at, signed.wall),
        "amr": signed.amr,
        "amr_asked": asked.amr,
        "claims": transmitted(everything, sub, client, asked.scopes),
        "provider": signed.provider,
        "login": signed.login,
        "elector": rank_of(signed.citizen),
        "faults": granting.faults,
    }
    code = secrets.token_hex(32) if client.dialect is Dialect.V1 else new_token(256)
    text = json.dumps(body, ensure_ascii=False)
    key, uid = code_key(scene, code), granting.uid
    scene.tx.add_given(Given(key, uid, client.client_id, scene.now, None, None, None, text))
    return code


def code_key(scene: Scene, code: str) -> str:
    """Return how the store knows a code."""
    return fingerprint(scene.secret, "fc-code", code)


def _grant_of(live: Live, signed: Signed) -> Granting:
    transaction = live.transaction
    return Granting(transaction.uid, transaction.asked, signed, transaction.progress.faults)


def _everything(person: Citizen, signed: Signed) -> dict[str, Any]:
    return identity(person, signed.provider, signed.amr)


def _subject_key(tx: StubRecords) -> bytes:
    """Return the key of subjects, drawn once per election."""
    known = tx.document("key", "sub")
    if known is None:
        known = secrets.token_hex(32)
        if not tx.add_document("key", "sub", known):
            known = tx.document("key", "sub") or known
    return bytes.fromhex(known)


def _notify(live: Live, signed: Signed, person: Citizen) -> None:
    """Write the notice, by the election's policy, unless a fault loses it."""
    policy, session = live.scene.rules.notification, live.seat.session
    usual = live.transaction.progress.sso or session.seen == (signed.citizen,)
    if policy == "off" or (policy == "unusual" and usual):
        return
    lost = scenes.strike(
        live.scene, "mail", _moment(live, signed), live.transaction.progress.faults
    )
    if lost is None:
        letters.send_notice(live, person, signed.provider, live.transaction.uid)


def _moment(live: Live, signed: Signed) -> Moment:
    return Moment(live.client.client_id, signed.provider, signed.login, rank_of(signed.citizen))


def _return(live: Live, signed: Signed, code: str) -> Go:
    asked, place = live.transaction.asked, live.scene.place
    own = live.transaction.progress.faults
    fault = scenes.strike(live.scene, "return", _moment(live, signed), own)
    name = fault.name if fault else ""
    refusals = {
        "ret_server_error": ("server_error", "authentication failed"),
        "ret_unavailable": ("temporarily_unavailable", "service unavailable"),
        "ret_html_in_description": ("server_error", "<b>FAUTE</b><script>alert(1)</script>"),
    }
    if name in refusals:
        return error_to_client(
            place, asked.dialect, SendBack(asked.redirect_uri, *refusals[name], asked.state)
        )
    told = {"code": new_token(256) if name == "ret_dead_code" else code, "state": asked.state}
    if asked.dialect is Dialect.V2:
        told["iss"] = place.issuer(asked.dialect)
    if name == "ret_wrong_state":
        told["state"] = new_token(256)
    if name == "ret_wrong_iss":
        told["iss"] = "http://ailleurs.example/api/v2"
    for missing in {"ret_no_state": ("state",), "ret_no_iss": ("iss",)}.get(name, ()):
        told.pop(missing, None)
    return to_client(asked.dialect, asked.redirect_uri, told)
