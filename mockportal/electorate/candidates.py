"""Candidates nobody has met: drawn from the word tables."""

from mockportal.election import CandidateList, Scrutin
from mockportal.electorate.draws import Draws
from mockportal.electorate.tables import words

PER_SEAT = 2
"""A holder and a substitute for each seat."""


def invented(draws: Draws, scrutin: Scrutin, chosen: CandidateList) -> tuple[str, ...]:
    """Return the candidates of a list, women and men in turn, no name twice in one list."""
    family = words("family")
    given = (words("given-feminine"), words("given-masculine"))
    drawn = draws.stream(0, f"candidates {scrutin.id} {chosen.id}")
    start, stride = drawn.below(len(family)), 2 * drawn.below(len(family) // 2) + 1
    return tuple(
        f"{('Mme', 'M.')[place % 2]}"
        f" {given[place % 2][drawn.below(len(given[place % 2]))]}"
        f" {family[(start + stride * place) % len(family)]}"
        for place in range(scrutin.seats * PER_SEAT)
    )
