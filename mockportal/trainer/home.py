"""The start page: which elections live here, how each stands, and a fresh one."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from mockportal.console.keys import STORE
from mockportal.election import names
from mockportal.storage import sql_classes
from mockportal.storage.store import Store, UnknownElection
from mockportal.trainer.frame import HERE, Pages
from mockportal.usecases import overseeing
from mockportal.usecases.overseeing import Overview

PAGES = Pages(HERE / "templates")
TOLD_MOST = 60
"""Elections told on the page: a server of many tests holds many, and nobody reads them all."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One election and the copies of it."""

    stands: Overview
    copies: tuple[Overview, ...]


async def show_elections(request: web.Request) -> web.Response:
    """GET /: every election at a glance."""
    store = request.app[STORE]
    own = await store.engine.read(sql_classes.own_elections)
    known = [name for name in await store.elections() if name not in own]
    seen = await look_at(store, known[:TOLD_MOST])
    return PAGES.answer(
        request,
        "home.html",
        shelves=shelved(seen),
        classes=await store.engine.read(sql_classes.classes),
        files=names(),
        more=len(known) - len(seen),
    )


async def look_at(store: Store, elections: Sequence[str]) -> list[Overview]:
    """Return how elections stand; those deleted since they were listed are left out."""
    seen = []
    for name in elections:
        try:
            seen.append(await store.ask(name, overseeing.look_over))
        except UnknownElection:
            continue
    return seen


def shelved(seen: Sequence[Overview]) -> list[Shelf]:
    """Return elections with their copies; a copy whose original is gone stands for itself."""
    originals = {one.world.name for one in seen}
    return [
        Shelf(one, tuple(each for each in seen if each.copied_from == one.world.name))
        for one in seen
        if one.copied_from not in originals
    ]
