"""Sixty-four callers claim voters at once: nobody is handed out twice.

``python -m mockportal.tests.claims --rounds 1000`` claims 64,000 voters of 1.4 million on each
engine; on PostgreSQL from four processes at once, as `mockportal serve --workers 4` has.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from mockportal.clock import Clock, RealTime
from mockportal.election import load
from mockportal.storage.store import Store
from mockportal.tests.engines import PLACES, Place
from mockportal.usecases.handing_out import Wanted, claim

CALLERS = 64
WORKERS = {"sqlite": 1, "postgres": 4}


async def claimed(store: Store, election: str, callers: int, rounds: int) -> list[int]:
    """Let every caller claim so many times; return the ranks handed out."""

    async def caller() -> list[int]:
        return [await one_claimed(store, election) for _ in range(rounds)]

    handed = await asyncio.gather(*(caller() for _ in range(callers)))
    return [rank for ranks in handed for rank in ranks]


async def one_claimed(store: Store, election: str) -> int:
    """Claim as the control API does: in short transactions until a voter is found."""
    while True:
        handout = await store.perform(election, claim, wanted=Wanted())
        if handout.card is not None:
            return handout.card.elector.rank
        assert handout.unfinished, "nobody is left"


def work(place: Place, election: str, callers: int, rounds: int) -> list[int]:
    """Claim from a process of its own, as a worker of the portal would."""

    async def claim_all() -> list[int]:
        store = Store(place.open(), RealTime())
        ranks = await claimed(store, election, callers, rounds)
        await store.close()
        return ranks

    return asyncio.run(claim_all())


async def open_election(place: Place) -> str:
    """Make the election whose 1.4 million electors are handed out; return its id."""
    store, election = Store(place.open(), RealTime()), load("electionspro2022")
    clock = Clock(store.real.now(), election.calendar.instants.opens)
    await store.create(election, clock)
    await store.close()
    return election.id


def run(place: Place, rounds: int) -> list[int]:
    """Return the ranks handed out by all workers."""
    workers = WORKERS[place.kind]
    election = asyncio.run(open_election(place))
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        calls = [
            processes.submit(work, place, election, CALLERS // workers, rounds)
            for _ in range(workers)
        ]
        return [rank for call in calls for rank in call.result()]


def main() -> int:
    """Claim on both engines; say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="voters for each caller")
    rounds, failed = parser.parse_args().rounds, 0
    for name, place in PLACES.items():
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as at:
            started = time.perf_counter()
            ranks = run(at, rounds)
            twice = len(ranks) - len(set(ranks))
            failed += twice
            seconds, workers = time.perf_counter() - started, WORKERS[name]
            told = f"{name}, workers: {workers}: {len(ranks)} voters claimed, {twice} twice"
            print(f"{told}, {seconds:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
