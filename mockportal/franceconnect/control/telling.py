"""From what use cases return to what the control API tells of the stub."""

from dataclasses import asdict
from typing import Any

from mockportal.client import franceconnect as models
from mockportal.domain.franceconnect import faults as catalogue
from mockportal.domain.franceconnect.citizens import rank_of
from mockportal.domain.franceconnect.clients import Client, Stamps
from mockportal.domain.franceconnect.dialects import Place
from mockportal.domain.franceconnect.faults import Armed
from mockportal.domain.franceconnect.providers import PROVIDERS
from mockportal.domain.franceconnect.transaction import Session
from mockportal.domain.instants import SECOND, Millis, paris
from mockportal.usecases.franceconnect.enrolling import Enrolled
from mockportal.usecases.franceconnect.scene import Settings

_NEAR = 30 * SECOND


def client(
    one: Client, place: Place, apart: Millis, *, with_secret: bool = False
) -> models.StubClient:
    """Tell a client; ``apart`` is how far the election's clock is from the machine's."""
    told = asdict(one)
    told.update(
        client_secret=one.client_secret if with_secret else None,
        userinfo_alg=one.userinfo_signed.value,
        entity=one.pairwise,
        issuer=place.issuer(one.dialect),
        clock_warning=_warning(one, apart),
    )
    return models.StubClient(**told)


def _warning(one: Client, apart: Millis) -> str | None:
    if one.token_time is Stamps.WALL or abs(apart) <= _NEAR:
        return None
    seen = "périmés" if apart < 0 else "datés du futur"
    return (
        f"Les jetons portent l'heure de l'élection : un client à l'heure de la machine les "
        f"croira {seen}."
    )


def accounts(found: list[dict[str, Any]], following: int | None) -> models.StubAccounts:
    """Tell some accounts."""
    return models.StubAccounts(
        accounts=tuple(models.StubAccount(**one) for one in found), next=following
    )


def citizen(one: Enrolled) -> models.StubCitizen:
    """Tell a citizen."""
    elector, identity = rank_of(one.key), asdict(one.identity)
    identity.pop("key")
    return models.StubCitizen(
        key=one.key,
        elector=elector,
        variant=one.variant,
        identity=identity,
        accounts=tuple(
            models.StubAccount(**account, citizen=one.key, elector=elector)
            for account in one.accounts
        ),
    )


def settings(one: Settings) -> models.StubSettings:
    """Tell the settings in force; clients have calls of their own, and secrets."""
    return models.StubSettings(settings=one.rules.model_dump(mode="json", exclude={"clients"}))


def providers(one: Settings) -> models.StubProviders:
    """Tell every provider, those of the choice first and in order."""
    shown = [str(uid) for uid in one.rules.providers]
    rest = [uid for uid in PROVIDERS if uid not in shown]
    return models.StubProviders(
        providers=tuple(
            models.StubProvider(
                uid=uid,
                title=one.title(uid),
                state=one.state(uid),  # type: ignore[arg-type]  # the three there are
                beta=one.beta.get(uid, PROVIDERS[uid].beta),
                order=shown.index(uid) if uid in shown else None,
                slow_ms=one.delay(uid),
                only=one.only.get(uid),
                never=one.never.get(uid, ()),
            )
            for uid in (*shown, *rest)
        )
    )


def fault(one: Armed) -> models.StubFault:
    """Tell an armed fault."""
    return models.StubFault(**asdict(one), stage=catalogue.STAGE_OF[one.name])


def faults(armed: list[Armed]) -> models.StubFaults:
    """Tell the faults that wait, and those there are."""
    return models.StubFaults(faults=tuple(fault(one) for one in armed), catalogue=catalogue.STAGES)


def authorization(told: dict[str, Any]) -> models.StubAuthorization:
    """Tell one authorization."""
    steps = tuple(_step(dict(one)) for one in told["steps"])
    return models.StubAuthorization(
        **{**told, "started_at": paris(told["started_at"]), "steps": steps}
    )


def _step(told: dict[str, Any]) -> models.StubStep:
    step, at, wall = told.pop("step"), told.pop("at"), told.pop("wall")
    return models.StubStep(step=step, at=paris(at), wall=paris(wall), facts=told)


def refusals(found: list[dict[str, Any]]) -> models.StubRefusals:
    """Tell refused requests."""
    blank = {"code": None, "error": None, "description": None, "status": None, "why": ()}
    known = set(models.StubRefusal.model_fields)
    told = (blank | {name: value for name, value in one.items() if name in known} for one in found)
    return models.StubRefusals(
        refusals=tuple(
            models.StubRefusal(**{**one, "at": paris(one["at"]), "wall": paris(one["wall"])})
            for one in told
        )
    )


def sessions(found: list[Session]) -> models.StubSessions:
    """Tell the browsers at the stub."""
    return models.StubSessions(
        sessions=tuple(
            models.StubSession(
                id=one.key,
                citizen=one.signed.citizen if one.signed else None,
                provider=one.signed.provider if one.signed else None,
                signed_at=paris(one.signed.at) if one.signed else None,
                authorization=one.uid or None,
            )
            for one in found
        )
    )
