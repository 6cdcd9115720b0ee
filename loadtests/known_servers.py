"""Servers whose behaviour can be computed, to check the generator against the truth.

``python -m loadtests.known_servers stalling BEGINS LASTS SERVICE`` or ``… queueing SERVERS MEAN
SEED`` prints its address, then serves until killed.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from time import perf_counter

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGE = (
    '<!doctype html><html lang="fr"><head><title>t</title></head>'
    '<body><main data-page="accueil"><h1>Accueil</h1></main></body></html>'
)


def _page() -> web.Response:
    return web.Response(text=_PAGE, content_type="text/html")


def stalling(begins: float, lasts: float, service: float) -> Handler:
    """Answer in ``service`` seconds, except between two instants after the first request."""
    first: list[float] = []

    async def answer(request: web.Request) -> web.Response:
        now = perf_counter()
        if not first:
            first.append(now)
        until = first[0] + begins + lasts
        stalls = max(until - now, 0) if now >= first[0] + begins else 0
        await asyncio.sleep(stalls + service)
        return _page()

    return answer


def queueing(servers: int, mean: float, seed: str) -> Handler:
    """Serve first come, first served, by ``servers`` clerks with exponential service times.

    The clock of the queue is kept by arithmetic, so that a late timer of the process delays one
    answer and not everyone behind it.
    """
    free = [0.0] * servers
    draw = Random(seed).expovariate

    async def answer(request: web.Request) -> web.Response:
        now = perf_counter()
        clerk = min(range(len(free)), key=free.__getitem__)
        free[clerk] = max(free[clerk], now) + draw(1 / mean)
        await asyncio.sleep(free[clerk] - now)
        return _page()

    return answer


async def main(name: str, arguments: list[str]) -> None:
    """Serve on a free port of the loopback address until killed."""
    made = {
        "stalling": lambda: stalling(*map(float, arguments)),
        "queueing": lambda: queueing(int(arguments[0]), float(arguments[1]), arguments[2]),
    }
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", made[name]())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=2048)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1], sys.argv[2:]))
