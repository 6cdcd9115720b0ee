"""A mockportal of one's own, in a process of its own, for as long as a block lasts."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from mockportal.client import Control

_PORTS = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
_LOOKS_EVERY = 0.05  # seconds
_STOPS_WITHIN = 15.0  # seconds it has to finish before it is killed


class NotServing(Exception):
    """The server ended before it answered."""


@contextmanager
def serving() -> Iterator[Control]:
    """Serve from memory on free ports. Refuses: NotServing."""
    with TemporaryDirectory(prefix="mockportal-") as folder:
        ready = Path(folder, "ready.json")
        command = [sys.executable, "-m", "mockportal", "serve", "--store", "memory"]
        command += ["--state", folder, "--ready-file", str(ready)]
        command += [word for port in _PORTS for word in (port, "0")]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            told = _addresses(process, ready)
            with Control(told["console"], told["token"]) as control:
                yield control
        finally:
            _stop(process)


def _addresses(process: "subprocess.Popen[bytes]", ready: Path) -> dict[str, str]:
    """Return the addresses, which the server writes once all of it answers."""
    while not ready.exists():
        with suppress(subprocess.TimeoutExpired):
            raise NotServing(f"exit code {process.wait(_LOOKS_EVERY)}")
    return dict(json.loads(ready.read_text(encoding="utf-8")))


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
