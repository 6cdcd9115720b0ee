"""The class as its trainer sees it, who needs help, and what the projector shows."""

import ipaddress
import json
import socket
from functools import partial
from urllib.parse import urlsplit

import segno
from aiohttp import web

from mockportal.client.classes import Step
from mockportal.console.keys import PLACE, STORE
from mockportal.domain.operator_refusals import NoClass
from mockportal.trainer import levers
from mockportal.trainer.activity import ACTIVITY
from mockportal.trainer.frame import HERE, Pages, standing
from mockportal.trainer.levers import Lever
from mockportal.trainer.opening import SEATS_MOST
from mockportal.trainer.pilot import bookmarks_of
from mockportal.trainer.progress import PLACES, STEPS, Class, class_of
from mockportal.trainer.reporting import join_url
from mockportal.usecases.overseeing import Overview

PAGES = Pages(HERE / "templates")
MILESTONES: tuple[tuple[Step, str], ...] = (
    ("joined", "dans la classe"),
    ("signed-in", "connectés"),
    ("code-accepted", "code de vote accepté"),
    ("voting", "ont voté une fois au moins"),
    ("done", "ont fini"),
)
NOWHERE = "192.0.2.1"
"""An address that exists nowhere: asking the way to it tells one's own, and sends nothing."""


async def show_class(request: web.Request) -> web.Response:
    """GET /elections/{election}/classe: who has come how far, and who is stuck."""
    stands, store = await standing(request), request.app[STORE]
    seen = await _class_of(request, stands)
    if seen is None:
        most = min(SEATS_MOST, len(stands.world.electors))
        return PAGES.answer(request, "no_class.html", election=stands, here="classe", most=most)
    url = join_url(request.app[PLACE].portal, seen.room.code)
    marks = await bookmarks_of(store, stands)
    return PAGES.answer(
        request,
        "class.html",
        election=stands,
        here="classe",
        seen=seen,
        url=url,
        qr=_qr(url),
        steps=STEPS,
        buttons=[*levers.instants(stands)[:2], levers.two_minutes(stands)],
        running=levers.running(stands),
        alike=partial(_alike, seen, stands),
        marks=marks,
        here_only=_here_only(url),
        real=store.real.now(),
    )


async def project(request: web.Request) -> web.Response:
    """GET /elections/{election}/projection: large type for the wall, and nobody's name."""
    stands = await standing(request)
    seen = await _class_of(request, stands)
    if seen is None:
        raise NoClass
    url = join_url(request.app[PLACE].portal, seen.room.code)
    shown = url.removeprefix("http://").removesuffix(f"/{seen.room.code}")
    return PAGES.answer(
        request,
        "projection.html",
        election=stands,
        seen=seen,
        shown=shown,
        qr=_qr(url),
        milestones=[(label, seen.at_least(PLACES[step])) for step, label in MILESTONES],
    )


async def _class_of(request: web.Request, stands: Overview) -> Class | None:
    try:
        return await class_of(request.app[STORE], request.app[ACTIVITY], stands.world.name)
    except NoClass:
        return None


def _alike(seen: Class, stands: Overview, lever: Lever) -> str:
    """Return what a lever does in each pupil's own election as well (JSON)."""
    here = f"/elections/{stands.world.name}/"
    own = {one.pupil.election for one in seen.pupils} - {stands.world.name}
    calls = [
        {"call": lever.call.replace(here, f"/elections/{name}/"), "body": lever.body}
        for name in sorted(own)
    ]
    return json.dumps(calls) if calls else ""


def _qr(text: str) -> str:
    """Return a QR code as a picture's address."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_data_uri(scale=8, border=2, dark="#1b2931", light="#fff"))


def _here_only(url: str) -> str | None:
    """Return this machine's address on its network when pupils' machines cannot reach it yet."""
    host = urlsplit(url).hostname or ""
    if host != "localhost" and not _is_loopback(host):
        return None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((NOWHERE, 9))
        except OSError:
            return "ADRESSE"
        return str(probe.getsockname()[0])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
