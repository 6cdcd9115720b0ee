"""Identifiers as the portal's file has them: wrongly, while some faults are on."""

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import IdentifierForm
from mockportal.usecases.records import FaultRecords
from mockportal.usecases.suffering import suffers

_NEW = ".nouveau"


def rank_typed(tx: FaultRecords, now: Millis, typed: str, identifier: str) -> int | None:
    """Return whose identifier was typed. Refuses: IdentifierForm, by a fault.

    An overwritten identifier is nobody's any more, and the new one is its owner's.
    """
    rank = tx.world.electors.rank_of(identifier)
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return rank
    if rank is None:
        return _renamed(tx, now, identifier)
    if suffers(tx, now, "identifier-format-refused", rank=rank):
        raise IdentifierForm
    if suffers(tx, now, "identifier-overwritten", rank=rank):
        return None
    in_capitals = typed.strip() != identifier
    if in_capitals and suffers(tx, now, "identifier-case-sensitive", rank=rank):
        return None
    return rank


def identifier_of(tx: FaultRecords, now: Millis, rank: int) -> str:
    """Return a voter's identifier as the portal has it: where its mails go."""
    own = tx.world.electors[rank].identifier
    if suffers(tx, now, "identifier-overwritten", rank=rank) is None:
        return own
    local, _, domain = own.partition("@")
    return f"{local}{_NEW}@{domain}"


def _renamed(tx: FaultRecords, now: Millis, identifier: str) -> int | None:
    """Return who was given this identifier in place of another."""
    local, _, domain = identifier.partition("@")
    rank = tx.world.electors.rank_of(f"{local.removesuffix(_NEW)}@{domain}")
    if rank is None or not local.endswith(_NEW):
        return None
    return rank if suffers(tx, now, "identifier-overwritten", rank=rank) else None
