"""The audit: an independent reader of the tables, by its own statements and its own rules.

It shares no use case and no record class with what it checks. Each check is one promise that the
store alone can decide; a mismatch says what was found and where.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mockportal.domain.instants import Millis
from mockportal.election import Election
from mockportal.electorate import Electorate
from mockportal.storage.connection import Execute
from mockportal.storage.fault_auditing import FaultSeen, faults_seen
from mockportal.storage.findings import Check, Finder, each
from mockportal.storage.ledger_auditing import against
from mockportal.storage.seal_auditing import bare_urn, nothing_late, unchanged

_REFERENCE = re.compile(r"[0-9a-f]{64}")

_ELECTION = """
    SELECT world, incarnation, definition, sealed_at, head_seq, head_hash, seal FROM election
    WHERE name = :name
"""
_BY_SCRUTIN = {
    "emargement": "SELECT scrutin, COUNT(*) FROM emargement WHERE world = :world GROUP BY scrutin",
    "urn": "SELECT scrutin, COUNT(*) FROM urn WHERE world = :world GROUP BY scrutin",
    "counter": "SELECT scrutin, ballots FROM counter WHERE world = :world AND ballots > 0",
    "journal": """
        SELECT detail, COUNT(*) FROM journal
        WHERE world = :world AND kind = 'ballot-cast' GROUP BY detail
    """,
}
_BALLOTS = "SELECT scrutin, ref, ballot FROM urn WHERE world = :world"
_MARKS = "SELECT scrutin, rank, at, form_key FROM emargement WHERE world = :world"
_ENTRIES = "SELECT seq, at, kind, detail, hash FROM journal WHERE world = :world ORDER BY seq"
_USED_LINKS = """
    SELECT rank, COUNT(*) FROM link
    WHERE world = :world AND kind = 'reissue' AND used_at IS NOT NULL GROUP BY rank
"""
_VERSIONS = "SELECT rank, code_version FROM account WHERE world = :world AND code_version > 0"
_LIVE_LINKS = """
    SELECT rank, kind, COUNT(*) FROM link
    WHERE world = :world AND used_at IS NULL AND replaced_at IS NULL AND rank >= 0
    GROUP BY rank, kind HAVING COUNT(*) > 1
"""
_REPLACED = """
    SELECT COUNT(*) FROM journal WHERE world = :world AND kind = 'code-replaced'
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found of one election."""

    election: str
    incarnation: int
    sealed_at: Millis | None
    ballots: dict[str, int]
    journal_head: str
    checks: tuple[Check, ...] = ()
    faults: tuple[FaultSeen, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether every promise holds."""
        return all(check.holds for check in self.checks)


class NothingToAudit(Exception):
    """No election of that name."""


def audit(
    run: Execute,
    name: str,
    electorate_of: Callable[[Election], Electorate],
    ledger: Iterable[Mapping[str, Any]] | None = None,
    *,
    clustered: bool = False,
) -> Report:
    """Check every promise that the tables of one election can decide. Refuses: NothingToAudit.

    With a ledger (what voters tried and were told, kept outside) also those that need one;
    ``clustered`` says that this engine keeps rows in the order of their keys.
    """
    row = run(_ELECTION, {"name": name}).fetchone()
    if row is None:
        raise NothingToAudit(name)
    world, incarnation, definition, sealed_at, head_seq, head_hash, seal = row
    election = Election.model_validate_json(definition)
    where = {"world": world}
    counts = {what: dict(run(query, where).fetchall()) for what, query in _BY_SCRUTIN.items()}
    faults = faults_seen(run, where)
    checks = (
        _reconciled(election, counts),
        _readable_ballots(election, run(_BALLOTS, where)),
        _entitled(electorate_of(election), sealed_at, run(_MARKS, where)),
        _chained(run(_ENTRIES, where), head_seq, head_hash),
        _one_code_per_link(run, where, election),
        _one_live_link(run(_LIVE_LINKS, where), newest_only=election.reissue.newest_only),
        nothing_late(run, where, sealed_at),
        unchanged(run, where, definition, seal),
        bare_urn(run, where),
        _told(faults),
        *(() if ledger is None else against(run, where, ledger, clustered=clustered)),
    )
    return Report(name, incarnation, sealed_at, counts["urn"], head_hash, checks, faults)


