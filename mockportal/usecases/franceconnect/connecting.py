"""From the authorization request to the choice of a provider."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from mockportal.domain.franceconnect import cookies, faults
from mockportal.domain.franceconnect.authorize import Asked, SendBack, Stop, decide
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.dialects import Dialect, prefixed
from mockportal.domain.franceconnect.providers import PROVIDERS
from mockportal.domain.franceconnect.transaction import (
    Progress,
    Session,
    Step,
    Transaction,
    csrf_fault,
    csrf_token,
)
from mockportal.domain.instants import DAY, MINUTE, Millis
from mockportal.domain.secrets import new_token
from mockportal.usecases.franceconnect import diary
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import (
    Answer,
    ErrorPage,
    Go,
    Screen,
    error_to_client,
)
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here, Scene, line
from mockportal.usecases.franceconnect.seats import Live, find_live, find_seat

_KEPT, _SWEEP = 1_000, 256


def begin(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    dialect: Dialect,
    given: Sequence[tuple[str, str]],
    cookie: Sequence[str],
) -> Answer:
    """Take an authorization request."""
    scene = scenes.open_scene(tx, now, here)
    client_id = dict(given).get("client_id")
    fault = scenes.strike(scene, "authorize", faults.Moment(client=client_id))
    name = fault.name if fault else ""
    if name == "fc_down":
        return ErrorPage(code="Y000503")
    decision = decide(
        given,
        dialect,
        lambda wanted: scenes.find_client(scene, wanted, dialect),
        sector_down=name == "sector_unreachable",
    )
    if not isinstance(decision, Asked):
        known = scenes.recorded_client(scene, client_id or "")
        diary.stopped(scene, decision, dialect, given, known)
    match decision:
        case Stop(code):
            return ErrorPage(code=prefixed(code, dialect))
        case SendBack():
            return error_to_client(scene.place, dialect, decision)
        case Asked():
            return replace(_start(scene, decision, cookie), delay_ms=scenes.delay_of(fault))


def _start(scene: Scene, asked: Asked, cookie: Sequence[str]) -> Go:
    """Open a transaction, in a session whose cookie changes; it replaces an older one."""
    old = find_seat(scene, cookie)
    number, uid = new_token(scenes.NUMBER_BITS), new_token()
    session = Session(cookies.key(scene.secret, number), uid)
    if old is not None:
        signed = old.session.signed if old.alive else None
        session = replace(session, signed=signed, codes=old.session.codes, seen=old.session.seen)
    progress = _first(scene, asked, known=session.signed is not None)
    seq = scene.tx.add_transaction(
        Transaction(uid, asked, scene.now, progress), line(scene, "authorize")
    )
    if seq % _SWEEP == 0:
        _sweep(scene, seq)
    scene.tx.save_sitting(session, was=old.session.key if old is not None else None)
    return Go(
        url=scene.place.path(f"/api/v2/interaction/{uid}"),
        cookie=cookies.sign(scene.secret, number, scene.now),
    )


def _first(scene: Scene, asked: Asked, *, known: bool) -> Progress:
    """Return where a transaction begins: known already, sent to one provider, or free to choose."""
    if known:
        return Progress(sso=True)
    client = scenes.recorded_client(scene, asked.client_id)
    hint = asked.idp_hint
    if hint is None or client is None or hint not in client.idp_hints:
        return Progress()
    if provider_fault(scene, client, hint):
        return Progress()
    return Progress(Step.PROVIDER, provider=hint, state=new_token(256))


def login_path(progress: Progress) -> str:
    """Return the path of a provider's login form."""
    return f"/fi/{progress.provider}/connexion?{urlencode({'state': progress.state})}"


def _sweep(scene: Scene, seq: int) -> None:
    """Drop what nobody can use any more, on the election's clock; keep the last 1 000."""
    scene.tx.forget_old(
        seq=seq - 10 * _KEPT,
        transactions=scene.now - scene.rules.transaction_millis,
        grants=scene.now - scene.rules.token_millis - scene.rules.code_millis - 10 * MINUTE,
        sittings=scene.now - DAY,
    )


