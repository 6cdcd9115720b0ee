"""At an identity provider: what its pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from mockportal.domain.franceconnect.providers import Factor, Provider, factor_of
from mockportal.domain.franceconnect.transaction import Step
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import same
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.answers import ErrorPage, Go
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here
from mockportal.usecases.franceconnect.seats import Live, find_live


@dataclass(frozen=True, slots=True)
class Form:
    """A request at a provider: which one, under which state, and what was typed."""

    provider: str
    state: str
    login: str = ""
    secret: str = ""
    code: str = ""
    action: str = ""


def at_provider(
    tx: StubRecords, now: Millis, here: Here, cookie: Sequence[str], form: Form
) -> Live | ErrorPage:
    """Return who is at this provider, under this state; else Y190001."""
    live = find_live(scenes.open_scene(tx, now, here), cookie)
    if isinstance(live, ErrorPage):
        return live
    progress = live.transaction.progress
    mine = progress.provider == form.provider and same(form.state, progress.state or "-")
    if not mine or progress.step not in {Step.PROVIDER, Step.FACTOR}:
        return live.error("Y190001")
    return live


def turned_away(live: Live, reason: str) -> Go:
    """Lead back to the stub with an error; the callback writes it down."""
    told = {
        "error": "access_denied",
        "state": live.transaction.progress.state,
        "error_description": reason,
    }
    return go(live, f"/api/v2/oidc-callback?{urlencode(told)}")


def factor_kind(live: Live, provider: Provider) -> Factor:
    """Return the second factor that this election asks for."""
    return factor_of(provider, ameli_code=live.scene.rules.ameli_factor)


def go(live: Live, path: str) -> Go:
    """Lead to another page of the stub, as slowly as the provider is."""
    return Go(
        url=live.scene.place.path(path),
        cookie=live.seat.cookie(),
        delay_ms=live.scene.settings.delay(live.transaction.progress.provider),
    )
