"""Whole elections copied, restored and deleted: every table is told whether its rows pass."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from mockportal.clock import Clock
from mockportal.domain.instants import Millis
from mockportal.domain.journal import entry_hash
from mockportal.storage.connection import Execute, UnknownElection
from mockportal.storage.elections import FIELDS, add, new_world
from mockportal.storage.engine import statements
from mockportal.storage.sql_classes import forget_pupils

PASSES = frozenset(
    {"account", "claim", "claim_place", "counter", "emargement", "fault_use", "fc_document"}
    | {"journal", "link", "mailbox", "message", "outbox", "tries", "urn"}
)
"""The state of an election. Of links, only those that have served: they are history."""

APART = frozenset({"account", "emargement", "urn"})
"""Half of what a copy writes, reckoned by time."""

COPY_LASTS: Millis = 3_600_000
"""A copy without an election is given up after an hour of real time."""

STAYS = frozenset(
    {"captcha", "fc_grant", "fc_refusal", "fc_session", "fc_transaction"}
    | {"reveal", "trip", "visit"}
)
"""What was handed out to browsers and clients: worth nothing in a copy or after a restore."""

Twins = tuple[dict[str, Any], dict[str, Any]]
"""The row of an election, and that of the one like it."""

_OF_WORLDS = ("election", "gone", "copied")  # what says of a world that it is, was, or came to be
_TABLE = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+) \((.*?)\n\)", re.DOTALL)
_COLUMN = re.compile(r"^    ([a-z_]+) [A-Z]", re.MULTILINE)

_ROW = f"SELECT {', '.join(FIELDS)} FROM election WHERE name = :name"
# An update that changes nothing holds the row: what is journaled there waits for the commit.
_HOLD = "UPDATE election SET frozen = frozen WHERE name = :name"
_FORGET = "DELETE FROM election WHERE world = :world"
_NOTE_GONE = "INSERT INTO gone (world) VALUES (:world)"
_NOTE_COPIED = "INSERT INTO copied (world, since) VALUES (:world, :since)"
_GONE = """
    SELECT world FROM gone UNION SELECT world FROM copied
    WHERE since < :before
      AND NOT EXISTS (SELECT 1 FROM election WHERE election.world = copied.world)
"""
_BALLOTS = "SELECT COALESCE(SUM(ballots), 0) FROM counter WHERE world = :world"
_ANNULLED = """
    SELECT COUNT(*) FROM emargement AS mine
    WHERE mine.world = :world AND NOT EXISTS (
        SELECT 1 FROM emargement AS theirs
        WHERE theirs.world = :copy AND theirs.scrutin = mine.scrutin
          AND theirs.rank = mine.rank AND theirs.at = mine.at)
"""
_ADD_ENTRY = """
    INSERT INTO journal (world, seq, at, kind, detail, hash)
    VALUES (:world, :seq, :at, :kind, :detail, :hash)
