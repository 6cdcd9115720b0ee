"""Small servers in processes of their own: nothing here patches or shares the test's process."""

import subprocess
import sys
from pathlib import Path

import pytest

_SERVERS = Path(__file__).parent / "servers.py"


@pytest.fixture
def server():
    """Give a way to start one of the little servers by name, and to know its address."""
    started = []

    def start(name, *arguments):
        process = subprocess.Popen(
            [sys.executable, str(_SERVERS), name, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.communicate()
