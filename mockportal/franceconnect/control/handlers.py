"""Calls about the stub: each reads what it takes, asks or performs, and tells."""

import asyncio
from typing import Any, TypeAlias

from mockportal.client import franceconnect as models
from mockportal.clock import wall_clock
from mockportal.domain.franceconnect.dialects import place
from mockportal.domain.franceconnect.refusals import NotThere
from mockportal.domain.instants import millis
from mockportal.franceconnect import keys
from mockportal.franceconnect.control import asking, checking, telling
from mockportal.franceconnect.control.asking import Asking, Nothing
from mockportal.franceconnect.signing import KeyRing, fresh_keys, public_keys
from mockportal.usecases.franceconnect import (
    enrolling,
    keeping,
    observing,
    registering,
    second_factor,
    tuning,
)
from mockportal.usecases.franceconnect.scene import Here

Plain: TypeAlias = Asking[Nothing, Nothing]

LOOK_AGAIN = 0.05


def _here(it: Asking[Any, Any]) -> Here:
    site = it.request.app[keys.SITE]
    default = it.election == site.default_election
    where = place(site.public_url, it.election, default=default, portal=site.portal_url)
    return Here(where, millis(wall_clock()))


async def read_settings(it: Plain) -> models.StubSettings:
    """GET …/franceconnect/settings."""
    return telling.settings(await it.ask(tuning.settings))


async def change_settings(it: Asking[Nothing, asking.SettingsChange]) -> models.StubSettings:
    """PUT …/franceconnect/settings."""
    values = it.body.model_dump()
    return telling.settings(await it.perform(tuning.change_settings, values=values))


async def reset_stub(it: Plain) -> None:
    """POST …/franceconnect/reset."""
    await it.perform(tuning.reset)


async def list_providers(it: Plain) -> models.StubProviders:
    """GET …/franceconnect/providers."""
    return telling.providers(await it.ask(tuning.settings))


async def change_provider(it: Asking[Nothing, asking.ProviderChange]) -> models.StubProviders:
    """PATCH …/franceconnect/providers/{provider}."""
    found = await it.perform(
        tuning.change_provider, provider=it.part("provider"), values=it.body.said()
    )
    return telling.providers(found)


async def list_accounts(it: Asking[asking.AccountsQuery, Nothing]) -> models.StubAccounts:
    """GET …/franceconnect/accounts."""
    query = it.query
    search = enrolling.Search(
        provider=query.provider,
        elector=query.elector or query.rank,
        query=query.q,
        cursor=query.cursor,
        limit=query.limit,
    )
    return telling.accounts(*await it.ask(enrolling.accounts, search=search))


async def get_citizen(it: Plain) -> models.StubCitizen:
    """GET …/franceconnect/citizens/{elector}."""
    return telling.citizen(await it.ask(enrolling.citizen, elector=it.part("elector")))


async def change_citizen(it: Asking[Nothing, asking.CitizenChange]) -> models.StubCitizen:
    """PATCH …/franceconnect/citizens/{elector}."""
    found = await it.perform(
        enrolling.change_citizen, elector=it.part("elector"), values=it.body.said()
    )
    return telling.citizen(found)


async def add_citizen(it: Asking[Nothing, asking.CitizenChange]) -> models.StubCitizen:
    """POST …/franceconnect/citizens."""
    return telling.citizen(await it.perform(enrolling.add_citizen, values=it.body.said()))


async def list_clients(it: Plain) -> models.StubClients:
    """GET …/franceconnect/clients."""
    here = _here(it)
    found, now = await it.ask(registering.list_clients, here=here)
    told = tuple(telling.client(one, here.place, now - here.wall) for one in found)
    return models.StubClients(clients=told)


async def register_client(it: Asking[Nothing, asking.NewClient]) -> models.StubClient:
    """POST …/franceconnect/clients: the one time the secret is told."""
    here = _here(it)
    one, now = await it.perform(registering.add_client, here=here, values=it.body.said())
    return telling.client(one, here.place, now - here.wall, with_secret=True)


async def change_client(it: Asking[Nothing, asking.ClientChange]) -> models.StubClient:
    """PATCH …/franceconnect/clients/{client}."""
    here, values = _here(it), it.body.said()
    one, now = await it.perform(
        registering.change_client, here=here, client_id=it.part("client"), values=values
    )
    return telling.client(one, here.place, now - here.wall, with_secret="client_secret" in values)


async def remove_client(it: Plain) -> None:
    """DELETE …/franceconnect/clients/{client}."""
    await it.perform(registering.remove_client, client_id=it.part("client"))