"""


class NotACopy(Exception):
    """The election to restore from is no copy of the one to be restored."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A copy under way: the rows of both elections, and the tables that have something to pass."""

    twins: Twins
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the new incarnation, and how many votes it annulled."""

    incarnation: int
    annulled: int


def begin_copy(run: Execute, name: str, into: str) -> Begun:
    """Write an election's own row, clock included, under another id.

    Refuses: UnknownElection, ElectionExists.
    """
    row = _row(run, name)
    twin = _like(row, name=into, incarnation=1, copied_from=name)
    add(run, twin)
    return Begun((row, twin), _held(run, row["world"]))


def copy_apart(run: Execute, begun: Begun, real: Millis) -> None:
    """Write half of the state, and that it belongs to a copy that may never be finished."""
    run(_NOTE_COPIED, {"world": begun.twins[1]["world"], "since": real})
    _pass_on(run, begun.twins, begun.held & APART)


def end_copy(run: Execute, begun: Begun) -> None:
    """Write the other half."""
    _pass_on(run, begun.twins, begun.held - APART)


def restore(run: Execute, name: str, source: str, real: Millis) -> Restored:
    """Put the state of a copy, clock included, under the id of its original.

    A new incarnation with a new run secret: nothing handed out before works. The journal is the
    copy's, and says what happened. Refuses: UnknownElection, NotACopy.
    """
    run(_HOLD, {"name": name})
    run(_HOLD, {"name": source})
    before, row = _row(run, name), _row(run, source)
    if row["copied_from"] != name:
        raise NotACopy(source)
    worlds = {"world": before["world"], "copy": row["world"]}
    restored = Restored(before["incarnation"] + 1, int(run(_ANNULLED, worlds).fetchone()[0]))
    entry = _entry(row, _shown(row, real), _told(before, row, restored))
    twin = _like(
        row | {"head_seq": entry["seq"], "head_at": entry["at"], "head_hash": entry["hash"]},
        name=name,
        incarnation=restored.incarnation,
        copied_from=before["copied_from"],
    )
    _let_go(run, before["world"])
    add(run, twin)
    _pass_on(run, (row, twin), _held(run, row["world"]))
    run(_ADD_ENTRY, {"world": twin["world"], **entry})
    return restored


def delete(run: Execute, name: str) -> None:
    """Remove an election; its rows wait to be cleared. Refuses: UnknownElection."""
    run(_HOLD, {"name": name})
    _let_go(run, _row(run, name)["world"])
    forget_pupils(run, name)


def gone(run: Execute, real: Millis) -> list[int]:
    """Return the worlds whose rows wait to be cleared: deleted, or of a copy that broke off."""
    return [row[0] for row in run(_GONE, {"before": real - COPY_LASTS}).fetchall()]


def clear(run: Execute, world: int) -> None:
    """Delete every row of a world that is gone, those of its last visitors included."""
    for table in (*_TABLES, "copied", "gone"):
        run(f"DELETE FROM {table} WHERE world = :world", {"world": world})


def ballots(run: Execute, name: str) -> int:
    """Return how many ballots an election holds. Refuses: UnknownElection."""
    return int(run(_BALLOTS, {"world": _row(run, name)["world"]}).fetchone()[0])


def tables() -> dict[str, tuple[str, ...]]:
    """Return the columns of every table whose rows belong to an election."""
    found = (_TABLE.match(statement) for statement in statements(""))
    columns = {one[1]: tuple(_COLUMN.findall(one[2])) for one in found if one}
    return {
        name: has for name, has in columns.items() if has[0] == "world" and name not in _OF_WORLDS
    }


def _held(run: Execute, world: int) -> frozenset[str]:
    """Return the tables in which a world has rows that pass."""
    return frozenset(one[0] for one in run(_HELD, {"world": world}).fetchall())


def _pass_on(run: Execute, twins: Twins, tables: frozenset[str]) -> None:
    """Write the rows of one world in another; letters on their way then point there."""
    row, twin = twins
    worlds = {"one": row["world"], "other": twin["world"]}
    addresses = {"old": f"{{base}}/{row['name']}/", "new": f"{{base}}/{twin['name']}/"}
    for table in sorted(tables):
        run(_PASSING[table], worlds | (addresses if table == "outbox" else {}))


def _passing(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that writes the rows of one world in another."""
    there = ", ".join(columns[1:])
    here = there.replace(" text", " REPLACE(text, :old, :new)") if table == "outbox" else there
    only = " AND used_at IS NOT NULL" if table == "link" else ""
    return (
        f"INSERT INTO {table} (world, {there}) SELECT :other, {here} FROM {table} "
        f"WHERE world = :one{only}"
    )


def _let_go(run: Execute, world: int) -> None:
    run(_FORGET, {"world": world})
    run(_NOTE_GONE, {"world": world})


def _row(run: Execute, name: str) -> dict[str, Any]:
    row = run(_ROW, {"name": name}).fetchone()
    if row is None:
        raise UnknownElection(name)
    return dict(zip(FIELDS, row, strict=True))


def _like(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the row of an election like another one, with a run secret of its own."""
    definition = json.loads(row["definition"]) | {"id": changes["name"]}
    fresh = {"world": new_world(), "secret": secrets.token_hex(32)}
    return {**row, **changes, **fresh, "definition": json.dumps(definition)}


def _shown(row: dict[str, Any], real: Millis) -> Millis:
    """Return what an election's clock shows."""
    return Clock(row["set_at"], row["shown"], row["speed"], bool(row["frozen"])).at(real)


def _told(before: dict[str, Any], row: dict[str, Any], restored: Restored) -> str:
    """Return what the journal says of a restore."""
    told = {
        "from": row["name"],
        "head": [row["head_seq"], row["head_hash"]],
        "incarnation": restored.incarnation,
        "annulled": restored.annulled,
        "was": {"head": [before["head_seq"], before["head_hash"]], "seal": before["seal"]},
    }
    return json.dumps(told)


def _entry(row: dict[str, Any], at: Millis, told: str) -> dict[str, Any]:
    """Return the journal's next entry."""
    seq, at, kind = row["head_seq"] + 1, max(at, row["head_at"]), "restored"
    digest = entry_hash(row["head_hash"], seq, at, kind, told)
    return {"seq": seq, "at": at, "kind": kind, "detail": told, "hash": digest}


_TABLES = tables()
_PASSING = {table: _passing(table, _TABLES[table]) for table in PASSES}
# Most tables of most elections are empty: they are not worth a statement each.
_HELD = " UNION ALL ".join(
    f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table} WHERE world = :world)"
    for table in sorted(PASSES)
)
