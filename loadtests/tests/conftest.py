"""Small servers in processes of their own: nothing here patches or shares the test's process."""

from contextlib import ExitStack

import pytest

from loadtests import processes


@pytest.fixture
def server():
    """Give a way to start a server of known behaviour, and to know its address."""
    with ExitStack() as started:

        def start(*arguments):
            command = ["-m", "loadtests.known_servers", *map(str, arguments)]
            process = started.enter_context(processes.running(command))
            return process.stdout.readline().strip()

        yield start
