"""A certificate of an election: what its tables held, so that a later change is seen.

It names the head of the hash-chained journal, and a digest of emargement, urn, counters and
definition. Written after the seal it holds for good, count and later calendar entries included.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockportal import __version__
from mockportal.domain.instants import Millis
from mockportal.storage.connection import Execute
from mockportal.storage.engine import SCHEMA_VERSION, StoreRefused
from mockportal.storage.findings import Check, Finder, each
from mockportal.storage.sql_records import SqlRecords

FORMAT = "mockportal-certificate/1"

_ELECTION = """
    SELECT world, incarnation, definition, sealed_at, head_seq, head_hash FROM election
    WHERE name = :name
"""
_FROZEN = {
    "emargement": """
        SELECT rank, scrutin, at FROM emargement WHERE world = :world ORDER BY rank, scrutin
    """,
    "urn": "SELECT scrutin, ref, ballot FROM urn WHERE world = :world ORDER BY scrutin, ref",
    "counter": """
        SELECT scrutin, ballots FROM counter WHERE world = :world AND ballots > 0
        ORDER BY scrutin
    """,
}
_BALLOTS = "SELECT scrutin, ballots FROM counter WHERE world = :world AND ballots > 0"
_UNSEALED = "SELECT name FROM election WHERE sealed_at IS NOT NULL AND seal IS NULL ORDER BY name"
_PUT_SEAL = "UPDATE election SET seal = :seal WHERE world = :world AND seal IS NULL"
_ENTRY = "SELECT hash FROM journal WHERE world = :world AND seq = :seq"
_GENESIS = "0" * 64
_CODE = Path(__file__).parents[1]


def certify(run: Execute, name: str) -> dict[str, Any] | None:
    """Return the certificate of an election as it is now; None when there is no such election."""
    row = run(_ELECTION, {"name": name}).fetchone()
    if row is None:
        return None
    world, incarnation, definition, sealed_at, head_seq, head_hash = row
    where = {"world": world}
    told = {
        "format": FORMAT,
        "election": name,
        "incarnation": incarnation,
        "sealed_at": sealed_at,
        "ballots": dict(sorted(run(_BALLOTS, where).fetchall())),
        "journal": {"seq": head_seq, "hash": head_hash},
        "digests": digests(run, world, definition),
        "program": {"version": __version__, "schema": SCHEMA_VERSION, "code": _code()},
    }
    return {**told, "seal": _seal(told)}


def digests(run: Execute, world: int, definition: str) -> dict[str, str]:
    """Return a digest of each table that the seal freezes, and of what the election declares."""
    declared = {key: value for key, value in json.loads(definition).items() if key != "id"}
    return {
        **{table: _digest(run(query, {"world": world})) for table, query in _FROZEN.items()},
        "definition": _seal(declared),  # without the id: a copy goes by another
    }


def unsealed(run: Execute) -> list[str]:
    """Return the names of elections whose urn is frozen and that bear no seal yet."""
    return [row[0] for row in run(_UNSEALED, {}).fetchall()]


def seal_text(run: Execute, name: str) -> str | None:
    """Return the seal of an election: the digests of what is frozen, and of the program."""
    row = run(_ELECTION, {"name": name}).fetchone()
    if row is None:
        return None
    world, _, definition, *_ = row
    return json.dumps({**digests(run, world, definition), "code": _code()}, sort_keys=True)


def put_seal(tx: SqlRecords, now: Millis, *, text: str) -> None:
    """Write the seal, once, and its digest in the journal."""
    if tx.run(_PUT_SEAL, seal=text).rowcount == 1:
        tx.journal("seal", hashlib.sha256(text.encode()).hexdigest())


def compare(run: Execute, certificate: Mapping[str, Any]) -> tuple[Check, ...]:
    """Compare an election with a certificate of it."""
    own = {key: value for key, value in certificate.items() if key != "seal"}
    intact = Finder("certificate", "le certificat est entier", 1)
    if certificate["seal"] != _seal(own):
        intact.miss("son sceau n'est pas celui de son contenu")
    now = certify(run, certificate["election"])
    same = Finder("unchanged", "l'élection est celle du certificat")
    if now is None:
        same.miss("aucune élection de ce nom dans ce stockage")
        return intact.verdict(), same.verdict()
    for key in ("incarnation", "sealed_at", "ballots"):
        same.looked_at += 1
        if now[key] != certificate[key]:
            same.miss(f"{key} : certifié {certificate[key]}, trouvé {now[key]}")
    for table, digest in certificate["digests"].items():
        same.looked_at += 1
        if now["digests"].get(table) != digest:
            same.miss(f"{table} : son contenu a changé")
    return intact.verdict(), same.verdict(), _chain_holds(run, certificate)


def _chain_holds(run: Execute, certificate: Mapping[str, Any]) -> Check:
    finder = Finder("chain", "le journal prolonge celui du certificat", 1)
    seq, digest = certificate["journal"]["seq"], certificate["journal"]["hash"]
    world = run(_ELECTION, {"name": certificate["election"]}).fetchone()[0]
    row = run(_ENTRY, {"world": world, "seq": seq}).fetchone()
    found = _GENESIS if seq == 0 else row[0] if row else "rien"
    if found != digest:
        finder.miss(f"entrée {seq} : certifié {digest[:16]}…, trouvé {found[:16]}")
    return finder.verdict()


def read(path: Path) -> dict[str, Any]:
    """Read a certificate. Refuses: StoreRefused."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise StoreRefused(f"{path}: {trouble.strerror}") from None
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreRefused(f"{path}: no certificate; its format would be {FORMAT!r}")
    missing = [key for key in _KEYS if key not in found]
    if missing:
        raise StoreRefused(f"{path}: the certificate has no {missing[0]!r}")
    return found


def write(path: Path, certificate: Mapping[str, Any]) -> None:
    """Write a certificate, whole or not at all. Refuses: StoreRefused."""
    draft = path.with_name(f".{path.name}.draft")
    text = json.dumps(certificate, ensure_ascii=False, indent=2) + "\n"
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as trouble:
        raise StoreRefused(f"{path}: the certificate cannot be written: {trouble}") from None


_KEYS = ("election", "incarnation", "sealed_at", "ballots", "journal", "digests", "seal")


def _digest(rows: Any) -> str:
    """Return the hash of a table, row by row."""
    digest = hashlib.sha256()
    for row in each(rows):
        digest.update("|".join(map(str, row)).encode() + b"\n")
    return digest.hexdigest()


def _code() -> str:
    """Return the hash of the program's own source."""
    digest = hashlib.sha256()
    for path in sorted(_CODE.rglob("*.py")):
        if "tests" not in path.parts:
            digest.update(path.relative_to(_CODE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _seal(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
