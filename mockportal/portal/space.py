"""The voter's space: where to go, which scrutins, which lists."""

from aiohttp import web

from mockportal.domain.instants import date_in_words, hour_in_words
from mockportal.domain.stages import Stage
from mockportal.portal import french
from mockportal.portal.bridge import Turn, ask, page
from mockportal.usecases import signing_in, voting


async def show_space(request: web.Request) -> web.Response:
    """GET /portail/espace."""
    turn = await ask(request, signing_in.look_at_own_page)
    elector, phase = turn.value, turn.world.election.phase(turn.now).value
    names = (elector.civility, elector.family_name.upper(), elector.given_name.upper())
    open_now = phase in ("open", "grace")
    path = "code-de-vote" if open_now and turn.visit.stage is not Stage.VOTING else "scrutins"
    holes = {"voter_name": " ".join(names)}
    return page(request, turn, "espace.html", phase=phase, ballot_path=path, holes=holes)


async def show_scrutins(request: web.Request) -> web.Response:
    """GET /portail/scrutins."""
    turn = await ask(request, voting.scrutins)
    rows: list[voting.Row] = turn.value
    holes: dict[str, str] = {}
    for row in rows:
        holes.update(_row_holes(turn, row))
    return page(
        request,
        turn,
        "scrutins.html",
        phase=turn.world.election.phase(turn.now).value,
        code_accepted=turn.visit.stage is Stage.VOTING,
        rows=tuple((row.scrutin.id, _state(row)) for row in rows),
        turnout=turn.world.election.display.show_turnout,
        holes=holes,
    )


async def show_candidates(request: web.Request) -> web.Response:
    """GET /portail/scrutins/{scrutin}/candidatures."""
    scrutin = request.match_info["scrutin"]
    turn = await ask(request, voting.candidates, scrutin=scrutin)
    bare = turn.troubles.bare_lists
    return page(request, turn, "candidatures.html", scrutin=scrutin, bare_lists=bare)


def _state(row: voting.Row) -> str:
    if row.voted_at is not None:
        return "voted"
    return "suspended" if row.suspended else "to-cast"


def _row_holes(turn: Turn, row: voting.Row) -> dict[str, str]:
    name = row.scrutin.id
    roll = turn.world.electors.on_roll(name)
    holes = {f"roll_{name}": french.number(roll)}
    if row.voted_at is not None:
        holes[f"date_{name}"] = date_in_words(row.voted_at)
        holes[f"hour_{name}"] = hour_in_words(row.voted_at)
    if turn.world.election.display.show_turnout:
        holes[f"turnout_{name}"] = french.percent(row.voters / roll if roll else 0.0)
    return holes
