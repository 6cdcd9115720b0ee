"""The start page: which elections live here, and where each is reached."""

import html
from pathlib import Path

from aiohttp import hdrs, web

from mockportal.console import telling
from mockportal.console.keys import PLACE, STORE, Place
from mockportal.domain.instants import date_in_words, hour_in_words
from mockportal.storage.store import UnknownElection
from mockportal.usecases import overseeing
from mockportal.usecases.overseeing import Overview

_STYLE = (Path(__file__).parent / "console.css").read_bytes()
_PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>[SIMULATION] Console de mockportal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<link rel="stylesheet" href="/console.css">
</head>
<body>
<p class="simulation"><strong>SIMULATION – aucun vote réel</strong></p>
<main data-page="console">
<h1>Console</h1>
<table>
<caption>Élections de ce serveur</caption>
<thead><tr><th scope="col">Élection</th><th scope="col">Horloge</th><th scope="col">Électeurs</th>
<th scope="col">Bulletins</th><th scope="col">Accès</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p><a href="/api/openapi.json">Description de l'API (OpenAPI)</a></p>
</main>
</body>
</html>
"""
_ROW = """<tr>
<th scope="row"><code>{name}</code><br>{title}</th>
<td>{day} à {hour}{running}</td>
<td>{size}</td>
<td>{ballots}</td>
<td><a href="{portal}">Portail</a> · <a href="{inbox}">Messages</a> · <a href="{api}">API</a></td>
</tr>"""


async def show_elections(request: web.Request) -> web.Response:
    """GET /."""
    store, place = request.app[STORE], request.app[PLACE]
    rows = []
    for name in await store.elections():
        try:
            rows.append(_row(await store.ask(name, overseeing.look_over), place))
        except UnknownElection:  # deleted since the list was read
            continue
    page = _PAGE.format(rows="\n".join(rows) or '<tr><td colspan="5">Aucune.</td></tr>')
    return web.Response(text=page, content_type="text/html")


async def give_style(request: web.Request) -> web.Response:
    """GET /console.css."""
    return web.Response(body=_STYLE, headers={hdrs.CONTENT_TYPE: "text/css"})


def _row(seen: Overview, place: Place) -> str:
    urls = telling.urls(seen.world.name, place)
    clock = seen.clock
    running = " (horloge arrêtée)" if clock.frozen else f" (× {clock.speed:g})"
    told = {
        "name": seen.world.name,
        "title": seen.world.election.title,
        "day": date_in_words(clock.at),
        "hour": hour_in_words(clock.at),
        "running": running,
        "size": f"{len(seen.world.electors):,}".replace(",", " "),
        "ballots": str(sum(seen.ballots.values())),
        "portal": urls.portal,
        "inbox": urls.inbox,
        "api": urls.api,
    }
    return _ROW.format(**{key: html.escape(value) for key, value in told.items()})
