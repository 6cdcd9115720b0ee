"""What the audit says of the urn and its seal."""

import hashlib
import json
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.storage.certificate import digests
from mockportal.storage.connection import Execute
from mockportal.storage.findings import Check, Finder

_AFTER_SEAL = """
    SELECT COUNT(*) FROM journal
    WHERE world = :world AND kind = 'ballot-cast' AND seq > (
        SELECT MIN(seq) FROM journal WHERE world = :world AND kind = 'calendar-seals')
"""
_SEAL_TOLD = "SELECT MIN(detail) FROM journal WHERE world = :world AND kind = 'seal'"
_ONE_BALLOT = "SELECT * FROM urn WHERE world = :world LIMIT 1"
_URN_COLUMNS = 4  # the world, and those three


def nothing_late(run: Execute, where: dict[str, Any], sealed_at: Millis | None) -> Check:
    """Check that no ballot came after the seal."""
    finder = Finder("sealed", "rien n'entre dans l'urne après le scellement")
    if sealed_at is None:
        return finder.verdict()
    finder.looked_at = 1
    (late,) = run(_AFTER_SEAL, where).fetchone()
    if late:
        finder.miss(f"{late} bulletins au journal après le scellement")
    return finder.verdict()


def unchanged(run: Execute, where: dict[str, Any], definition: str, seal: str | None) -> Check:
    """Compare what was sealed with the seal."""
    finder = Finder("seal", "ce qui est scellé n'a pas changé depuis")
    if seal is None:
        return finder.verdict()
    now, (told,) = digests(run, where["world"], definition), run(_SEAL_TOLD, where).fetchone()
    if told != hashlib.sha256(seal.encode()).hexdigest():
        finder.miss("le sceau n'est pas celui du journal")
    for table, digest in json.loads(seal).items():
        finder.looked_at += 1
        if now.get(table, digest) != digest:
            finder.miss(f"{table} : son contenu a changé")
    return finder.verdict()


def bare_urn(run: Execute, where: dict[str, Any]) -> Check:
    """Check that a ballot has no other column: no time, no order, no voter."""
    finder = Finder("bare", "l'urne ne garde qu'un scrutin, une référence et un choix")
    for row in run(_ONE_BALLOT, where).fetchall():
        finder.looked_at += 1
        if len(row) != _URN_COLUMNS:
            finder.miss(f"{len(row)} colonnes, attendu {_URN_COLUMNS}")
    return finder.verdict()
