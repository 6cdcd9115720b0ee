"""A real ``mockportal serve`` in a process of its own, to be killed and started again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

STARTS_WITHIN = 20.0  # seconds; a start takes half a second, a busy machine more


class Child:
    """A server on free ports whose records outlive it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder, self._options = folder, options
        self._process: subprocess.Popen[bytes] | None = None
        self.addresses: Mapping[str, str] = {}

    @property
    def state(self) -> Path:
        """Return the directory of its records."""
        return self._folder / "state"

    def start(self) -> None:
        """Start it, and wait until everything answers."""
        ready = self._folder / "ready.json"
        ready.unlink(missing_ok=True)
        ports = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
        free = [word for port in ports for word in (port, "0")]
        command = [sys.executable, "-m", "mockportal", "serve", *free, "--state", str(self.state)]
        command += ["--ready-file", str(ready), *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTS_WITHIN
        while not ready.exists():
            assert self._process.poll() is None, "the server ended before it was ready"
            assert time.monotonic() < deadline, "the server did not get ready"
        self.addresses = json.loads(ready.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """Kill it as a power cut of the process: no goodbye."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)
