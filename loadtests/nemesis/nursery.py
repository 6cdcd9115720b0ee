"""Portals by the dozen: forked from a process that has every module at hand.

A start then costs what reading the store costs. Now and then the portal is started as people
start it, which is also how long a start takes is measured.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path


class Forked:
    """One of them: what the end of a process says, in the words of asyncio's own."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        """Return its exit code, once it has ended."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """Wait until it ends; return its exit code."""
        return await asyncio.shield(self._ended)

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def end(self, code: int) -> None:
        """Note that it has ended."""
        if not self._ended.done():
            self._ended.set_result(code)


class Nursery:
    """The process they come from."""

    def __init__(self, process: "asyncio.subprocess.Process") -> None:
        self._process = process
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._alive: dict[int, Forked] = {}
        self._ended: dict[int, int] = {}

    async def fork(self, words: Sequence[str], environment: dict[str, str], log: Path) -> Forked:
        """Start a command of mockportal."""
        assert self._process.stdin is not None
        asked = {"words": [*words], "environment": environment, "log": str(log)}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        pid = await self._born.get()
        child = self._alive[pid] = Forked(pid)
        if pid in self._ended:
            child.end(self._ended.pop(pid))
        return child

    async def listen(self) -> None:
        """Hear of births and ends."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            what, pid, *code = line.split()
            if what == b"born":
                self._born.put_nowait(int(pid))
            elif (child := self._alive.pop(int(pid), None)) is not None:
                child.end(int(code[0]))
            else:
                self._ended[int(pid)] = int(code[0])


@asynccontextmanager
async def nursery(environment: dict[str, str], folder: Path | None) -> AsyncIterator[Nursery]:
    """Have a nursery for the length of a block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mockportal.tests.failing", "--nurse"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=environment,
        cwd=folder,
    )
    here = Nursery(process)
    hearing = asyncio.create_task(here.listen())
    try:
        yield here
    finally:
        process.kill()
        await process.wait()
        await hearing
