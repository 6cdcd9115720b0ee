"""The kit on the console: what to print, and the sheets themselves."""

from pathlib import Path

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from mockportal import edge
from mockportal import election as files
from mockportal.console.keys import PLACE
from mockportal.trainer.frame import Pages, standing
from mockportal.trainer.kit.sheets import MOST, Kit, Part, choose, printed
from mockportal.usecases.overseeing import Overview

PAGES = Pages(Path(__file__).parent / "templates")


class Wanted(BaseModel):
    """What is asked of the printer; what cannot be read counts as not said."""

    model_config = ConfigDict(extra="ignore")

    nombre: int = Field(default=40, ge=1, le=MOST)
    depuis: int = Field(default=0, ge=0)
    partie: Part | None = None


async def show_kit(request: web.Request) -> web.Response:
    """GET /elections/{election}/kit: what can be printed for a class."""
    stands = await standing(request)
    count = min(40, len(stands.world.electors))
    return PAGES.answer(
        request,
        "choose.html",
        election=stands,
        here="kit",
        count=count,
        most=MOST,
        by_command=_is_shipped(stands),
        home=_home(request, stands),
    )


async def show_sheets(request: web.Request) -> web.Response:
    """GET /elections/{election}/kit/imprimer: the sheets to print."""
    stands, wanted = await standing(request), _wanted(request)
    electors = choose(stands.world.electors, wanted.nombre, wanted.depuis)
    electors = electors or choose(stands.world.electors, wanted.nombre)
    parts = frozenset([wanted.partie]) if wanted.partie else frozenset(Part)
    kit = Kit(electors, _home(request, stands), parts)
    return web.Response(text=printed(kit, linked=True), content_type="text/html")


def _wanted(request: web.Request) -> Wanted:
    told = edge.read_query(request)
    kept: dict[str, object] = {}
    for name in Wanted.model_fields:
        try:
            kept |= Wanted.model_validate({name: told[name]}).model_dump(include={name})
        except (KeyError, ValueError):
            continue
    return Wanted.model_validate(kept)


def _is_shipped(stands: Overview) -> bool:
    """Tell whether the command line, which knows files alone, would print the same cards."""
    name = stands.world.name
    return name in files.names() and files.load_shipped(name) == stands.world.election


def _home(request: web.Request, stands: Overview) -> str:
    return f"{request.app[PLACE].portal}/{stands.world.name}/portail/accueil"
