"""What everybody may read of the urn: references, and results once counted."""

import re
from dataclasses import dataclass

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import NoResultYet, UnknownPage
from mockportal.domain.visit import Visit
from mockportal.usecases.records import Records

PAGE_OF_REFERENCES = 200
_HEX = re.compile(r"[0-9a-f]{1,64}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the urn of one scrutin: beginnings, references under one, a typed one."""

    total: int
    final: bool
    prefixes: tuple[str, ...]
    refs: tuple[str, ...]
    found: bool | None


def browse(
    tx: Records, now: Millis, *, visit: Visit, scrutin: str, prefix: str, typed: str
) -> Shelf | None:
    """Return a part of the urn, in alphabetical order; None until a scrutin is chosen.

    Refuses: UnknownPage.
    """
    if not scrutin:
        return None
    if tx.world.election.scrutin(scrutin) is None:
        raise UnknownPage
    wanted = "".join(typed.lower().split())
    found = None
    if wanted:
        known = _HEX.fullmatch(wanted) is not None
        found = known and bool(tx.in_urn(scrutin, wanted, 1))
    begins = prefix if _HEX.fullmatch(prefix) else ""
    refs = tx.in_urn(scrutin, begins, PAGE_OF_REFERENCES) if begins else []
    final = tx.state.sealed_at is not None
    beginnings = tuple(tx.urn_prefixes(scrutin))
    return Shelf(tx.ballots(scrutin), final, beginnings, tuple(refs), found)


def results(tx: Records, now: Millis, *, visit: Visit) -> dict[str, str]:
    """Return the counted result of each scrutin (JSON). Refuses: NoResultYet."""
    published = now >= tx.world.election.calendar.instants.results
    if tx.state.counted_at is None or not published:
        raise NoResultYet
    names = (one.id for one in tx.world.election.scrutins)
    return {name: tx.outcome(name) or "{}" for name in names}
