"""Pages of the hotline drill: deal, take the calls, read the score."""

from pathlib import Path
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockportal import edge
from mockportal.console.keys import PLACE
from mockportal.domain.refusals import UnknownPage, Unreadable
from mockportal.trainer.exercise.drills import DRILLS, Drill
from mockportal.trainer.frame import Pages

PAGES = Pages(Path(__file__).parent / "templates")
Told = TypeVar("Told", bound=BaseModel)


class Dealing(BaseModel):
    """How many callers are wanted."""

    model_config = ConfigDict(extra="forbid")

    count: int = Field(ge=1, le=15)


class Answering(BaseModel):
    """Which options were chosen, counted from 0."""

    model_config = ConfigDict(extra="forbid")

    diagnosis: int = Field(ge=0)
    saying: int = Field(ge=0)


async def show_drills(request: web.Request) -> web.Response:
    """GET /exercices: what may be practised, and the drills under way."""
    return PAGES.answer(request, "drills.html", drills=request.app[DRILLS].all())


async def deal(request: web.Request) -> web.Response:
    """POST /exercices: begin a drill of so many calls."""
    wanted = await _told(request, Dealing)
    drill = await request.app[DRILLS].deal(request.app[PLACE], wanted.count)
    return web.json_response({"id": drill.id}, status=201)


async def show_drill(request: web.Request) -> web.Response:
    """GET /exercices/{drill}: its calls, and the score at the end."""
    return PAGES.answer(request, "drill.html", drill=_drill(request))


async def end(request: web.Request) -> web.Response:
    """DELETE /exercices/{drill}: end a drill, its elections with it."""
    await request.app[DRILLS].end(request.app[PLACE], request.match_info["drill"])
    return web.Response(status=204)


async def show_call(request: web.Request) -> web.Response:
    """GET /exercices/{drill}/{number}: one caller, and what may be found out."""
    drill, number = _drill(request), _number(request)
    caller, answer = drill.caller(number), drill.answers.get(number)
    return PAGES.answer(
        request,
        "call.html",
        drill=drill,
        number=number,
        caller=caller,
        asked=caller.question.situation,
        answer=answer,
    )


async def answer_call(request: web.Request) -> web.Response:
    """POST /exercices/{drill}/{number}: the diagnosis and what is said to the caller."""
    told = await _told(request, Answering)
    given = _drill(request).answer(_number(request), told.diagnosis, told.saying)
    return web.json_response({"points": given.points})


def _drill(request: web.Request) -> Drill:
    return request.app[DRILLS].get(request.match_info["drill"])


def _number(request: web.Request) -> int:
    text = request.match_info["number"]
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise UnknownPage
    return int(text)


async def _told(request: web.Request, model: type[Told]) -> Told:
    """Return what a page sent. Refuses: Unreadable."""
    try:
        return model.model_validate(await edge.read_json(request))
    except ValidationError:
        raise Unreadable from None
