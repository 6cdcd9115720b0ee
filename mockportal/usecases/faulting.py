"""What goes wrong in an election: declared in its file, or switched by a tester."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.domain.operator_refusals import Sealed
from mockportal.domain.refusals import UnknownPage
from mockportal.election import CATALOGUE, Fault, check
from mockportal.usecases.operator_records import OperatorRecords
from mockportal.usecases.records import Records
from mockportal.usecases.suffering import Spell, Switches, read, spells


def active_faults(tx: Records, now: Millis) -> tuple[Fault, ...]:
    """Return what goes wrong at an instant: most often nothing, at no cost."""
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return ()
    return tuple(one.fault for one in _all(tx) if one.on(now))


def active_fault(tx: Records, now: Millis, name: str) -> Fault | None:
    """Return a fault if it is on at an instant."""
    return next((one for one in active_faults(tx, now) if one.name == name), None)


def list_faults(tx: Records, now: Millis) -> list[tuple[Fault, bool, bool]]:
    """Return each fault in force, whether the file declared it, and whether it is on now."""
    return [(one.fault, one.declared, one.on(now)) for one in _all(tx)]


def replace_faults(
    tx: OperatorRecords, now: Millis, *, faults: Iterable[Mapping[str, Any]]
) -> None:
    """Have these faults and no other, the file's included. Refuses: InvalidFile, Sealed."""
    on = tuple((_fault(one), now) for one in faults)
    _hold(tx)
    names = frozenset(one.name for one in tx.world.election.faults)
    _save(tx, Switches(on, names))
    tx.journal("faults-replaced", _written(one for one, _ in on))


def set_fault(tx: OperatorRecords, now: Millis, *, name: str, settings: Mapping[str, Any]) -> None:
    """Have something go wrong, in place of what that name did before.

    Refuses: UnknownPage (no such fault), InvalidFile, Sealed.
    """
    fault = _fault({**settings, "name": _known(name)})
    held = _hold(tx)
    _save(tx, Switches((*_but(held, name), (fault, now)), held.off | {name}))
    tx.journal("fault-set", _written((fault,)))


def lift_fault(tx: OperatorRecords, now: Millis, *, name: str) -> None:
    """Have it go well again, whoever said otherwise. Refuses: UnknownPage, Sealed."""
    _known(name)
    held = _hold(tx)
    _save(tx, Switches(_but(held, name), held.off | {name}))
    tx.journal("fault-lifted", name)


def _all(tx: Records) -> Iterable[Spell]:
    return chain.from_iterable(spells(tx).values())


def _but(switches: Switches, name: str) -> tuple[tuple[Fault, Millis], ...]:
    return tuple((one, since) for one, since in switches.on if one.name != name)


def _known(name: str) -> str:
    if name not in CATALOGUE:
        raise UnknownPage
    return name


def _fault(told: Mapping[str, Any]) -> Fault:
    return check(Fault, told, "panne")


def _hold(tx: OperatorRecords) -> Switches:
    switched, sealed_at = tx.hold_faults()
    if sealed_at is not None:
        raise Sealed
    return read(switched)


def _save(tx: OperatorRecords, switches: Switches) -> None:
    on = [(_dumped(one), since) for one, since in switches.on]
    told = {"on": on, "off": sorted(switches.off)}
    tx.save_faults(json.dumps(told, ensure_ascii=False) if switches.on or switches.off else "{}")


def _dumped(fault: Fault) -> dict[str, Any]:
    return fault.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _written(faults: Iterable[Fault]) -> str:
    return json.dumps([_dumped(one) for one in faults], ensure_ascii=False)
