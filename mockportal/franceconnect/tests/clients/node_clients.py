"""Clients from npm, which need Node 20: ``make clients`` runs these and the Python ones."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mockportal.franceconnect.tests.browsing import Stub
from mockportal.franceconnect.tests.clients.journey import check_login_and_logout

HERE = Path(__file__).parent
BUILD = Path("build/clients")


@pytest.fixture(scope="session")
def node() -> str:
    """Return Node, its packages installed below build/."""
    found = shutil.which("node"), shutil.which("npm")
    assert all(found), "make clients needs node (20 or later) and npm: install them, or make test"
    BUILD.mkdir(parents=True, exist_ok=True)
    for path in (HERE / "package.json", *HERE.glob("*.mjs")):
        shutil.copy(path, BUILD)
    subprocess.run([str(found[1]), "install", "--no-audit", "--no-fund"], cwd=BUILD, check=True)
    return str(found[0])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("alg", ["ES256", "RS256"])
def test_a_node_client_logs_in_and_out(root_stub: Stub, node: str, alg: str) -> None:
    check_login_and_logout(root_stub, [node, str(BUILD / "with_openid_client.mjs")], alg)
