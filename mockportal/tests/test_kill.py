"""What was acknowledged survives kill -9."""

import html
import re
import subprocess
import sys
import threading
from contextlib import suppress
from itertools import count

import httpx
import pytest

from mockportal import election
from mockportal.clock import RealTime
from mockportal.electorate import Electorate, electorate
from mockportal.storage.sqlite import SqliteEngine
from mockportal.storage.store import Store
from mockportal.tests.child import Child
from mockportal.tests.live import Loop, StoreAtHand

ROLL = {"size": 5000, "activated_share": 1.0, "notice_share": 1.0}
REVISED = {"electorate": ROLL, "persona": []}
KILLS = 3
VOTERS = 4
ENOUGH = 25  # receipts before each kill


class Ledger:
    """What voters were told, written down outside the server."""

    def __init__(self) -> None:
        self._lock, self._receipts = threading.Lock(), list[tuple[str, str]]()
        self.enough = threading.Event()

    def write(self, scrutin: str, reference: str) -> None:
        """Note an acknowledged ballot."""
        with self._lock:
            self._receipts.append((scrutin, reference))
            if len(self._receipts) % ENOUGH == 0:
                self.enough.set()

    def receipts(self) -> list[tuple[str, str]]:
        """Return everything noted so far."""
        with self._lock:
            return list(self._receipts)


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no {name} on the page"
    return found[1]


def vote(url: str, electors: Electorate, rank: int, ledger: Ledger) -> None:
    """Sign in, enter the code, vote blank in every scrutin."""
    elector = electors[rank]
    with httpx.Client(base_url=f"{url}/essai/portail/", follow_redirects=True) as browser:

        def send(path: str, **fields: str) -> str:
            page = browser.get(path).text
            tokens = {name: hidden(page, name) for name in ("jeton", "cle")}
            if "captcha_id" in page:
                tokens |= {"captcha_id": hidden(page, "captcha_id"), "captcha": "1234"}
            return browser.post(path, data={**tokens, **fields}).text

        send("identification", identifiant=elector.identifier)
        send("mot-de-passe", mot_de_passe=elector.password)
        send("code-de-vote", code=elector.vote_code)
        for scrutin in elector.scrutins:
            send(f"vote/{scrutin}", action="je-veux-voter")
            send(f"vote/{scrutin}", choix="blanc")
            receipt = send(f"vote/{scrutin}/confirmation", choix="blanc", nonce="", reference="")
            found = re.search(r'data-reference="([0-9a-f]{64})"', receipt)
            if found:
                ledger.write(scrutin, found[1])


def crowd(url: str, electors: Electorate, ranks: "count[int]", ledger: Ledger) -> None:
    """Vote as one elector after another, until the server is gone."""
    with suppress(httpx.TransportError, AssertionError):
        while True:
            vote(url, electors, next(ranks), ledger)


@pytest.fixture
def child(tmp_path):
    """Serve from a folder in which an election of 5,000 active voters was made."""
    served = Child(tmp_path, "--election", "formation")
    served.state.mkdir()
    loop = Loop()
    store = StoreAtHand(Store(SqliteEngine(served.state / "mockportal.db"), RealTime()), loop)
    store.create(id="essai", frozen=False, **REVISED)
    store.close()
    loop.close()
    served.start()
    yield served
    served.stop()


def test_an_acknowledged_ballot_survives_kill_9(child):
    electors = electorate(election.revised(election.load("formation"), REVISED))
    ledger, ranks = Ledger(), count()
    for _ in range(KILLS):
        ledger.enough.clear()
        portal = child.addresses["portal"]
        voters = [
            threading.Thread(target=crowd, args=(portal, electors, ranks, ledger), daemon=True)
            for _ in range(VOTERS)
        ]
        for voter in voters:
            voter.start()
        assert ledger.enough.wait(60), "no votes came through"
        child.kill()
        for voter in voters:
            voter.join()
        child.start()

    missing = [one for one in ledger.receipts() if not in_urn(child.addresses["portal"], *one)]
    audit = [sys.executable, "-m", "mockportal", "audit", "--state", str(child.state)]
    audited = subprocess.run([*audit, "-e", "essai"], capture_output=True, text=True, check=False)

    assert len(ledger.receipts()) >= KILLS * ENOUGH
    assert missing == []
    assert audited.returncode == 0, audited.stdout


def in_urn(portal: str, scrutin: str, reference: str) -> bool:
    """Look a reference up as its voter would, on the public page of the urn."""
    query = {"scrutin": scrutin, "reference": reference}
    page = httpx.get(f"{portal}/essai/portail/urne", params=query).text
    return "Présent dans l'urne." in html.unescape(page)
