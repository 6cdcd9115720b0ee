"""A listening socket where everyone who waits is taken in at once."""

import asyncio
import logging
import socket
from collections.abc import Callable

from aiohttp import web

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Connections taken in one turn of the event loop, at most.

libuv takes one a turn (since 1.45). The turns of a busy loop are long: the queue of the kernel
would overflow, and whoever finds it full waits in silence, with no page that says when to return.
"""

SHORT_OF = 1.0  # seconds without taking anyone in, after the system had no descriptor left


class EdgeSite(web.SockSite):
    """A site on a bound socket."""

    _arrivals: "Arrivals | None" = None

    async def start(self) -> None:
        """Listen."""
        await web.BaseSite.start(self)
        server = self._runner.server
        assert server is not None, "the runner is set up before its sites"
        self._arrivals = Arrivals(self._sock, server, self._backlog)

    async def stop(self) -> None:
        """Listen no more."""
        if self._arrivals is not None:
            self._arrivals.close()
        await super().stop()


class Arrivals:
    """Takes connections from a bound socket, each to a protocol of its own."""

    def __init__(
        self, door: socket.socket, protocol: Callable[[], asyncio.Protocol], backlog: int
    ) -> None:
        self._door = door
        self._protocol = protocol
        self._loop = asyncio.get_running_loop()
        self._entering = set[asyncio.Task[object]]()
        self._pause: asyncio.TimerHandle | None = None
        door.setblocking(False)
        door.listen(backlog)
        self._open()

    def _open(self) -> None:
        self._loop.add_reader(self._door, self._take)

    def _take(self) -> None:
        for _ in range(AT_ONCE):
            try:
                client, _ = self._door.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as trouble:
                log.warning("no connection can be taken in: %s", trouble.strerror)
                self._loop.remove_reader(self._door)
                self._pause = self._loop.call_later(SHORT_OF, self._open)
                return
            task = self._loop.create_task(self._enter(client))
            self._entering.add(task)
            task.add_done_callback(self._entering.discard)

    async def _enter(self, client: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._protocol, client)
        except OSError:  # gone before it was in
            client.close()

    def close(self) -> None:
        """Take nobody in any more, and let go of the socket."""
        self._loop.remove_reader(self._door)
        if self._pause is not None:
            self._pause.cancel()
        self._door.close()
