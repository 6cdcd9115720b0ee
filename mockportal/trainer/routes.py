"""Every page of the trainer's side, on the console's port, behind its token."""

from collections.abc import Sequence

from aiohttp import web

from mockportal.trainer import frame, home, news, pilot

_ONE = "/elections/{election}"


def routes() -> Sequence[web.RouteDef]:
    """Return the pages of the console."""
    return [
        web.get("/", home.show_elections),
        web.get("/console/{file}", frame.give_asset),
        web.get("/nouvelles", news.follow_all),
        web.get(_ONE, pilot.show_pilot),
        web.get(f"{_ONE}/nouvelles", news.follow_one),
    ]
