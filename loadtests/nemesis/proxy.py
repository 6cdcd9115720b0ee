"""A line that breaks: some connections are reset, some answers arrive by half, some slowly."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

RESET_BEFORE = 0.02  # per request: the portal never sees it whole
RESET_AFTER = 0.02  # the portal answers, nobody hears it
HALF = 0.02
SLOW = 0.01
_CHUNK = 65536


class Line:
    """One listener that passes everything on to wherever the portal is now, nearly always."""

    def __init__(self, door: Callable[[], tuple[str, int]], seed: int) -> None:
        self._door, self._dice = door, random.Random(seed)
        self.at = ("127.0.0.1", 0)
        self.broken = 0
        self._carrying: set[asyncio.Task[None]] = set()

    def where(self) -> tuple[str, int]:
        """Return where voters connect who have a bad line."""
        return self.at

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection in hand."""
        task = asyncio.create_task(self.carry(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def drop(self) -> None:
        """Let go of every connection."""
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until it ends or breaks."""
        try:
            there = await asyncio.open_connection(*self._door())
        except OSError:
            writer.close()
            return
        try:
            while sent := await reader.read(_CHUNK):
                if not await self._exchange(sent, there, writer):
                    self.broken += 1
                    break
        except OSError:
            pass
        finally:
            for one in (writer, there[1]):
                one.transport.abort()

    async def _exchange(
        self,
        sent: bytes,
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        back: asyncio.StreamWriter,
    ) -> bool:
        """Pass a request on and its answer back; tell whether the line is still whole."""
        fate = self._dice.random()
        if fate < RESET_BEFORE:
            there[1].write(sent[: len(sent) // 2])
            return False
        there[1].write(sent)
        fate -= RESET_BEFORE
        if fate < RESET_AFTER:
            await asyncio.sleep(self._dice.random() / 20)
            return False
        answer = await there[0].read(_CHUNK)
        if not answer:
            return False
        fate -= RESET_AFTER
        if fate < HALF:
            back.write(answer[: len(answer) // 2])
            await asyncio.sleep(0)
            return False
        if fate < HALF + SLOW:
            await asyncio.sleep(self._dice.random())
        back.write(answer)
        return await self._rest(there[0], back)

    async def _rest(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> bool:
        """Pass on what a long page has left."""
        while True:
            try:
                more = await asyncio.wait_for(reader.read(_CHUNK), 0.002)
            except TimeoutError:
                return True
            if not more:
                return False
            back.write(more)


@asynccontextmanager
async def bad_line(door: Callable[[], tuple[str, int]], seed: int) -> AsyncIterator[Line]:
    """Have such a line for the length of a block."""
    line = Line(door, seed)
    server = await asyncio.start_server(line.take, "127.0.0.1", 0)
    line.at = server.sockets[0].getsockname()[:2]
    try:
        yield line
    finally:
        server.close()
        await line.drop()
