"""Clients from npm, which need Node 20: ``make clients`` runs these and the Python ones."""

from pathlib import Path

import pytest

from mockportal.franceconnect.tests.browsing import Stub
from mockportal.franceconnect.tests.clients.journey import check_login_and_logout
from mockportal.tests.npm import Node, installed


@pytest.fixture(scope="session")
def node() -> Node:
    """Return Node, with the packages of the programs beside."""
    return installed(Path(__file__).parent)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("alg", ["ES256", "RS256"])
def test_a_node_client_logs_in_and_out(root_stub: Stub, node: Node, alg: str) -> None:
    check_login_and_logout(root_stub, node.program("with_openid_client.mjs"), alg)
