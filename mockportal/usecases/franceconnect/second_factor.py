"""The second factor of an identity provider: approval on a phone, or a code received."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from mockportal.domain.franceconnect.providers import PROVIDERS, Factor, Provider
from mockportal.domain.franceconnect.transaction import Step
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token, same
from mockportal.usecases.franceconnect import letters, people
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import Answer, ErrorPage, Go, Screen
from mockportal.usecases.franceconnect.at_provider import (
    Form,
    at_provider,
    factor_kind,
    go,
    turned_away,
)
from mockportal.usecases.franceconnect.people import Holder
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here, line
from mockportal.usecases.franceconnect.seats import Live

APPROVE, REFUSE, TIMEOUT = "approve", "refuse", "timeout"
VERDICTS = (APPROVE, REFUSE, TIMEOUT)


def show_factor(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Show the second factor; what was answered elsewhere, or too late, leads back."""
    live = _at_factor(tx, now, here, cookie, form)
    if isinstance(live, ErrorPage):
        return live
    verdict = _verdict(live)
    return _after_factor(live, verdict) if verdict else _factor(live)


def answer_factor(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Take the answer to the second factor, unless one was given outside the browser."""
    live = _at_factor(tx, now, here, cookie, form)
    if isinstance(live, ErrorPage):
        return live
    verdict = _verdict(live)
    if verdict:
        return _after_factor(live, verdict)
    if factor_kind(live, PROVIDERS[form.provider]) is Factor.APPROVAL:
        answered = form.action in {APPROVE, REFUSE}
        return _after_factor(live, form.action) if answered else _factor(live)
    return _try_code(live, form.code.strip())


def decide_outside(tx: StubRecords, now: Millis, *, here: Here, uid: str, verdict: str) -> bool:
    """Approve, refuse or let time out a second factor from outside the browser."""
    scene = scenes.open_scene(tx, now, here)
    kept = tx.kept_transaction(uid)
    if kept is None or kept.transaction.progress.step is not Step.FACTOR:
        return False
    moved = replace(kept.transaction, progress=replace(kept.transaction.progress, verdict=verdict))
    return tx.move_transaction(moved, line(scene, "outside", verdict=verdict))


def ask_factor(live: Live, provider: Provider, holder: Holder, **late: str) -> Answer:
    """Ask for the second factor of an account whose secret was right."""
    scene = live.scene
    code = holder.factor or people.factor_code(scene.tx, holder.citizen, provider)
    moved = live.to(
        line(scene, "factor", citizen=holder.citizen),
        Step.FACTOR,
        **{"login": holder.login, "citizen": holder.citizen, "started": scene.now},
        **{"answer": code, "code": new_token(), "tries": 0, "ticket": live.transaction.uid, **late},
    )
    if moved is None:
        return live.error("Y420001")
    if factor_kind(live, provider) is Factor.CODE:
        letters.send_code(scene, provider.uid, holder.citizen, code)
    state = urlencode({"state": live.transaction.progress.state})
    return go(live, f"/fi/{provider.uid}/verification?{state}")


def _at_factor(
    tx: StubRecords, now: Millis, here: Here, cookie: Sequence[str], form: Form
) -> Live | ErrorPage:
    live = at_provider(tx, now, here, cookie, form)
    if isinstance(live, Live) and live.transaction.progress.step is not Step.FACTOR:
        return live.error("Y420001")
    return live


def _try_code(live: Live, code: str) -> Answer:
    progress = live.transaction.progress
    if same(code, progress.answer):
        return _after_factor(live, APPROVE)
    tries = progress.tries + 1
    if tries >= live.scene.rules.factor_tries:
        return turned_away(live, "tries")
    moved = live.to(line(live.scene, "wrong-code"), Step.FACTOR, tries=tries)
    return _factor(moved, wrong=True) if moved else live.error("Y420001")


def _after_factor(live: Live, verdict: str) -> Go:
    """Lead back: with the code that was waiting for an approval, or with an error."""
    if verdict != APPROVE:
        return turned_away(live, verdict)
    progress = live.transaction.progress
    told = urlencode({"code": progress.code, "state": progress.state})
    return go(live, f"/api/v2/oidc-callback?{told}")


def _verdict(live: Live) -> str:
    """Return what was decided of the second factor outside this browser, time included."""
    progress, rules = live.transaction.progress, live.scene.rules
    if live.scene.now >= progress.started + rules.factor_millis:
        return TIMEOUT
    return progress.verdict


def _factor(live: Live, *, wrong: bool = False) -> Screen:
    progress, settings = live.transaction.progress, live.scene.settings
    provider = PROVIDERS[progress.provider]
    kind = factor_kind(live, provider)
    return Screen(
        name="factor",
        facts={
            "provider": provider.uid,
            "title": settings.title(provider.uid),
            "kind": kind.value,
            "digits": provider.digits,
            "by": "mail" if provider.uid == "ameli" else "sms",
            "state": progress.state,
            "ticket": progress.ticket,
            "left": settings.rules.factor_tries - progress.tries,
            "wrong": wrong,
        },
        cookie=live.seat.cookie(),
        delay_ms=settings.delay(provider.uid),
    )
