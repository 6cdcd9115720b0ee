"""What every page of the console shares: frame, stylesheet, election at a glance."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mockportal import edge
from mockportal.console.admission import form_token
from mockportal.console.keys import PLACE, STORE
from mockportal.domain.instants import date_in_words, paris
from mockportal.domain.refusals import UnknownPage
from mockportal.storage.store import UnknownElection
from mockportal.usecases import overseeing
from mockportal.usecases.overseeing import Overview

HERE = Path(__file__).parent

TABS: tuple[tuple[str, str], ...] = (
    ("", "Pilotage"),
    ("electeurs", "Électeurs"),
    ("pannes", "Pannes"),
    ("franceconnect", "FranceConnect"),
    ("classe", "Classe"),
    ("kit", "Kit à imprimer"),
)
"""Tabs of an election: the end of their address, below /elections/{election}, and their name."""

PHASES: Mapping[str, str] = {
    "before": "avant l'activation",
    "preparation": "activation des comptes",
    "campaign": "campagne",
    "open": "vote ouvert",
    "grace": "minutes de grâce",
    "sealed": "urne scellée",
    "published": "résultats publiés",
}

_BEFORE = re.compile(r" (?=[;:!?»](?:\s|<|$))")


class Pages:
    """Pages from folders of templates, in the console's frame; styles come from ``files``."""

    def __init__(self, *folders: Path, files: str = "/console") -> None:
        self._environment = Environment(
            loader=FileSystemLoader([*folders, HERE / "templates"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(tabs=TABS, phases=PHASES)
        self._environment.globals.update(static=lambda name: f"{files}/{assets().name(name)}")
        self._environment.filters.update(day=date_in_words, hour=hour, exact=exact, grouped=grouped)

    def answer(
        self,
        request: web.Request,
        template: str,
        *,
        election: Overview | None = None,
        here: str = "",
        **values: Any,
    ) -> web.Response:
        """Return a page; ``here`` is the end of the address of the tab it belongs to."""
        place = request.app[PLACE]
        frame = {"form_token": form_token(place.token), "place": place}
        text = self.render(template, election=election, here=here, **frame, **values)
        return web.Response(text=text, content_type="text/html")

    def render(self, template: str, **values: Any) -> str:
        """Return a page as text."""
        return _typeset(self._environment.get_template(template).render(**values))


async def standing(request: web.Request) -> Overview:
    """Return how the election of the address stands. Refuses: UnknownPage."""
    try:
        return await request.app[STORE].ask(request.match_info["election"], overseeing.look_over)
    except UnknownElection:
        raise UnknownPage from None


async def give_asset(request: web.Request) -> web.Response:
    """GET /console/{file}: styles and scripts."""
    asset = assets().served.get(request.match_info["file"])
    if asset is None:
        raise UnknownPage
    forever = "public, max-age=31536000, immutable"
    headers = {hdrs.CACHE_CONTROL: forever, hdrs.CONTENT_TYPE: asset.media_type}
    return web.Response(body=asset.body, headers=headers)


@cache
def assets() -> edge.Assets:
    """Return styles and scripts."""
    return edge.Assets(HERE / "static")


def hour(at: int) -> str:
    """Return « 08:47 »."""
    return f"{paris(at):%H:%M}"


def exact(at: int) -> str:
    """Return « 08:47:05 »."""
    return f"{paris(at):%H:%M:%S}"


def grouped(number: int) -> str:
    """Return « 1 400 000 »."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _typeset(text: str) -> str:
    """Put the spaces of French punctuation that no line may break at."""
    return _BEFORE.sub("\N{NO-BREAK SPACE}", text).replace("« ", "«\N{NO-BREAK SPACE}")
