"""Which faults an election knew: read from the journal and from what voters met."""

import json
from dataclasses import dataclass
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.storage.connection import Execute

_MET = """
    SELECT fault, since, MIN(at), COUNT(*) - 1 FROM fault_use WHERE world = :world
    GROUP BY fault, since ORDER BY since, fault
"""
_TOLD = """
    SELECT kind, at, detail FROM journal
    WHERE world = :world AND kind IN ('fault-set', 'faults-replaced', 'fault-met') ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """One spell of a fault: since when, first met when (if at all), by how many voters.

    ``journaled`` tells that the journal has it too; beyond 1,000, voters are not counted.
    """

    name: str
    since: Millis
    met_at: Millis | None
    voters: int
    journaled: bool


def faults_seen(run: Execute, where: dict[str, Any]) -> tuple[FaultSeen, ...]:
    """Return the faults that were met, and those switched on that nobody met."""
    switched, told = list[tuple[str, Millis]](), set[tuple[str, Millis]]()
    for kind, at, detail in run(_TOLD, where).fetchall():
        found = json.loads(detail)
        if kind == "fault-met":
            told.add((found["name"], found["since"]))
        else:
            switched += [(one["name"], at) for one in found]
    seen = [
        FaultSeen(name, since, met_at, voters, (name, since) in told)
        for name, since, met_at, voters in run(_MET, where).fetchall()
    ]
    idle = [
        FaultSeen(name, at, None, 0, journaled=True)
        for name, at in dict.fromkeys(switched)
        if not any(one.name == name and one.since >= at for one in seen)
    ]
    return tuple(sorted((*seen, *idle), key=lambda one: (one.since, one.name)))
