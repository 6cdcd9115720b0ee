"""A portal of one's own for a measurement: `mockportal serve` as a child, on a real disk."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from loadtests import processes
from mockportal.client import Control

_PORTS = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
_LOOKS_EVERY = 0.05  # seconds
SERVE = ("-m", "mockportal", "serve")


@dataclass(frozen=True)
class PortalProcess:
    """A running portal: its process, its addresses, its control API."""

    pid: int
    portal: str
    franceconnect: str
    console: str
    token: str
    control: Control


@contextmanager
def serving(
    folder: Path,
    *,
    store: str = "",
    workers: int = 1,
    core: int | None = None,
    command: Sequence[str] = SERVE,
    options: Sequence[str] = (),
) -> Iterator[PortalProcess]:
    """Serve from ``folder`` on free ports for the length of a block. Refuses: DiedEarly."""
    ready = folder / "ready.json"
    chosen = ["--state", str(folder), "--ready-file", str(ready), *options]
    chosen += [word for port in _PORTS for word in (port, "0")]
    chosen += ["--store", store] if store else []
    chosen += ["--workers", str(workers)] if workers > 1 else []
    with (
        Path(folder, "log").open("w+", encoding="utf-8") as log,
        processes.running([*command, *chosen], core, log) as process,
    ):
        told = _addresses(process, ready, log)
        with Control(told["console"], told["token"]) as control:
            yield PortalProcess(
                process.pid,
                told["portal"],
                told["franceconnect"],
                told["console"],
                told["token"],
                control,
            )


def _addresses(process: "subprocess.Popen[str]", ready: Path, log: IO[str]) -> dict[str, str]:
    """Return the addresses, which the portal writes once all of it answers."""
    while not ready.exists():
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(_LOOKS_EVERY)
            log.seek(0)
            raise processes.DiedEarly(f"the portal ended with {code}:\n{log.read()[-2000:]}")
    return dict(json.loads(ready.read_text(encoding="utf-8")))
