"""Sixty-four callers claim voters at once: nobody is handed out twice.

``python -m mockportal.tests.claims --rounds 1000`` claims 64,000 voters of 1.4 million on each
engine, on PostgreSQL from two processes' worth of stores.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from mockportal.clock import Clock, RealTime
from mockportal.election import load
from mockportal.storage.store import Store
from mockportal.tests.engines import PLACES, Place
from mockportal.usecases.handing_out import Wanted, claim

CALLERS = 64


async def claimed(stores: list[Store], election: str, rounds: int) -> list[int]:
    """Let every caller claim once per round; return the ranks handed out."""
    ranks = list[int]()
    for _ in range(rounds):
        calls = (one_claimed(stores[n % len(stores)], election) for n in range(CALLERS))
        ranks += await asyncio.gather(*calls)
    return ranks


async def one_claimed(store: Store, election: str) -> int:
    """Claim as the control API does: in short transactions until a voter is found."""
    while True:
        handout = await store.perform(election, claim, wanted=Wanted())
        if handout.card is not None:
            return handout.card.elector.rank
        assert handout.unfinished, "nobody is left"


async def run(place: Place, rounds: int) -> tuple[int, int]:
    """Return how many voters were handed out, and how many of them twice."""
    stores = [Store(place.open(), RealTime())]
    if place.kind == "postgres":
        stores.append(Store(place.open(), RealTime()))
    election = load("electionspro2022")
    opens = election.calendar.instants.opens
    await stores[0].create(election, Clock(stores[0].real.now(), opens))
    ranks = await claimed(stores, election.id, rounds)
    for store in stores:
        await store.close()
    return len(ranks), len(ranks) - len(set(ranks))


def main() -> int:
    """Claim on both engines; say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    rounds, failed = parser.parse_args().rounds, 0
    for name, place in PLACES.items():
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as at:
            started = time.perf_counter()
            handed, twice = asyncio.run(run(at, rounds))
            failed += twice
            seconds = time.perf_counter() - started
            print(f"{name}: {handed} voters claimed, {twice} twice, {seconds:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
