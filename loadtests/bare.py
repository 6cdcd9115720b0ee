"""A bare aiohttp application that replays recorded answers: the floor that a portal stands on.

``python -m loadtests.bare RECORDING`` prints its address and serves until killed. A request says
with the header ``X-Exchange`` which recorded answer it wants; its body is read, nothing else.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from loadtests.recording import Exchange, read

WHICH = "X-Exchange"


def application(exchanges: list[Exchange]) -> web.Application:
    """Return the application that answers exchange ``n`` to ``X-Exchange: n``."""
    answers = [(e.status, CIMultiDict(e.headers), e.answer) for e in exchanges]

    async def replay(request: web.Request) -> web.Response:
        await request.read()
        status, headers, body = answers[int(request.headers[WHICH])]
        return web.Response(status=status, headers=headers, body=body)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", replay)
    return app


async def serve(exchanges: list[Exchange]) -> None:
    """Serve on a free port of the loopback address; print the address once it answers."""
    runner = web.AppRunner(application(exchanges), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve the recording that is named on the command line, on the portal's event loop."""
    with suppress(KeyboardInterrupt):
        fastest_loop()(serve(read(Path(sys.argv[1]))))


def fastest_loop() -> Callable[[Coroutine[Any, Any, None]], None]:
    """Return what runs a coroutine on uvloop where it is installed, as the portal does."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


if __name__ == "__main__":
    main()
