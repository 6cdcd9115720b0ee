"""npm's mailpit-api: ``make clients`` runs it."""

import subprocess
from pathlib import Path

import pytest

from mockportal.tests.npm import Node, installed


@pytest.fixture(scope="session")
def node() -> Node:
    """Return Node, with the packages of the programs beside."""
    return installed(Path(__file__).parent)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_mailpit_api_sends_waits_reads_and_deletes(server, remote, voter, node):
    box = f"{server.console}/mailpit/{remote.id}"
    command = node.program("with_mailpit_api.mjs", box, server.token, voter.identifier)

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
