"""Invented people for the lists that name none."""

from functools import lru_cache
from hashlib import blake2b

from mockportal.election import CandidateList, Election, Scrutin
from mockportal.electorate.tables import words


@lru_cache(maxsize=4096)
def invented(seed: int, scrutin_id: str, list_id: str, size: int) -> tuple[str, ...]:
    """Return names drawn from the seed, « Adèle ABRAC »: women and men by turns."""
    given = (words("given-feminine"), words("given-masculine"))
    family = words("family")
    names = []
    for place in range(size):
        key = f"{seed}|{scrutin_id}|{list_id}|{place}".encode()
        die = int.from_bytes(blake2b(key, digest_size=8).digest(), "big")
        die, first = divmod(die, len(given[place % 2]))
        names.append(f"{given[place % 2][first]} {family[die % len(family)].upper()}")
    return tuple(names)


def candidates(election: Election, scrutin: Scrutin, one: CandidateList) -> tuple[str, ...]:
    """Return the candidates of a list, two for each seat unless the file names them."""
    if scrutin.kind == "sigle":
        return ()
    seed = election.electorate.seed
    return one.candidates or invented(seed, scrutin.id, one.id, 2 * scrutin.seats)
