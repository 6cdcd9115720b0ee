"""What goes wrong in an election: declared in its file, or switched by a tester."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.domain.operator_refusals import Sealed
from mockportal.domain.refusals import UnknownPage
from mockportal.election import CATALOGUE, Fault, check
from mockportal.usecases.operator_records import OperatorRecords
from mockportal.usecases.records import Records


@dataclass(frozen=True, slots=True)
class Switches:
    """What a tester changed: faults switched on, and names of the file's that are off."""

    on: tuple[Fault, ...] = ()
    off: frozenset[str] = frozenset()


def active_faults(tx: Records, now: Millis) -> tuple[Fault, ...]:
    """Return what goes wrong at an instant: most often nothing, at no cost."""
    declared, switched = tx.world.election.faults, tx.state.faults
    if not declared and switched == "{}":
        return ()
    instants = tx.world.election.calendar.instants
    return tuple(one for one, _ in _all(tx) if one.active(now, instants))


def active_fault(tx: Records, now: Millis, name: str) -> Fault | None:
    """Return a fault if it is on at an instant."""
    return next((one for one in active_faults(tx, now) if one.name == name), None)


def list_faults(tx: Records, now: Millis) -> list[tuple[Fault, bool, bool]]:
    """Return each fault in force, whether the file declared it, and whether it is on now."""
    instants = tx.world.election.calendar.instants
    return [(one, declared, one.active(now, instants)) for one, declared in _all(tx)]


def replace_faults(
    tx: OperatorRecords, now: Millis, *, faults: Iterable[Mapping[str, Any]]
) -> None:
    """Have these faults and no other, the file's included. Refuses: InvalidFile, Sealed."""
    on = tuple(_fault(one) for one in faults)
    _hold(tx)
    names = frozenset(one.name for one in tx.world.election.faults)
    _save(tx, Switches(on, names))
    tx.journal("faults-replaced", _written(on))


def set_fault(tx: OperatorRecords, now: Millis, *, name: str, settings: Mapping[str, Any]) -> None:
    """Have something go wrong, in place of what that name did before.

    Refuses: UnknownPage (no such fault), InvalidFile, Sealed.
    """
    fault = _fault({**settings, "name": _known(name)})
    held = _hold(tx)
    others = tuple(one for one in held.on if one.name != name)
    _save(tx, Switches((*others, fault), held.off | {name}))
    tx.journal("fault-set", _written((fault,)))


def lift_fault(tx: OperatorRecords, now: Millis, *, name: str) -> None:
    """Have it go well again, whoever said otherwise. Refuses: UnknownPage, Sealed."""
    _known(name)
    held = _hold(tx)
    others = tuple(one for one in held.on if one.name != name)
    _save(tx, Switches(others, held.off | {name}))
    tx.journal("fault-lifted", name)


def _all(tx: Records) -> list[tuple[Fault, bool]]:
    switches = _read(tx.state.faults)
    declared = [(one, True) for one in tx.world.election.faults if one.name not in switches.off]
    return [*declared, *((one, False) for one in switches.on)]


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
    return _read(switched)


def _save(tx: OperatorRecords, switches: Switches) -> None:
    told = {"on": [_dumped(one) for one in switches.on], "off": sorted(switches.off)}
    tx.save_faults(json.dumps(told, ensure_ascii=False) if switches.on or switches.off else "{}")


@lru_cache(maxsize=256)
def _read(switched: str) -> Switches:
    told = json.loads(switched)
    on = tuple(Fault.model_validate(one) for one in told.get("on", ()))
    return Switches(on, frozenset(told.get("off", ())))


def _dumped(fault: Fault) -> dict[str, Any]:
    return fault.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _written(faults: Iterable[Fault]) -> str:
    return json.dumps([_dumped(one) for one in faults], ensure_ascii=False)
