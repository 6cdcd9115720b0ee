"""The servers that logins are measured on: the stub, and two that others wrote."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from loadtests import login_walks, processes
from loadtests.login_walks import BACK, Registered, Visitor, Walk
from loadtests.portal_process import SERVE, PortalProcess, serving

HERE = Path(__file__).parent / "node"
BUILD = Path("build/logins")
_QUIET = 0.2  # seconds without processor time: nothing is left to do
_SECRET = "not-a-secret-but-long-enough-for-hs256-keys"


class NoNode(Exception):
    """The servers that others wrote cannot run here."""


@dataclass(frozen=True)
class Round:
    """So many logins: seconds of processor of the server, seconds by the clock, requests."""

    cpu: float
    took: float
    logins: int
    requests: int


@dataclass(frozen=True)
class Side:
    """One server, and how a login goes there."""

    name: str
    pid: int
    client: Registered
    walks: Iterator[Walk]

    def play(self, logins: int, at_once: int) -> Round:
        """Log in so many times, so many at once; each login has connections of its own."""
        walks = list(islice(self.walks, logins))
        before, begun = self.rest(), time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            requests = sum(pool.map(self._walk, walks))
        took = time.perf_counter() - begun
        return Round(self.rest() - before, took, logins, requests)

    def rest(self) -> float:
        """Wait until the server takes no more processor time; return what it took so far."""
        spent = processes.processor_time(self.pid)
        while True:
            time.sleep(_QUIET)
            now = processes.processor_time(self.pid)
            if now - spent <= _QUIET * 0.1:
                return now
            spent = now

    def _walk(self, walk: Walk) -> int:
        visitor = Visitor(self.client)
        with closing(visitor.transport):
            walk(visitor)
            return len(visitor.transport.took)


@contextmanager
def stub(
    folder: Path, core: int | None, *, command: Sequence[str] = SERVE, accounts: int = 500
) -> Iterator[tuple[Side, Side]]:
    """Serve the stub; yield its logins with screens, and without.

    The notice by mail is switched off: the others send none. Records go to a real disk.
    """
    with serving(folder, core=core, command=command) as portal:
        yield _stub_sides(portal, accounts)


def _stub_sides(portal: PortalProcess, accounts: int) -> tuple[Side, Side]:
    election = portal.control.create("electionspro2022", id="logins")
    stub = election.franceconnect
    stub.change_settings({"notification": "off"})
    made = stub.register([BACK], scopes=["openid", "email", "profile"])
    base = made.issuer
    client = Registered(
        made.client_id,
        str(made.client_secret),
        f"{base}/authorize",
        f"{base}/token",
        f"{base}/userinfo",
    )
    known = stub.accounts(provider="impots", limit=accounts)
    screens = cycle([login_walks.at_franceconnect(one.login, one.secret) for one in known])

    direct = f"{portal.console}/api/elections/logins/franceconnect/authorizations/direct"
    without = cycle(
        [login_walks.without_screens(direct, portal.token, one.elector) for one in known]
    )
    return (
        Side("stub, with screens", portal.pid, client, screens),
        Side("stub, without", portal.pid, client, without),
    )


@contextmanager
def others(core: int | None) -> Iterator[tuple[Side, Side]]:
    """Serve oidc-provider and oauth2-mock-server. Refuses: NoNode."""
    node = _install()
    client_id = "measured"
    with ExitStack() as stack:

        def side(name: str, script: str, walk: Walk, paths: tuple[str, str, str]) -> Side:
            pid, url = stack.enter_context(_node(node, script, client_id, core))
            client = Registered(client_id, _SECRET, *(f"{url}{path}" for path in paths))
            return Side(name, pid, client, cycle([walk]))

        yield (
            side(
                "oidc-provider",
                "oidc_provider.mjs",
                login_walks.at_oidc_provider,
                ("/auth", "/token", "/me"),
            ),
            side(
                "oauth2-mock-server",
                "oauth2_mock_server.mjs",
                login_walks.at_mock_server,
                ("/authorize", "/token", "/userinfo"),
            ),
        )


def _install() -> str:
    """Install the packages below build/; return Node. Refuses: NoNode."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NoNode("the servers that others wrote need node (20 or later) and npm")
    shutil.copytree(HERE, BUILD, dirs_exist_ok=True)
    if not (BUILD / "node_modules").exists():
        command = [npm, "install", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(command, cwd=BUILD, check=False).returncode:
            raise NoNode("npm install failed: see above")
    return node


@contextmanager
def _node(node: str, script: str, client_id: str, core: int | None) -> Iterator[tuple[int, str]]:
    command = [node, str(BUILD / script), client_id, _SECRET, BACK]
    with processes.running(command, core, python=False) as process:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise processes.DiedEarly(f"{script} did not start")
        yield process.pid, url
