"""At an identity provider: identifier, secret, and the way back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from mockportal.domain.franceconnect import faults
from mockportal.domain.franceconnect.citizens import elector_key, rank_of
from mockportal.domain.franceconnect.faults import Armed, Magic, Moment
from mockportal.domain.franceconnect.identifiers import Shape, canonical
from mockportal.domain.franceconnect.providers import PROVIDERS, Factor, Provider, Secret
from mockportal.domain.franceconnect.transaction import Step
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token, same
from mockportal.usecases.franceconnect import people, tuning
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
from mockportal.usecases.franceconnect.second_factor import TIMEOUT, ask_factor

_AT_CALLBACK = frozenset({"idp_token_down", "idp_userinfo_down", "idp_low_acr", "idp_blocked"})


def show(tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form) -> Answer:
    """Show the login form of a provider."""
    live = at_provider(tx, now, here, cookie, form)
    if isinstance(live, ErrorPage):
        return live
    if live.transaction.progress.step is Step.FACTOR:
        return go(live, f"/fi/{form.provider}/verification?{urlencode({'state': form.state})}")
    return _form(live)


def sign_in(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Take identifier and secret; unknown and wrong get the same answer."""
    live = at_provider(tx, now, here, cookie, form)
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


def cancel(
    tx: StubRecords, now: Millis, *, here: Here, cookie: Sequence[str], form: Form
) -> Answer:
    """Turn away from a provider, back to the choice."""
    live = at_provider(tx, now, here, cookie, form)
    return live if isinstance(live, ErrorPage) else turned_away(live, "cancelled")


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
        return ask_factor(live, provider, holder, **late)
    progress = live.transaction.progress
    own = (*progress.faults, name) if name in _AT_CALLBACK else progress.faults
    answer = _back(live, name, **known, faults=own)
    return replace(answer, delay_ms=scenes.delay_of(fault)) if isinstance(answer, Go) else answer


def _asks_factor(live: Live, provider: Provider) -> bool:
    return factor_kind(live, provider) is not Factor.NONE


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
    return go(live, f"/api/v2/oidc-callback?{urlencode(told)}")


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
