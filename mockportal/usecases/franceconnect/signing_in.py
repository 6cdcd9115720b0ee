"""At an identity provider: identifier, secret, second factor, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from mockportal.domain.franceconnect import faults
from mockportal.domain.franceconnect.citizens import elector_key, rank_of
from mockportal.domain.franceconnect.faults import Armed, Magic, Moment
from mockportal.domain.franceconnect.identifiers import Shape, canonical
from mockportal.domain.franceconnect.providers import PROVIDERS, Factor, Provider, Secret, factor_of
from mockportal.domain.franceconnect.transaction import Step
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token, same
from mockportal.usecases.franceconnect import letters, people, tuning
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import Answer, ErrorPage, Go, Screen
from mockportal.usecases.franceconnect.people import Holder
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here, Live, find_live, line

APPROVE, REFUSE, TIMEOUT = "approve", "refuse", "timeout"
VERDICTS = (APPROVE, REFUSE, TIMEOUT)

_AT_CALLBACK = frozenset({"idp_token_down", "idp_userinfo_down", "idp_low_acr", "idp_blocked"})


@dataclass(frozen=True, slots=True)
class Form:
    """A request at a provider: which one, under which state, and what was typed."""

    provider: str
    state: str
    login: str = ""
    secret: str = ""
    code: str = ""
    action: str = ""


def show(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form) -> Answer:
    """Show the login form of a provider."""
    live = _at_provider(tx, now, here, cookie, form)
    if isinstance(live, ErrorPage):
        return live
    if live.transaction.progress.step is Step.FACTOR:
        return _go(live, f"/fi/{form.provider}/verification?{urlencode({'state': form.state})}")
    return _form(live)


def sign_in(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Take identifier and secret; unknown and wrong get the same answer."""
    live = _at_provider(tx, now, here, cookie, form)
    if isinstance(live, ErrorPage):
        return live
    if live.transaction.progress.step is not Step.PROVIDER:
        return live.error("Y420001")
    provider, rules = PROVIDERS[form.provider], live.scene.rules
    magic = faults.magic(form.login) if rules.magic_logins else None
    if magic is not None:
        return _by_magic(live, provider, magic)
    login = canonical(form.login, provider.shape, check=rules.check_shapes)
    if login is None and provider.shape is not Shape.NONE:
        return _form(live, wrong="shape")
    holder = people.find_holder(tx, provider.uid, login) if login else None
    if not _opens(holder, provider, form):
        return _refused(live, provider)
    assert holder is not None
    return _known(live, provider, holder)


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
    if _factor_of(live, PROVIDERS[form.provider]) is Factor.APPROVAL:
        answered = form.action in {APPROVE, REFUSE}
        return _after_factor(live, form.action) if answered else _factor(live)
    return _try_code(live, form.code.strip())


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
    return _go(live, f"/api/v2/oidc-callback?{told}")


