"""The portal on trial: a child process whose records outlive it, started as often as needed."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from loadtests.nemesis.nursery import Forked, Nursery

READY_WITHIN = 300.0  # seconds; a start takes half of one, a starved machine more
ENDS_WITHIN = 30.0  # seconds a polite end may take
SPAWNED_EVERY = 10  # of the lives that come from a nursery, one in so many is a start as people do
_LOOKS_EVERY = 0.02
_PORTS = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")


class NotReady(Exception):
    """The portal did not come up: what it said last."""


@dataclass
class Portal:
    """One portal, its folder, its store, and how often it was started."""

    folder: Path
    store: str = ""
    workers: int = 1
    tree: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    process: "asyncio.subprocess.Process | Forked | None" = None
    nursery: Nursery | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)

    _lives: int = 0

    @property
    def state(self) -> Path:
        """Return the directory of its records."""
        return self.folder / "state"

    @property
    def database(self) -> Path:
        """Return the file of its records, where the store is a file."""
        return self.state / "mockportal.db"

    @property
    def door(self) -> tuple[str, int]:
        """Return where voters connect. Refuses: ConnectionRefusedError, while it is down."""
        if not self.up.is_set():
            raise ConnectionRefusedError("no portal now")
        return "127.0.0.1", urlsplit(self.addresses["portal"]).port or 0

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self.process is not None
        return self.process.pid

    async def start(self, **environment: str) -> float:
        """Start it; return the seconds until everything answered. Refuses: NotReady."""
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        began = time.monotonic()
        process = self.process = await self._spawned(ready, environment)
        while not ready.exists():
            if process.returncode is not None or time.monotonic() - began > READY_WITHIN:
                raise NotReady(self._last_words() or "nothing was said")
            await asyncio.sleep(_LOOKS_EVERY)
        seconds = time.monotonic() - began
        self.addresses = json.loads(ready.read_text(encoding="utf-8"))
        self.up.set()
        if not isinstance(process, Forked):
            self.starts.append(seconds)
        return seconds

    async def kill(self) -> None:
        """Kill every process of it, without a goodbye."""
        self.up.clear()
        process, self.process = self.process, None
        if process is not None:
            _signal_group(process.pid, signal.SIGKILL)
            await process.wait()

    async def stop(self) -> int:
        """Ask it to end; return its exit code, that of a kill when it takes too long."""
        self.up.clear()
        process, self.process = self.process, None
        assert process is not None
        process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(process.wait(), ENDS_WITHIN)
        except TimeoutError:
            return -signal.SIGKILL
        finally:
            _signal_group(process.pid, signal.SIGKILL)

    async def died(self, within: float) -> bool:
        """Wait for it to end by itself; tell whether it did."""
        assert self.process is not None
        try:
            await asyncio.wait_for(asyncio.shield(self.process.wait()), within)
        except TimeoutError:
            return False
        return True

    def command(self, *words: str) -> list[str]:
        """Return a command of this very tree, whatever tree is on trial, on the same store."""
        place = ["--store", self.store] if self.store else ["--state", str(self.state)]
        return [sys.executable, "-m", "mockportal", *words, *place]

    async def _spawned(
        self, ready: Path, environment: dict[str, str]
    ) -> "asyncio.subprocess.Process | Forked":
        words = ["serve", "--ready-file", str(ready), "--state", str(self.state)]
        words += ["-e", "formation", *(word for port in _PORTS for word in (port, "0"))]
        words += self._options()
        self._lives += 1
        if self.nursery and "LD_PRELOAD" not in environment and self._lives % SPAWNED_EVERY:
            own = {**self.environment, **environment}
            return await self.nursery.fork(words, own, self.folder / "log")
        command = [sys.executable, "-m", "mockportal.tests.failing", *words]
        with (self.folder / "log").open("ab") as log:
            return await _run(
                command,
                log,
                {**surroundings(self.tree), **self.environment, **environment},
                self.tree,
            )

    def _last_words(self) -> str:
        log = self.folder / "log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""

    def _options(self) -> Sequence[str]:
        workers = ["--workers", str(self.workers)] if self.workers > 1 else []
        return [*(["--store", self.store] if self.store else []), *workers]


def surroundings(tree: Path | None) -> dict[str, str]:
    """Return the environment in which a tree is on trial."""
    own = {"PYTHONPATH": str(tree)} if tree else {}
    return {**os.environ, **own}


async def _run(
    command: Sequence[str], log: IO[bytes], environment: dict[str, str], folder: Path | None
) -> "asyncio.subprocess.Process":
    return await asyncio.create_subprocess_exec(
        *command,
        stdout=log,
        stderr=log,
        env=environment,
        cwd=folder,
        start_new_session=True,  # one group: its helpers go when it goes
    )


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
