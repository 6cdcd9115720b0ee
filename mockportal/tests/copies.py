"""How long elections take to make and to copy, side by side on both engines.

``python -m mockportal.tests.copies`` makes 200 elections in one server, copies one in which 1,000
voters have acted, deletes the copies, and tells what the call and the store alone took.
"""

import argparse
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from mockportal.client import RemoteElection
from mockportal.storage.connection import Execute
from mockportal.tests.engines import PLACES
from mockportal.tests.live import LiveServer, StoreAtHand, live

VOTERS, ELECTIONS, COPIES = 1_000, 200, 20
BUDGETS = {"create": 5.0, "copy": 50.0}
"""Milliseconds that half of the calls may take."""

SCRUTINS = ("csa-ministeriel", "csa-academique", "ccp")
HASH = "$argon2id$v=19$m=7168,t=5,p=1$" + "a" * 65
SMS = "[SIMULATION] Elections: votre lien, valable 30 minutes : http://127.0.0.1:8080/" + "a" * 65
MAIL = "[SIMULATION] Votre compte Elections a servi. " * 5


def voted(run: Execute, world: int, rank: int) -> None:
    """Write what a voter leaves who renewed the code by SMS and voted three times."""
    account = {"active_at": 1, "password": HASH, "question": "q" * 37, "answer": "a" * 22}
    _add(run, "account", world, rank=rank, **account, code_version=2, code="c" * 22)
    _add(run, "claim", world, rank=rank)
    link = {"token": f"{rank:022}", "kind": "reissue", "issued_at": 1, "expires_at": 2}
    link |= {"channel": "sms", "destination": "+33639980001", "form_key": f"{rank:022}"}
    _add(run, "link", world, rank=rank, **link, used_at=1)
    for scrutin in SCRUTINS:
        key, reference = f"{rank:022}", secrets.token_hex(32)
        _add(run, "emargement", world, scrutin=scrutin, rank=rank, at=1, form_key=key)
        _add(run, "urn", world, scrutin=scrutin, ref=reference, ballot="girouette")
    sms = {"channel": "sms", "recipient": "+33639980001", "text": SMS, "html": "", "raw": ""}
    mail = {"channel": "mail", "recipient": f"{rank}@ac-fictive.example", "text": MAIL}
    mail |= {"html": f"<p>{MAIL * 3}</p>", "raw": "\x02" + MAIL * 2}
    for turn, letter in enumerate((sms, mail)):
        seq = 2 * rank + turn
        _add(run, "message", world, seq=seq, id=secrets.token_hex(12), rank=rank, **letter, **SENT)


SENT = {
    **{"kind": "reissue-link", "sender": "portail@elections.example", "subject": "s" * 40},
    **{"at": 1, "real_at": 1, "state": "delivered"},
}


def _add(run: Execute, table: str, world: int, **values: Any) -> None:
    columns = ", ".join(["world", *values])
    places = ", ".join(f":{name}" for name in ["world", *values])
    run(f"INSERT INTO {table} ({columns}) VALUES ({places})", {"world": world, **values})


def fill(run: Execute, election: str, ranks: range) -> None:
    """Have some voters act."""
    (world,) = run("SELECT world FROM election WHERE name = :name", {"name": election}).fetchone()
    for rank in ranks:
        voted(run, world, rank)
    if ranks.start == 0:
        for scrutin in SCRUTINS:
            _add(run, "counter", world, scrutin=scrutin, ballots=VOTERS)


def lived_in(store: StoreAtHand) -> str:
    """Return the id of an election in which a thousand voters have acted."""
    election = store.create(electorate={"size": 2 * VOTERS})
    for start in range(0, VOTERS, 50):
        filling = partial(fill, election=election.id, ranks=range(start, start + 50))
        store.loop.run(store.behind.engine.write(filling))
    return election.id


def timed(what: Callable[[], object], times: int) -> list[float]:
    """Return how many milliseconds each of some calls took."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        what()
        took.append((time.perf_counter() - started) * 1000)
    return took


def measure(server: LiveServer) -> dict[str, list[float]]:
    """Make, list, copy and delete; return milliseconds by what was done."""
    store, behind = server.store, server.store.behind
    with server.control() as control:
        control.create("formation", frozen=True)  # the connection is open from here on
        took = {"create": timed(lambda: control.create("formation", frozen=True), ELECTIONS)}
        took[f"list {ELECTIONS}"] = timed(control.elections, 10)
        election, copies = lived_in(store), list[RemoteElection]()
        original = control.election(election)
        took["copy"] = timed(lambda: copies.append(original.copy()), COPIES)
        forks = (f"fork-{turn}" for turn in range(COPIES))
        took["copy, in the store"] = timed(
            lambda: store.loop.run(behind.copy(election, next(forks))), COPIES
        )
        took["delete a copy"] = timed(lambda: remove(copies.pop()), COPIES)
    return took


def remove(copy: RemoteElection) -> None:
    """Delete an election that holds ballots."""
    copy.delete(confirm=copy.id)


def told(name: str, took: dict[str, list[float]]) -> bool:
    """Say what was measured; tell whether it is within the budgets."""
    for what, times in took.items():
        budget = f", at most {BUDGETS[what]:g}" if what in BUDGETS else ""
        middle, best, worst = statistics.median(times), min(times), max(times)
        print(f"{name} {what}: p50 {middle:.1f} ms ({best:.1f}–{worst:.1f}){budget}", flush=True)
    return all(statistics.median(took[what]) <= most for what, most in BUDGETS.items())


def main() -> int:
    """Measure both engines; exit 1 beyond the budgets."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    within = []
    for name, place in PLACES.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            place(Path(folder)) as at,
            live(at.open()) as server,
        ):
            within.append(told(name, measure(server)))
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