def _reconciled(election: Election, counts: dict[str, dict[str, int]]) -> Check:
    promise = "dans chaque scrutin : émargements = bulletins = compteur = journal"
    finder = Finder("reconciled", promise)
    names = {one.id for one in election.scrutins}
    for scrutin in sorted(names.union(*counts.values())):
        found = {what: by.get(scrutin, 0) for what, by in counts.items()}
        finder.looked_at += 1
        if len(set(found.values())) != 1 or scrutin not in names:
            finder.miss(f"{scrutin} : {found}")
    return finder.verdict()


def _readable_ballots(election: Election, rows: Any) -> Check:
    finder = Finder("readable", "chaque bulletin nomme une liste de son scrutin ou le vote blanc")
    allowed = {one.id: {"blanc", *(each.id for each in one.lists)} for one in election.scrutins}
    for scrutin, ref, ballot in each(rows):
        finder.looked_at += 1
        if ballot not in allowed.get(scrutin, ()) or not _REFERENCE.fullmatch(ref):
            finder.miss(f"{scrutin} : {ref}")
    return finder.verdict()


def _entitled(electors: Electorate, sealed_at: Millis | None, rows: Any) -> Check:
    promise = "chaque émargement est d'un électeur du scrutin, à la seconde, avant le scellement"
    finder = Finder("entitled", promise)
    for scrutin, rank, at, form_key in each(rows):
        on_roll = 0 <= rank < len(electors) and scrutin in electors[rank].scrutins
        in_time = at % 1000 == 0 and (sealed_at is None or (at <= sealed_at and form_key is None))
        finder.looked_at += 1
        if not (on_roll and in_time):
            finder.miss(f"{scrutin} : rang {rank}, instant {at}")
    return finder.verdict()


def _chained(rows: Any, head_seq: int, head_hash: str) -> Check:
    finder = Finder("chained", "le journal se suit, maillon après maillon, sans recul du temps")
    before, last, expected = "0" * 64, 0, 0
    for seq, at, kind, detail, digest in each(rows):
        expected += 1
        text = f"{before}\n{seq}\n{at}\n{kind}\n{detail}"
        finder.looked_at += 1
        computed = hashlib.sha256(text.encode()).hexdigest()
        if seq != expected or at < last or computed != digest:
            finder.miss(f"entrée {seq}")
        before, last = digest, at
    if (expected, before) != (head_seq, head_hash):
        finder.miss(f"tête : {head_seq}, dernier maillon : {expected}")
    return finder.verdict()


def _one_code_per_link(run: Execute, where: dict[str, Any], election: Election) -> Check:
    promise = "autant de codes remplacés que de liens consommés, électeur par électeur"
    finder = Finder("codes", promise)
    if election.old_code.dies_at != "regenerate" or election.reissue.delivers != "link":
        return finder.verdict()
    used = dict(run(_USED_LINKS, where).fetchall())
    versions = dict(run(_VERSIONS, where).fetchall())
    for rank in sorted(used.keys() | versions.keys()):
        links, codes = used.get(rank, 0), versions.get(rank, 0)
        finder.looked_at += 1
        if links != codes:
            finder.miss(f"rang {rank} : {links} liens, {codes} codes")
    (told,) = run(_REPLACED, where).fetchone()
    if told != sum(used.values()):
        finder.miss(f"journal : {told}, liens : {sum(used.values())}")
    return finder.verdict()


def _one_live_link(rows: Any, *, newest_only: bool) -> Check:
    finder = Finder("links", "un seul lien vivant par électeur et par usage")
    for rank, kind, count in each(rows):
        finder.looked_at += 1
        if kind != "reissue" or newest_only:
            finder.miss(f"rang {rank} : {count} liens {kind}")
    return finder.verdict()


def _told(faults: tuple[FaultSeen, ...]) -> Check:
    finder = Finder("faults", "chaque panne rencontrée est au journal")
    for one in faults:
        finder.looked_at += 1
        if not one.journaled:
            finder.miss(f"{one.name}, depuis {one.since}")
    return finder.verdict()


def as_json(report: Report) -> str:
    """Return a report as JSON."""
    checks = [
        {
            "name": one.name,
            "promise": one.promise,
            "holds": one.holds,
            "looked_at": one.looked_at,
            "found": list(one.found),
        }
        for one in report.checks
    ]
    whole = {
        "election": report.election,
        "incarnation": report.incarnation,
        "holds": report.holds,
        "sealed_at": report.sealed_at,
        "ballots": report.ballots,
        "journal_head": report.journal_head,
        "checks": checks,
        "faults": [asdict(one) for one in report.faults],
    }
    return json.dumps(whole, ensure_ascii=False)