async def list_stub_faults(it: Plain) -> models.StubFaults:
    """GET …/franceconnect/faults."""
    return telling.faults(await it.ask(tuning.list_faults))


async def arm_fault(it: Asking[Nothing, asking.NewFault]) -> models.StubFault:
    """POST …/franceconnect/faults."""
    return telling.fault(await it.perform(tuning.arm, values=it.body.said()))


async def disarm_faults(it: Plain) -> None:
    """DELETE …/franceconnect/faults."""
    await it.perform(tuning.disarm)


async def disarm_fault(it: Plain) -> None:
    """DELETE …/franceconnect/faults/{fault}."""
    await it.perform(tuning.disarm, fault=it.part("fault"))


async def list_authorizations(
    it: Asking[asking.AuthorizationsQuery, Nothing],
) -> models.StubAuthorizations:
    """GET …/franceconnect/authorizations."""
    query = it.query
    which = observing.Filter(
        client=query.client, elector=query.elector, since=query.since, limit=query.limit
    )
    found = await it.ask(observing.authorizations, which=which)
    return models.StubAuthorizations(
        authorizations=tuple(telling.authorization(one) for one in found)
    )


async def get_authorization(it: Plain) -> models.StubAuthorization:
    """GET …/franceconnect/authorizations/{uid}."""
    return telling.authorization(await it.ask(observing.authorization, uid=it.part("uid")))


async def wait_for_authorization(
    it: Asking[asking.WaitQuery, Nothing],
) -> models.StubAuthorizations:
    """GET …/franceconnect/authorizations/wait: none when the time is over."""
    which = observing.Filter(after=it.query.after, step=it.query.step)
    loop = asyncio.get_running_loop()
    until = loop.time() + it.query.wait
    while True:
        found = await it.ask(observing.authorizations, which=which)
        if found or loop.time() >= until:
            told = tuple(telling.authorization(one) for one in found)
            return models.StubAuthorizations(authorizations=told)
        await asyncio.sleep(LOOK_AGAIN)


async def authorize_directly(
    it: Asking[Nothing, asking.NewAuthorization],
) -> models.StubCallback:
    """POST …/franceconnect/authorizations/direct."""
    body = it.body
    wanted = observing.Direct(**{**body.model_dump(), "elector": str(body.elector)})
    return models.StubCallback(
        url=await it.perform(observing.direct, here=_here(it), wanted=wanted)
    )


async def list_refusals(it: Asking[asking.RefusalsQuery, Nothing]) -> models.StubRefusals:
    """GET …/franceconnect/refusals."""
    return telling.refusals(await it.ask(observing.refusals, most=it.query.limit))


async def check_token(it: Asking[Nothing, asking.TokenToCheck]) -> models.StubToken:
    """POST …/franceconnect/tokens/check."""
    token = checking.opened(it.body.token)
    if isinstance(token, models.StubToken):
        return token
    here = _here(it)
    known = await it.ask(observing.token_facts, here=here, claims=token.claims)
    return checking.checked(token, await KeyRing(it.store).keys(it.election), here, known)


async def list_sessions(it: Plain) -> models.StubSessions:
    """GET …/franceconnect/sessions."""
    return telling.sessions(await it.ask(observing.sessions))


async def end_sessions(it: Plain) -> None:
    """DELETE …/franceconnect/sessions."""
    await it.perform(observing.end_session)


async def end_session(it: Plain) -> None:
    """DELETE …/franceconnect/sessions/{session}."""
    await it.perform(observing.end_session, session=it.part("session"))


async def list_keys(it: Plain) -> models.StubKeys:
    """GET …/franceconnect/keys."""
    return models.StubKeys(keys=tuple(await KeyRing(it.store).published(it.election)))


async def rotate_keys(it: Asking[Nothing, asking.Rotation]) -> models.StubKeys:
    """POST …/franceconnect/keys/rotate."""
    fresh = await asyncio.to_thread(fresh_keys)
    found = await it.perform(keeping.rotate, fresh=fresh, keep_old=it.body.keep_old)
    return models.StubKeys(keys=tuple(public_keys(found)))


async def answer_factor(it: Asking[Nothing, asking.Approval]) -> None:
    """POST …/franceconnect/approvals/{ticket}. Refuses: NotThere."""
    known = await it.perform(
        second_factor.decide_outside, here=_here(it), uid=it.part("ticket"), verdict=it.body.verdict
    )
    if not known:
        raise NotThere("Aucune approbation n'est attendue sous ce numéro.")
