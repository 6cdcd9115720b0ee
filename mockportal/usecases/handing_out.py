"""Voters in testers' hands: cards, lists, and claims that never give one voter twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import UnknownPage
from mockportal.election import Election
from mockportal.election.slugs import slug
from mockportal.electorate import Elector
from mockportal.usecases import visits
from mockportal.usecases.operator_records import OperatorRecords
from mockportal.usecases.records import Records
from mockportal.usecases.suffering import suffers

State = Literal["new", "activated", "voted"]

SCAN_MOST = 1_000
"""Electors looked at in one transaction: a rare kind of voter holds nobody up."""


@dataclass(frozen=True, slots=True)
class Card:
    """One elector, and what they have done so far."""

    elector: Elector
    state: State
    voted: tuple[str, ...]
    code_replaced: bool
    notice: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of voter; None and nothing leave the choice open.

    ``has`` holds `notice`, `phone`, `mail`, `franceconnect` or `franceconnect:provider`.
    """

    state: State | None = None
    has: frozenset[str] = frozenset()
    scrutins: int | None = None

    @property
    def key(self) -> str:
        """Return the name under which the place of such claims is kept."""
        return f"{self.state or '*'} {self.scrutins or '*'} {','.join(sorted(self.has))}"


@dataclass(frozen=True, slots=True)
class Handout:
    """A voter handed out; nobody, and whether there are electors left to look at."""

    card: Card | None
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some cards, where the next ones start, and whether the sheet could hold more."""

    cards: tuple[Card, ...]
    next: int | None
    unfinished: bool = False


def voter(tx: Records, now: Millis, *, identifier: str) -> Card:
    """Return the card of one elector. Refuses: UnknownPage."""
    rank = tx.world.electors.rank_of(identifier.strip().casefold())
    if rank is None:
        raise UnknownPage
    return _card(tx, now, rank)


def cards(tx: Records, now: Millis, *, ranks: Iterable[int]) -> dict[int | None, Card]:
    """Return the cards of some electors, by rank."""
    return {rank: _card(tx, now, rank) for rank in ranks}


def voters(
    tx: OperatorRecords,
    now: Millis,
    *,
    state: State | None,
    start: int,
    limit: int,
    words: str = "",
) -> Sheet:
    """Return cards from a rank on, in the order of the roll; a part of them when that is long.

    ``words`` is an identifier, a rank, or part of a name, accents and capitals aside.
    """
    if "@" in words or words.isdecimal():
        return _named_exactly(tx, now, words, state, start)
    size, part = len(tx.world.electors), slug(words)
    if state == "voted":
        ranks = tx.voters_after(start - 1, limit + 1)
        following = ranks[limit] if len(ranks) > limit else None
        found = [rank for rank in ranks[:limit] if part in _name(tx.world.electors[rank])]
        return Sheet(tuple(_card(tx, now, rank) for rank in found), following)
    cards, end = list[Card](), min(start + SCAN_MOST, size)
    for rank in range(start, end):
        if part and part not in _name(tx.world.electors[rank]):
            continue
        card = _card(tx, now, rank)
        if state is None or card.state == state:
            cards.append(card)
        if len(cards) == limit:
            return Sheet(tuple(cards), rank + 1 if rank + 1 < size else None)
    return Sheet(tuple(cards), end if end < size else None, unfinished=end < size)


def claim(tx: OperatorRecords, now: Millis, *, wanted: Wanted) -> Handout:
    """Hand out a voter nobody else has been given; personas, who have a story, come last.

    A place is kept for each kind of claim, so that electors are looked at once. It looks at some
    electors at a time: `unfinished` says to call again.
    """
    if not _can_be(tx.world.election, wanted):
        return Handout(None)
    place = tx.hold_place(wanted.key)
    if wanted.state == "voted":
        return _claim_voted(tx, now, wanted, place)
    personas = sorted(one.rank for one in tx.world.election.personas)
    named, size = frozenset(personas), len(tx.world.electors)
    last = size + len(personas)
    end = min(place + SCAN_MOST, last)
    for at in range(place, end):
        if at in named:
            continue
        elector = tx.world.electors[at if at < size else personas[at - size]]
        if _fits(tx, now, elector, wanted) and _take(tx, elector, wanted):
            tx.save_place(wanted.key, at + 1)
            return Handout(_card(tx, now, elector.rank))
    tx.save_place(wanted.key, end)
    if end < last:
        return Handout(None, unfinished=True)
    return _claim_activated_since(tx, now, wanted)


def _named_exactly(
    tx: OperatorRecords, now: Millis, words: str, state: State | None, start: int
) -> Sheet:
    """Return the one elector of an identifier or a rank, if there is one."""
    electors = tx.world.electors
    if "@" in words:
        rank = electors.rank_of(words.casefold())
    else:
        rank = int(words) if len(words) < 10 and int(words) < len(electors) else None
    card = None if rank is None or rank < start else _card(tx, now, rank)
    fits = card is not None and state in (None, card.state)
    return Sheet((card,) if card is not None and fits else (), None)


def _name(elector: Elector) -> str:
    return slug(f"{elector.given_name} {elector.family_name}")


def _claim_voted(tx: OperatorRecords, now: Millis, wanted: Wanted, place: int) -> Handout:
    """Go round the voters once, from where the last claim was."""
    for first, beyond in ((place - 1, None), (-1, place)):
        rank = tx.voted_after(first)
        while rank is not None and (beyond is None or rank < beyond):
            if _fits(tx, now, tx.world.electors[rank], wanted) and tx.claim(rank):
                tx.save_place(wanted.key, rank + 1)
                return Handout(_card(tx, now, rank))
            rank = tx.voted_after(rank)
    return Handout(None)


def _claim_activated_since(tx: OperatorRecords, now: Millis, wanted: Wanted) -> Handout:
    """Look among those who activated their account after the roll had been gone through."""
    rank = tx.activated_after(-1) if wanted.state == "activated" else None
    while rank is not None:
        if _fits(tx, now, tx.world.electors[rank], wanted) and tx.claim(rank, unvoted=True):
            return Handout(_card(tx, now, rank))
        rank = tx.activated_after(rank)
    return Handout(None)


def _take(tx: OperatorRecords, elector: Elector, wanted: Wanted) -> bool:
    match wanted.state:
        case "new":
            return not elector.activated and tx.claim(elector.rank, inactive=True)
        case "activated":
            return elector.activated and tx.claim(elector.rank, unvoted=True)
        case _:
            return tx.claim(elector.rank)


def _can_be(election: Election, wanted: Wanted) -> bool:
    """Tell whether an election can have such a voter: a roll of a million is not read in vain."""
    numbers = {len(one.scrutins) for one in election.populations.values()}
    known = {f"franceconnect:{one}" for one in election.franceconnect.providers}
    asked = {one for one in wanted.has if one.startswith("franceconnect:")}
    return wanted.scrutins in {None, *numbers} and asked <= known


def _fits(tx: Records, now: Millis, elector: Elector, wanted: Wanted) -> bool:
    if wanted.scrutins is not None and len(elector.scrutins) != wanted.scrutins:
        return False
    return all(_has(tx, now, elector, one) for one in wanted.has)


def _has(tx: Records, now: Millis, elector: Elector, what: str) -> bool:
    kind, _, provider = what.partition(":")
    match kind:
        case "notice":
            return _holds_notice(tx, now, elector)
        case "franceconnect":
            held = [one.provider for one in elector.franceconnect]
            return provider in held if provider else bool(held)
        case _:
            return True  # every elector has a phone and a personal address


def _card(tx: Records, now: Millis, rank: int) -> Card:
    elector, account = tx.world.electors[rank], tx.account(rank)
    voted = tx.marks(rank)
    state: State = "activated" if visits.is_active(account, elector) else "new"
    in_order = tuple(one for one in elector.scrutins if one in voted)
    reached = "voted" if voted else state
    notice = _holds_notice(tx, now, elector)
    return Card(elector, reached, in_order, account.code_version > 0, notice)


def _holds_notice(tx: Records, now: Millis, elector: Elector) -> bool:
    """Tell whether an elector holds the printed notice: by the roll, unless a fault lost it."""
    return elector.notice and suffers(tx, now, "notice-missing", rank=elector.rank) is None
