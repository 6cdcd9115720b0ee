"""The urn and the results: what everybody may read."""

import json
from typing import Any, NamedTuple

from aiohttp import web

from mockportal import edge
from mockportal.domain.ballot import grouped
from mockportal.domain.instants import hour_in_words
from mockportal.portal.bridge import HTML, Turn, ask, common_holes, page, pages, remember
from mockportal.portal.french import number
from mockportal.usecases import urn


class ListResult(NamedTuple):
    """One list's part of a result; ``share`` is of 1."""

    name: str
    votes: int
    share: float
    seats: int


class Result(NamedTuple):
    """The result of one scrutin; ``turnout`` is a share of 1."""

    id: str
    roll: int
    voters: int
    turnout: float
    blank: int
    valid: int
    lists: tuple[ListResult, ...]


async def show_urn(request: web.Request) -> web.Response:
    """GET /portail/urne."""
    query = edge.read_query(request)
    scrutin, prefix = query.get("scrutin", ""), query.get("debut", "")
    typed = query.get("reference", "")
    turn = await ask(request, urn.browse, scrutin=scrutin, prefix=prefix, typed=typed)
    shelf: urn.Shelf | None = turn.value
    empty = urn.Shelf(0, final=False, prefixes=(), refs=(), found=None)
    part = shelf or empty
    holes = common_holes(turn)
    if shelf is not None:
        holes["total"] = number(part.total)
        holes["value_reference"] = typed
        holes["updated"] = hour_in_words(turn.now)
    shaped = pages(request, turn.world).once(
        "urne.html",
        scrutin=scrutin,
        final=part.final,
        signed_in=turn.visit.signed_in,
        prefixes=part.prefixes,
        prefix=prefix if part.refs else "",
        refs=tuple(map(grouped, part.refs)),
        found=part.found,
    )
    response = web.Response(body=shaped.fill(holes), content_type=HTML, charset="utf-8")
    remember(request, response, turn)
    return response


async def show_results(request: web.Request) -> web.Response:
    """GET /portail/resultats."""
    turn = await ask(request, urn.results)
    counted = tuple(_result(turn, name, json.loads(text)) for name, text in turn.value.items())
    return page(request, turn, "resultats.html", signed_in=turn.visit.signed_in, results=counted)


def _result(turn: Turn, name: str, outcome: dict[str, Any]) -> Result:
    roll = turn.world.electors.on_roll(name)
    voters, blank = outcome.get("voters", 0), outcome.get("blank", 0)
    valid = voters - blank
    votes: dict[str, int] = outcome.get("votes", {})
    seats: dict[str, int] = outcome.get("seats", {})
    scrutin = turn.world.election.scrutin(name)
    names = {one.id: one.name for one in scrutin.lists} if scrutin else {}
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    lists = tuple(
        ListResult(names.get(one, one), count, count / valid if valid else 0.0, seats.get(one, 0))
        for one, count in ranked
    )
    turnout = voters / roll if roll else 0.0
    return Result(name, roll, voters, turnout, blank, valid, lists)
