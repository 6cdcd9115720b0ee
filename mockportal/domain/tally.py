"""From votes to seats."""

from collections.abc import Mapping
from fractions import Fraction


def seats(votes: Mapping[str, int], places: int) -> dict[str, int]:
    """Share places out among lists: electoral quotient, then highest average.

    A tie goes to the list with more votes, then to the first by name. Blank votes do not count.
    (Assumed; on the suggested shares it gives 6-3-2-1-1-1-1, and six seats for the first list are
    attested for the 2022 CSA ministériel, [SNESUP].)
    """
    valid = sum(votes.values())
    if not valid:
        return dict.fromkeys(votes, 0)
    quotient = Fraction(valid, places)
    won = {name: int(count / quotient) for name, count in votes.items()}
    for _ in range(places - sum(won.values())):
        best = min(votes, key=lambda name: (-_average(votes[name], won[name]), -votes[name], name))
        won[best] += 1
    return won


def _average(count: int, won: int) -> Fraction:
    return Fraction(count, won + 1)
