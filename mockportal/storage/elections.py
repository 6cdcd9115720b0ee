"""Elections as a whole: made, copied, restored, deleted. Each runs in one transaction."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from mockportal.clock import Clock
from mockportal.domain.instants import Millis
from mockportal.domain.journal import GENESIS
from mockportal.election import Election
from mockportal.storage.connection import Execute

FIELDS = (
    *("world", "name", "incarnation", "copied_from", "definition", "secret", "pepper", "set_at"),
    *("shown", "speed", "frozen", "faults", "sealed_at", "seal", "counted_at", "crossed"),
    *("head_seq", "head_at", "head_hash"),
)
ADD_ELECTION = f"""
    INSERT INTO election ({", ".join(FIELDS)}) VALUES (:{", :".join(FIELDS)})
    ON CONFLICT (name) DO NOTHING
"""
NAMES = "SELECT name FROM election ORDER BY name"
COPIES = "SELECT name FROM election WHERE copied_from = :name ORDER BY name"

SHOWING = """
    SELECT name FROM election
    WHERE EXISTS (SELECT 1 FROM reveal WHERE reveal.world = election.world AND sealed_code <> '')
"""


class ElectionExists(Exception):
    """An election of that name lives here already."""


@dataclass(frozen=True, slots=True)
class Newborn:
    """An election about to exist."""

    election: Election
    clock: Clock


def create(run: Execute, newborn: Newborn) -> dict[str, Any]:
    """Write a fresh election and return its row. Refuses: ElectionExists."""
    row = _row(newborn)
    add(run, row)
    return row


def add(run: Execute, row: dict[str, Any]) -> None:
    """Write an election's own row. Refuses: ElectionExists."""
    if run(ADD_ELECTION, row).rowcount != 1:
        raise ElectionExists(row["name"])


def names(run: Execute) -> list[str]:
    """Return the names of all elections."""
    return [row[0] for row in run(NAMES, {}).fetchall()]


def showing_codes(run: Execute) -> list[str]:
    """Return the names of the elections that keep a code, on screen or past its time."""
    return [row[0] for row in run(SHOWING, {}).fetchall()]


def copies(run: Execute, name: str) -> list[str]:
    """Return the names of the copies of an election."""
    return [row[0] for row in run(COPIES, {"name": name}).fetchall()]


def new_world() -> int:
    """Draw the key of a world: 53 random bits, so that no two processes need to agree."""
    return secrets.randbits(53) | 1


def definition(election: Election) -> str:
    """Return an election as it is stored."""
    return json.dumps(election.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def start_clock(real: Millis, at: Millis, speed: float = 1.0, *, frozen: bool = False) -> Clock:
    """Return a clock that shows an instant now."""
    return Clock(real, at, speed, frozen)


def _row(newborn: Newborn) -> dict[str, Any]:
    clock = newborn.clock
    return {
        "world": new_world(),
        "name": newborn.election.id,
        "incarnation": 1,
        "copied_from": None,
        "definition": definition(newborn.election),
        "secret": secrets.token_hex(32),
        "pepper": secrets.token_hex(32),
        "set_at": clock.set_at,
        "shown": clock.shown,
        "speed": clock.speed,
        "frozen": int(clock.frozen),
        "faults": "{}",
        "sealed_at": None,
        "seal": None,
        "counted_at": None,
        "crossed": _crossed(newborn),
        "head_seq": 0,
        "head_at": 0,
        "head_hash": GENESIS,
    }


def _crossed(newborn: Newborn) -> int:
    """Return how many instants of the calendar lie behind a new election: nothing fires late."""
    instants = newborn.election.calendar.instants
    return sum(at < newborn.clock.shown for at in instants)
