"""Faults of an election: listed, replaced, switched one by one."""

from typing import Any

from mockportal.client.models import Faults
from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.usecases import faulting


async def list_faults(it: Asking[asking.Nothing, asking.Nothing]) -> Faults:
    """GET /elections/{election}/faults."""
    return await _listed(it)


async def replace_faults(it: Asking[asking.Nothing, asking.FaultList]) -> Faults:
    """PUT /elections/{election}/faults."""
    await it.perform(faulting.replace_faults, faults=it.body.faults)
    return await _listed(it)


async def set_fault(it: Asking[asking.Nothing, asking.FaultSettings]) -> Faults:
    """POST /elections/{election}/faults/{name}."""
    await it.perform(faulting.set_fault, name=it.part("name"), settings=it.body.root)
    return await _listed(it)


async def lift_fault(it: Asking[asking.Nothing, asking.Nothing]) -> Faults:
    """DELETE /elections/{election}/faults/{name}."""
    await it.perform(faulting.lift_fault, name=it.part("name"))
    return await _listed(it)


async def _listed(it: Asking[Any, Any]) -> Faults:
    return telling.faults(await it.ask(faulting.list_faults))
