"""Back from a provider: the answer, the check of identity."""

from collections.abc import Sequence
from dataclasses import replace

from mockportal.domain.franceconnect import faults
from mockportal.domain.franceconnect.citizens import is_incomplete, rank_of
from mockportal.domain.franceconnect.clients import Kind
from mockportal.domain.franceconnect.faults import Moment
from mockportal.domain.franceconnect.providers import PROVIDERS, amr_of
from mockportal.domain.franceconnect.transaction import Progress, Signed, Step
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import same
from mockportal.usecases.franceconnect import people
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import Answer, ErrorPage, Go
from mockportal.usecases.franceconnect.consenting import finish
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here, line
from mockportal.usecases.franceconnect.seats import Live, find_live

_CALLBACK_CODES = {
    "idp_token_down": "Y020026",
    "idp_userinfo_down": "Y020027",
    "idp_low_acr": "Y100001",
    "idp_blocked": "Y100011",
}


def come_back(
    tx: StubRecords,
    now: Millis,
    *,
    here: Here,
    cookie: Sequence[str],
    given: Sequence[tuple[str, str]],
) -> Answer:
    """Take a provider's answer; the cookie changes."""
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    told = dict(given)
    code = _callback_fault(live, told)
    if code is not None:
        return live.error(code)
    progress = live.transaction.progress
    if "error" in told:
        back = progress.to(
            Step.CHOICE, failed=progress.provider, spent=progress.state, state="", code=""
        )
        return _moved(live, line(live.scene, "provider-failed"), back, "")
    broken = next((name for name in progress.faults if name in _CALLBACK_CODES), None)
    if broken is not None:
        return live.error(_CALLBACK_CODES[broken])
    known = progress.to(Step.CHECK, spent=progress.state, state="", code="")
    return _moved(live, line(live.scene, "returned"), known, "/verify")


def _callback_fault(live: Live, told: dict[str, str]) -> str | None:
    progress = live.transaction.progress
    state = told.get("state")
    if not state:
        return "Y020021"
    if progress.spent and same(state, progress.spent):
        return "Y420001"
    if progress.step not in {Step.PROVIDER, Step.FACTOR} or not same(state, progress.state):
        return "Y020022"
    if "error" in told:
        return None
    if not told.get("code"):
        return "Y020025"
    return None if same(told["code"], progress.code or "-") else "Y020026"


def _moved(live: Live, entry: str, progress: Progress, path: str) -> Answer:
    """Write the transaction and the session under a new number."""
    moved = live.moved(entry, progress)
    seat = live.seat.renumbered()
    if moved is None or not live.scene.tx.save_sitting(seat.session, was=live.seat.session.key):
        return live.error("Y420001")
    url = live.scene.place.path(f"/api/v2/interaction/{live.transaction.uid}{path}")
    return Go(url=url, cookie=seat.cookie(always=True))


def verify(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], uid: str) -> Answer:
    """Check the identity, once: from a provider just now, or from the session."""
    live = find_live(scenes.open_scene(tx, now, here), cookie, uid)
    if isinstance(live, ErrorPage):
        return live
    progress, signed = live.transaction.progress, live.seat.session.signed
    by_session = progress.sso and progress.step is Step.CHOICE and signed is not None
    if progress.step is not Step.CHECK and not by_session:
        return live.error("Y420001")
    scene = live.scene
    if not by_session or signed is None:
        signed = _just_signed(live)
    open_now = scene.settings.state(signed.provider) == "open"
    if not open_now or not scene.settings.serves(signed.provider, live.client):
        back = progress.to(Step.CHOICE, sso=False, failed="" if by_session else signed.provider)
        moved = live.moved(line(scene, "provider-closed"), back)
        return _go(live, uid, "") if moved else live.error("Y420001")
    code = _identity_fault(live, signed)
    if code is not None:
        failed = live.to(line(scene, "identity-refused", code=code), Step.FAILED)
        return (failed or live).error(code)
    return _identified(live, signed)


def _just_signed(live: Live) -> Signed:
    progress, scene = live.transaction.progress, live.scene
    amr = amr_of(PROVIDERS[progress.provider], ameli_code=scene.rules.ameli_factor)
    return Signed(
        progress.citizen, progress.provider, amr, scene.now, scene.here.wall, progress.login
    )


def _identity_fault(live: Live, signed: Signed) -> str | None:
    moment = Moment(live.client.client_id, signed.provider, signed.login, rank_of(signed.citizen))
    own = live.transaction.progress.faults
    magic = next((name for name in own if faults.code_of(name)), None)
    if magic is not None:
        return faults.code_of(magic)
    fault = scenes.strike(live.scene, "identity", moment)
    if fault is not None:
        return faults.code_of(fault.name)
    person = people.identity_of(live.scene.tx, signed.citizen, signed.provider)
    return "Y600006" if is_incomplete(person) else None


def _identified(live: Live, signed: Signed) -> Answer:
    """Remember who is there; then the continue screen, or the client at once if it may."""
    scene, asked = live.scene, live.transaction.asked
    moved = live.to(
        line(scene, "identified", citizen=signed.citizen, provider=signed.provider),
        Step.CONTINUE,
        citizen=signed.citizen,
        provider=signed.provider,
    )
    if moved is None:
        return live.error("Y420001")
    if live.seat.session.signed != signed:
        session = replace(live.seat.session, signed=signed)
        scene.tx.save_sitting(session, was=session.key)
        moved = replace(moved, seat=replace(moved.seat, session=session))
    skips = asked.prompt_login and live.client.allow_prompt_login
    if skips and live.client.kind is Kind.PUBLIC:
        return finish(moved)
    return _go(moved, live.transaction.uid, "/consent")


def _go(live: Live, uid: str, path: str) -> Go:
    url = live.scene.place.path(f"/api/v2/interaction/{uid}{path}")
    return Go(url=url, cookie=live.seat.cookie())
