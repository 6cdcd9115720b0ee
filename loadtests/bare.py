"""A bare aiohttp application that replays recorded answers: the floor that a portal stands on.

``python -m loadtests.bare RECORDING [LENGTH]`` prints its address and serves until killed. A
request says with the header ``X-Exchange`` which recorded answer it wants; with a LENGTH, each
connection gets the answers of journeys of so many requests in their order. The body of a request
is read, nothing else.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from loadtests.recording import Exchange, read

WHICH = "X-Exchange"


def application(exchanges: list[Exchange], length: int = 0) -> web.Application:
    """Return the application that answers exchange ``n`` to ``X-Exchange: n``, or in order."""
    which = _InOrder(len(exchanges), length).next if length else _named
    answers = [(e.status, CIMultiDict(e.headers), e.answer) for e in exchanges]

    async def replay(request: web.Request) -> web.Response:
        await request.read()
        status, headers, body = answers[which(request)]
        return web.Response(status=status, headers=headers, body=body)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", replay)
    return app


def _named(request: web.Request) -> int:
    return int(request.headers[WHICH])


class _InOrder:
    """Gives each connection one journey after another, answer by answer."""

    def __init__(self, number: int, length: int) -> None:
        self._length, self._starts = length, cycle(range(0, number, length))
        self._places: dict[int, tuple[int, int]] = {}

    def next(self, request: web.Request) -> int:
        """Return the number of the answer that a connection is due."""
        _, port, *_ = request.transport.get_extra_info("peername") if request.transport else ("", 0)
        if port not in self._places:
            self._places[port] = (next(self._starts), 0)
        start, done = self._places.pop(port)
        if done + 1 < self._length:
            self._places[port] = (start, done + 1)
        return start + done


async def serve(exchanges: list[Exchange], length: int = 0) -> None:
    """Serve on a free port of the loopback address; print the address once it answers."""
    runner = web.AppRunner(application(exchanges, length), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve the recording that is named on the command line, on the portal's event loop."""
    with suppress(KeyboardInterrupt):
        fastest_loop()(serve(read(Path(sys.argv[1])), *map(int, sys.argv[2:])))


def fastest_loop() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Return what runs a coroutine on uvloop where it is installed, as the portal does."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


if __name__ == "__main__":
    main()