def look(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], uid: str) -> Answer:
    """Show the choice of a provider, or lead to where it is already made."""
    live = find_live(scenes.open_scene(tx, now, here), cookie, uid)
    if isinstance(live, ErrorPage):
        return live
    refused = _refused_late(live)
    if refused is not None:
        return refused
    progress, uid = live.transaction.progress, live.transaction.uid
    if progress.step is Step.DONE:
        return live.error("Y420001")
    base = f"/api/v2/interaction/{uid}"
    if progress.step is Step.CONTINUE:
        return _go(live, f"{base}/consent")
    if progress.step is Step.CHECK or (progress.sso and progress.step is Step.CHOICE):
        return _go(live, f"{base}/verify")
    if progress.step is Step.PROVIDER and progress.turn == 0:
        return _go(live, login_path(progress))
    return _choice(live)


def choose(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    cookie: Sequence[str],
    provider: str | None,
    csrf: str | None,
) -> Answer:
    """Leave for a provider."""
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    wrong = csrf_fault(live.scene.secret, live.transaction, csrf)
    if wrong is None:
        wrong = provider_fault(live.scene, live.client, provider or "")
    return live.error(wrong) if wrong else _to_provider(live, provider or "")


def provider_fault(scene: Scene, client: Client, uid: str) -> str | None:
    """Return the code of a provider that cannot be taken: unknown, closed, denied."""
    state = scene.settings.state(uid)
    if state == "hidden":
        return "Y020019"
    if state == "closed":
        return "Y020017"
    return None if scene.settings.serves(uid, client) else "Y020023"


def give_up(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str]) -> Answer:
    """Go back to the client with an error: its citizen turned away, or could not go on."""
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    asked = live.transaction.asked
    if asked.redirect_uri not in live.client.redirect_uris:
        return live.error("Y030030")
    failed = live.transaction.progress.step is Step.FAILED
    error = "server_error" if failed else "access_denied"
    moved = live.to(line(live.scene, "given-up", error=error), Step.DONE)
    back = SendBack(asked.redirect_uri, error, "User auth aborted", asked.state)
    answer = error_to_client(live.scene.place, asked.dialect, back)
    return replace(answer, status=302) if moved else live.error("Y420001")


def _refused_late(live: Live) -> Go | None:
    """Return the errors that come after the request was taken: level, hint."""
    asked = live.transaction.asked
    error = ""
    if asked.acr is None:
        error, text = "invalid_acr", "acr_value is not valid, should be equal one of these values"
    elif asked.idp_hint is not None and asked.idp_hint not in live.client.idp_hints:
        error, text = "invalid_idp_hint", "an idp_hint was provided but is not allowed"
    if not error:
        return None
    back = SendBack(asked.redirect_uri, error, text, asked.state)
    return error_to_client(live.scene.place, asked.dialect, back)


def _to_provider(live: Live, uid: str) -> Answer:
    progress = live.transaction.progress.towards(uid, new_token(256))
    moved = live.moved(line(live.scene, "provider", provider=uid), progress)
    return _go(live, login_path(moved.transaction.progress)) if moved else live.error("Y470004")


def _choice(live: Live) -> Screen:
    scene, settings = live.scene, live.scene.settings
    shown = [
        {
            "uid": uid,
            "title": settings.title(uid),
            "open": settings.state(uid) == "open",
            "beta": settings.beta.get(uid, PROVIDERS[uid].beta),
        }
        for uid in settings.rules.providers
        if settings.state(uid) != "hidden" and settings.serves(uid, live.client)
    ]
    failed = live.transaction.progress.failed
    return Screen(
        name="choice",
        facts={
            "service": live.client.name,
            "providers": shown,
            "anonymous": live.transaction.asked.anonymous,
            "failed": settings.title(failed) if failed else "",
            "csrf": csrf_token(scene.secret, live.transaction),
        },
        cookie=live.seat.cookie(),
    )


def _go(live: Live, path: str) -> Go:
    return Go(url=live.scene.place.path(path), cookie=live.seat.cookie())
