"""The page of addresses: what answers on each port, from the tables of routes."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

from aiohttp import web

from docs.making import tables
from mockportal.franceconnect import routes as stub
from mockportal.portal.routes import ROUTES
from mockportal.sinks.routes import routes as sinks
from mockportal.trainer import pupils
from mockportal.trainer.routes import routes as console

_STUB: dict[str, Mapping[str, Any]] = {
    **stub.ROUTES,
    **{f"/api/v2/interaction/{{uid}}/{end}": one for end, one in stub.INTERACTION.items()},
    **{f"/fi/{{provider}}/{end}": one for end, one in stub.PROVIDER.items()},
}


def addresses() -> str:
    """Return every address of every port, the control API's calls left to their own page."""
    receiver = cast(Any, SimpleNamespace(store=None))
    lines = [
        "# Addresses",
        "",
        "Ports are those of a server that was told nothing else.",
        "",
        "## Portal, port 8080",
        "",
        "Below `/{election}/portail/`.",
        "",
        "| address | methods | page |",
        "|---|---|---|",
        *(f"| `{one.path}` | {_methods(one)} | {one.title} |" for one in ROUTES),
        "",
        "For pupils of a class:",
        "",
        *_table(pupils.pupil_routes()),
        "## FranceConnect, port 8081",
        "",
        "Below `/{election}` for each election, bare for the first. Parameters and answers are",
        "those of the service; [the guide](../guides/franceconnect.md) tells what clients need.",
        "",
        "| address | does |",
        "|---|---|",
        *(
            f"| `{method} {path.rstrip('/')}` | {_does(handler)} |"
            for path, one in _STUB.items()
            for method, handler in one.items()
        ),
        "",
        "## Console, port 8082",
        "",
        "Behind the token. Calls below `/api` have [a page of their own](control-api.md), and so",
        "has [`/metrics`](metrics.md).",
        "",
        *_table(console()),
        "## Mails and texts, port 8082",
        "",
        "Behind the token: the inbox, Mailpit's shape, Twilio's shape, and a gateway for texts.",
        "",
        *_table(sinks(receiver)),
        "## Mail sink, port 8025",
        "",
        "SMTP, without a password; nothing leaves the machine.",
    ]
    return tables.page(lines)


def _methods(route: Any) -> str:
    return ", ".join(name for name in ("get", "post") if getattr(route, name)).upper()


def _table(routes: Iterable[web.AbstractRouteDef]) -> list[str]:
    return ["| address | does |", "|---|---|", *map(_row, _plain(routes)), ""]


def _plain(routes: Iterable[web.AbstractRouteDef]) -> Iterator[web.RouteDef]:
    return (one for one in routes if isinstance(one, web.RouteDef))


def _row(route: web.RouteDef) -> str:
    return f"| `{route.method} {route.path}` | {_does(route.handler)} |"


def _does(handler: Any) -> str:
    """Return what a handler says of itself after its address."""
    told = (inspect.getdoc(handler) or "").partition("\n")[0].partition(": ")[2]
    return told.partition(". Refuses:")[0].rstrip(".").replace("``", "`")
