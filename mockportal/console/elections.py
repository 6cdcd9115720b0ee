"""Elections made, listed, copied, restored, deleted."""

import secrets
from functools import lru_cache
from typing import Any

from mockportal import __version__
from mockportal.client.models import Detail, Elections, Server
from mockportal.clock import Clock
from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.domain.operator_refusals import OtherElection, ReservedName, Unconfirmed
from mockportal.election import RESERVED, Election, load_shipped, names, parse, revised
from mockportal.storage import copying
from mockportal.usecases import overseeing

_DRAWN = 10  # letters and digits added to a name, to make an id of it


async def get_server(it: Asking[asking.Nothing, asking.Nothing]) -> Server:
    """GET /server."""
    return Server(
        version=__version__,
        portal=it.place.portal,
        franceconnect=it.place.franceconnect,
        console=it.place.console,
        files=tuple(names()),
    )


async def create_election(it: Asking[asking.Nothing, asking.NewElection]) -> Detail:
    """POST /elections."""
    election = _declared(it.body)
    shown = it.body.at if it.body.at is not None else election.calendar.instants.opens
    clock = Clock(it.store.real.now(), shown, it.body.speed, it.body.frozen)
    return telling.detail(await it.store.create(election, clock, overseeing.look_over), it.place)


async def list_elections(it: Asking[asking.Nothing, asking.Nothing]) -> Elections:
    """GET /elections."""
    seen = await it.store.ask_each(overseeing.look_over)
    return Elections(elections=tuple(telling.summary(one, it.place) for one in seen))


async def get_election(it: Asking[asking.Nothing, asking.Nothing]) -> Detail:
    """GET /elections/{election}."""
    return await _detail(it, it.election)


async def delete_election(it: Asking[asking.Confirming, asking.Nothing]) -> None:
    """DELETE /elections/{election}."""
    await _check_confirmed(it, it.query.confirm)
    await it.store.delete(it.election)


async def copy_election(it: Asking[asking.Nothing, asking.NewCopy]) -> Detail:
    """POST /elections/{election}/copies."""
    into = it.body.id or _drawn(it.election)
    seen = await it.store.copy(it.election, into, overseeing.look_over)
    return telling.detail(seen, it.place)


async def restore_election(it: Asking[asking.Confirming, asking.Restoring]) -> Detail:
    """POST /elections/{election}/restore."""
    await _check_confirmed(it, it.query.confirm or it.body.confirm)
    await it.store.restore(it.election, it.body.source)
    return await _detail(it, it.election)


async def _detail(it: Asking[Any, Any], name: str) -> Detail:
    return telling.detail(await it.store.ask(name, overseeing.look_over), it.place)


async def _check_confirmed(it: Asking[Any, Any], confirm: str | None) -> None:
    """Pass when no ballot is at stake, or the election is named again.

    Refuses: Unconfirmed, OtherElection.
    """
    if confirm == it.election:
        return
    if confirm in await it.store.elections():
        raise OtherElection
    if await it.store.engine.read(lambda run: copying.ballots(run, it.election)):
        raise Unconfirmed


def _declared(told: asking.NewElection) -> Election:
    """Return the election that a call describes. Refuses: InvalidElection, ReservedName."""
    if isinstance(told.source, str):
        base = _shipped(told.source)
        changes: dict[str, Any] = {"id": told.id or _drawn(base.id)}
    else:
        if told.source.get("id") in RESERVED:
            raise ReservedName
        base = parse({"id": "definition", **told.source})
        named = told.id or (base.id if "id" in told.source else None)
        changes = {"id": named or _drawn(base.id)}
    roll = {"seed": told.seed, "size": told.size}
    known = {key: value for key, value in roll.items() if value is not None}
    if known:
        changes["electorate"] = known
    if told.settings:
        base = revised(base, {**told.settings, "id": base.id})
    return revised(base, changes)


def _drawn(name: str) -> str:
    """Return an id that nobody has: a name and some letters and digits."""
    return f"{name[: 31 - _DRAWN]}-{secrets.token_hex(_DRAWN // 2)}"


@lru_cache(maxsize=32)
def _shipped(name: str) -> Election:
    return load_shipped(name)
