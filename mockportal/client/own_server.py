"""A mockportal of one's own, in a process of its own, for as long as a block lasts."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mockportal.client.control import Control

_PORTS = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
_LOOKS_EVERY = 0.02  # seconds
_STOPS_WITHIN = 15.0  # seconds it has to finish before it is killed


class NotServing(Exception):
    """The server ended before it answered; the text is what it said."""


class Console(NamedTuple):
    """Where a server is held from, and with what right: what ``Control`` takes."""

    url: str
    token: str


@contextmanager
def serving(*options: str, store: str = "memory") -> Iterator["Control"]:
    """Serve on free ports; ``options`` go to `mockportal serve`. Refuses: NotServing."""
    from mockportal.client.control import Control

    with started(*options, store=store) as console, Control(*console) as control:
        yield control


@contextmanager
def started(*options: str, store: str = "memory") -> Iterator[Console]:
    """Serve on free ports, and tell where; ``options`` as above. Refuses: NotServing."""
    with TemporaryDirectory(prefix="mockportal-") as name:
        folder = Path(name)
        with (folder / "log").open("wb") as log:
            command = _command(folder, ["--store", store, *options])
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            try:
                told = _addresses(process, folder)
                yield Console(told["console"], told["token"])
            finally:
                _stop(process)


def _command(folder: Path, options: Sequence[str]) -> list[str]:
    ready = folder / "ready.json"
    # -P: a suite's own folder named `scenarios` or `e2e` is not taken for ours.
    command = [sys.executable, "-P", "-m", "mockportal", "serve", *options]
    command += ["--state", str(folder), "--ready-file", str(ready)]
    return command + [word for port in _PORTS for word in (port, "0")]


def _addresses(process: "subprocess.Popen[bytes]", folder: Path) -> dict[str, str]:
    """Return the addresses, which the server writes once all of it answers."""
    ready = folder / "ready.json"
    while not ready.exists():
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOKS_EVERY)
            raise NotServing((folder / "log").read_text(encoding="utf-8", errors="replace"))
    return dict(json.loads(ready.read_text(encoding="utf-8")))


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