def cancel(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Turn away from a provider, back to the choice."""
    live = _at_provider(tx, now, here, cookie, form)
    return live if isinstance(live, ErrorPage) else turned_away(live, "cancelled")


def decide_outside(tx: StubRecords, now: Millis, *, here: Here, uid: str, verdict: str) -> bool:
    """Approve, refuse or let time out a second factor from outside the browser."""
    scene = scenes.open_scene(tx, now, here)
    kept = tx.kept_transaction(uid)
    if kept is None or kept.transaction.progress.step is not Step.FACTOR:
        return False
    moved = replace(kept.transaction, progress=replace(kept.transaction.progress, verdict=verdict))
    return tx.move_transaction(moved, line(scene, "outside", verdict=verdict))


def turned_away(live: Live, reason: str) -> Go:
    """Lead back to the stub with an error; the callback writes it down."""
    told = {
        "error": "access_denied",
        "state": live.transaction.progress.state,
        "error_description": reason,
    }
    return _go(live, f"/api/v2/oidc-callback?{urlencode(told)}")


def _at_provider(
    tx: StubRecords, now: Millis, here: Here, cookie: Sequence[str], form: Form
) -> Live | ErrorPage:
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    progress = live.transaction.progress
    mine = progress.provider == form.provider and same(form.state, progress.state or "-")
    if not mine or progress.step not in {Step.PROVIDER, Step.FACTOR}:
        return live.error("Y190001")
    return live


def _at_factor(
    tx: StubRecords, now: Millis, here: Here, cookie: Sequence[str], form: Form
) -> Live | ErrorPage:
    live = _at_provider(tx, now, here, cookie, form)
    if isinstance(live, Live) and live.transaction.progress.step is not Step.FACTOR:
        return live.error("Y420001")
    return live


def _opens(holder: Holder | None, provider: Provider, form: Form) -> bool:
    """Tell whether a secret opens an account; nobody's opens nothing, in the same time."""
    if provider.secret is Secret.NONE:
        return holder is not None
    secret = holder.secret if holder is not None else new_token()
    typed = form.secret.strip() if provider.secret is Secret.CODE else form.secret
    return same(typed, secret) & (holder is not None)


def _refused(live: Live, provider: Provider) -> Answer:
    if provider.secret is not Secret.CODE:
        return _form(live, wrong="login")
    tries = live.transaction.progress.tries + 1
    if tries >= live.scene.rules.factor_tries:
        return turned_away(live, "tries")
    moved = live.to(line(live.scene, "wrong-code"), Step.PROVIDER, tries=tries)
    return _form(moved, wrong="login") if moved else live.error("Y420001")


def _known(live: Live, provider: Provider, holder: Holder) -> Answer:
    """Go on with a citizen whose secret was right: faults, second factor, way back."""
    moment = Moment(
        client=live.client.client_id,
        provider=provider.uid,
        login=holder.login,
        elector=rank_of(holder.citizen),
    )
    fault = scenes.strike(live.scene, "provider", moment)
    return _go_on(live, provider, holder, fault)


def _go_on(live: Live, provider: Provider, holder: Holder, fault: Armed | None) -> Answer:
    name = fault.name if fault else ""
    known = {"login": holder.login, "citizen": holder.citizen}
    if name == "idp_refuses" or (name == "factor_timeout" and not _asks_factor(live, provider)):
        return turned_away(live, name)
    if _asks_factor(live, provider) and name not in _AT_CALLBACK:
        late = {"verdict": TIMEOUT} if name == "factor_timeout" else {}
        return _ask_factor(live, provider, holder, **late)
    progress = live.transaction.progress
    own = (*progress.faults, name) if name in _AT_CALLBACK else progress.faults
    answer = _back(live, name, **known, faults=own)
    return replace(answer, delay_ms=scenes.delay_of(fault)) if isinstance(answer, Go) else answer


def _asks_factor(live: Live, provider: Provider) -> bool:
    return _factor_of(live, provider) is not Factor.NONE


def _factor_of(live: Live, provider: Provider) -> Factor:
    return factor_of(provider, ameli_code=live.scene.rules.ameli_factor)


def _ask_factor(live: Live, provider: Provider, holder: Holder, **late: str) -> Answer:
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
    if _factor_of(live, provider) is Factor.CODE:
        letters.send_code(scene, provider.uid, holder.citizen, code)
    state = urlencode({"state": live.transaction.progress.state})
    return _go(live, f"/fi/{provider.uid}/verification?{state}")


def _verdict(live: Live) -> str:
    """Return what was decided of the second factor outside this browser, time included."""
    progress, rules = live.transaction.progress, live.scene.rules
    if live.scene.now >= progress.started + rules.factor_millis:
        return TIMEOUT
    return progress.verdict


def _by_magic(live: Live, provider: Provider, magic: Magic) -> Answer:
    """Follow a magic login: any password, no second factor, the fault at its own stage."""
    scene, name = live.scene, magic.name
    holder = _identity(live, provider, magic.identifier)
    if holder is None:
        return _form(live, wrong="login")
    stage = faults.STAGE_OF.get(name, "identity")
    if stage in faults.FOR_ALL:
        client = None if stage in faults.ANONYMOUS else live.client.client_id
        fault = Armed(f"0-{new_token(48)}", name, client=client)
        tuning.put_fault(scene.tx, fault)
        own: tuple[str, ...] = ()
    else:
        own = (name,)
    if stage == "provider":
        return _go_on(live, provider, holder, Armed("", name))
    known = {"login": holder.login, "citizen": holder.citizen}
    return _back(live, **known, faults=own)


def _identity(live: Live, provider: Provider, identifier: str | None) -> Holder | None:
    """Return whose identity a magic login borrows: the one it names, else the first elector's."""
    if identifier is None:
        return Holder(elector_key(0), "", "", "")
    tx = live.scene.tx
    login = canonical(identifier, provider.shape, check=False)
    holder = people.find_holder(tx, provider.uid, login) if login else None
    rank = tx.world.electors.rank_of(identifier.strip().lower()) if holder is None else None
    return holder if rank is None else Holder(elector_key(rank), "", "", "")


def _back(live: Live, name: str = "", **changes: Any) -> Answer:
    """Lead back to the stub with a code, as a provider would."""
    code, state = new_token(), live.transaction.progress.state
    changes = {"code": code, **changes}
    citizen = changes.get("citizen", live.transaction.progress.citizen)
    moved = live.to(line(live.scene, "signed-in", citizen=citizen), Step.PROVIDER, **changes)
    if moved is None:
        return live.error("Y420001")
    told = {
        "idp_no_state": {"code": code},
        "idp_wrong_state": {"code": code, "state": new_token()},
        "idp_no_code": {"state": state},
    }.get(name, {"code": code, "state": state})
    return _go(live, f"/api/v2/oidc-callback?{urlencode(told)}")


def _form(live: Live, wrong: str = "") -> Screen:
    progress, settings = live.transaction.progress, live.scene.settings
    provider = PROVIDERS[progress.provider]
    return Screen(
        name="login",
        facts={
            "provider": provider.uid,
            "title": settings.title(provider.uid),
            "shape": provider.shape.value,
            "secret": provider.secret.value,
            "digits": provider.digits,
            "state": progress.state,
            "wrong": wrong,
            "demo": people.demo_accounts(live.scene.tx, provider.uid),
        },
        cookie=live.seat.cookie(),
        delay_ms=settings.delay(provider.uid),
    )


def _factor(live: Live, *, wrong: bool = False) -> Screen:
    progress, settings = live.transaction.progress, live.scene.settings
    provider = PROVIDERS[progress.provider]
    kind = _factor_of(live, provider)
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


def _go(live: Live, path: str) -> Go:
    return Go(
        url=live.scene.place.path(path),
        cookie=live.seat.cookie(),
        delay_ms=live.scene.settings.delay(live.transaction.progress.provider),
    )
