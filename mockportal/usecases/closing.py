"""What the calendar does by itself: opening, closing, seal, count; each crossing once, in order."""

import json
from collections.abc import Callable
from typing import Any

from mockportal.domain.ballot import BLANK
from mockportal.domain.instants import Millis
from mockportal.domain.links import LinkKind
from mockportal.domain.tally import seats
from mockportal.election import CandidateList
from mockportal.usecases import letters
from mockportal.usecases.linking import issue_link
from mockportal.usecases.misreading import identifier_of
from mockportal.usecases.records import Records
from mockportal.usecases.suffering import suffers

OPENING_MAILS_MOST = 5_000
"""Beyond that many electors, opening mails are not written ahead: identification sends one."""


class CountRefused(Exception):
    """The count cannot start: why, in one sentence."""


def is_due(tx: Records, now: Millis) -> bool:
    """Tell whether the clock has crossed an instant of the calendar since the last time."""
    instants = tx.world.election.calendar.instants
    crossed = tx.state.crossed
    return crossed < len(instants) and now >= instants[crossed]


def catch_up(tx: Records, now: Millis) -> list[str]:
    """Do what each instant crossed calls for, in order; return the names of the crossings."""
    instants = tx.world.election.calendar.instants
    names = instants._fields
    first = tx.state.crossed
    fired = []
    for place in range(first, len(instants)):
        if now < instants[place] or _fails(tx, now, names[place]) or not tx.cross(place):
            break
        tx.journal(f"calendar-{names[place].replace('_', '-')}")
        _FIRE.get(names[place], _nothing)(tx, now)
        fired.append(names[place])
    return fired


def count(tx: Records, now: Millis) -> dict[str, Any]:
    """Count every scrutin, once, after the seal; return the outcome of each.

    Refuses: CountRefused, when not sealed, counted already, or marks, ballots and counter of a
    scrutin differ.
    """
    if tx.sealed_at() is None:
        raise CountRefused("l'urne n'est pas scellée : le dépouillement vient après la clôture")
    voters = tx.voters()
    counted = {
        one.id: _counted(tx, one.id, one.seats, voters.get(one.id, 0))
        for one in tx.world.election.scrutins
    }
    for scrutin, outcome in counted.items():
        tx.save_outcome(scrutin, json.dumps(outcome))
    if not tx.mark_counted(now):
        raise CountRefused("le dépouillement a déjà eu lieu")
    tx.journal("counted")
    return counted


def outcomes(tx: Records, now: Millis) -> dict[str, Any]:
    """Return the counted result of each scrutin; nothing before the count."""
    if tx.state.counted_at is None:
        return {}
    names = (one.id for one in tx.world.election.scrutins)
    return {name: json.loads(tx.outcome(name) or "{}") for name in names}


def seal(tx: Records, now: Millis) -> None:
    """Freeze urn, emargement and counter; form keys, which no retry needs any more, are dropped."""
    tx.seal(now)
    tx.drop_form_keys()


def _counted(tx: Records, scrutin: str, places: int, voters: int) -> dict[str, Any]:
    votes = tx.votes(scrutin)
    ballots = sum(votes.values())
    if not voters == ballots == tx.ballots(scrutin):
        raise CountRefused(
            f"{scrutin} : {voters} émargements, {ballots} bulletins, compteur {tx.ballots(scrutin)}"
        )
    lists = {one.id: 0 for one in _lists(tx, scrutin)}
    lists.update({name: number for name, number in votes.items() if name != BLANK})
    return {
        "voters": voters,
        "blank": votes.get(BLANK, 0),
        "votes": lists,
        "seats": seats(lists, places),
    }


def _lists(tx: Records, scrutin: str) -> tuple[CandidateList, ...]:
    found = tx.world.election.scrutin(scrutin)
    return found.lists if found else ()


def _write_to_everybody(tx: Records, now: Millis) -> None:
    electors = tx.world.electors
    if len(electors) > OPENING_MAILS_MOST:
        return
    closes = tx.world.election.calendar.instants.closes
    for elector in electors:
        if elector.activated:
            continue
        to = identifier_of(tx, now, elector.rank)
        lasts = closes - now
        token = issue_link(tx, now, LinkKind.ACTIVATION, elector.rank, lasts, to=to)
        tx.send(letters.activation_opening(tx, elector.rank, to, token), now)


def _count_if_automatic(tx: Records, now: Millis) -> None:
    if tx.world.election.count.automatic and tx.state.counted_at is None:  # or counted by hand
        count(tx, now)


def _fails(tx: Records, now: Millis, crossing: str) -> bool:
    """Tell whether a fault stops the automatic count: it starts again once the fault is over."""
    return crossing == "counts" and suffers(tx, now, "count-fails") is not None


def _nothing(tx: Records, now: Millis) -> None:
    return


_FIRE: dict[str, Callable[[Records, Millis], None]] = {
    "activation_opens": _write_to_everybody,
    "seals": seal,
    "counts": _count_if_automatic,
}
