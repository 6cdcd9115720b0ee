"""``python -m loadtests.nemesis push|nightly|release``: strike, and prove that nothing is lost."""

import argparse
import asyncio
import resource
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loadtests.nemesis import databases, plan, shim
from loadtests.nemesis.nursery import nursery
from loadtests.nemesis.portal import NotReady, Portal, surroundings
from loadtests.nemesis.trial import Failed, Outcome, Trial
from mockportal.client import ControlError

OK, LOST, USAGE = 0, 1, 2


def main() -> int:
    """Run one trial; print its seed first, and what it found last."""
    asked = _asked()
    if find_spec("mockportal.tests") is None:
        print("nemesis: this needs the source tree: git clone, make test", file=sys.stderr)
        return USAGE
    size = plan.SIZES[asked.size]
    if asked.kills:
        size = replace(size, kills=asked.kills)
    if asked.ballots:
        size = replace(size, ballots=asked.ballots)
    seed = secrets.randbelow(10**9) if asked.seed is None else asked.seed
    folder = Path(tempfile.mkdtemp(prefix="nemesis-", dir=asked.folder))
    print(f"nemesis {asked.size}: seed {seed}, {asked.store}, {size.kills} kills, in {folder}")
    try:
        whole = asyncio.run(_until_told(_trial(asked, size, seed, folder)))
    except asyncio.CancelledError:
        print(f"stopped; what there is so far is in {folder}", file=sys.stderr)
        return USAGE
    except shim.NoCompiler as trouble:
        print(f"nemesis: {trouble}", file=sys.stderr)
        return USAGE
    _tell(whole, seed)
    if whole.wrong:
        print(f"everything is kept in {folder}")
        return LOST
    shutil.rmtree(folder)
    return OK


async def _until_told(trial: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Run to the end, or until asked to stop: then nothing is left running."""
    task = asyncio.ensure_future(trial)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return await task


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m loadtests.nemesis", description=__doc__)
    parser.add_argument(
        "size",
        choices=plan.SIZES,
        nargs="?",
        default="push",
        help="how long it takes: push, nightly, release",
    )
    parser.add_argument("--store", default="sqlite", help="sqlite, postgres, or postgresql://…")
    parser.add_argument("--workers", type=int, default=2, help="portal processes on PostgreSQL")
    parser.add_argument("--seed", type=int, help="as a former run printed it")
    parser.add_argument("--kills", type=int, help="another number of kills")
    parser.add_argument("--ballots", type=int, help="acknowledged before each kill, at least")
    parser.add_argument("--folder", type=Path, help="where a folder of the run is made")
    parser.add_argument("--tree", type=Path, help="the source tree on trial, else this one")
    return parser.parse_args()


async def _trial(asked: argparse.Namespace, size: plan.Size, seed: int, folder: Path) -> Outcome:
    whole, began = Outcome(), time.monotonic()
    store = "" if asked.store == "sqlite" else asked.store
    stand_in = shim.built(folder) if not store and shim.has_compiler() else None
    own = plan.OF_POSTGRES if store else _of_sqlite()
    async with AsyncExitStack() as around:
        address = around.enter_context(_server(store, folder))
        nurse = None
        if size.nursed:
            nurse = await around.enter_async_context(nursery(surroundings(asked.tree), asked.tree))
        for number, chapter in enumerate(plan.steps(size, seed, own), 1):
            with ExitStack() as stack:
                place = stack.enter_context(databases.database(address)) if address else ""
                workers = asked.workers if address else 1
                portal = Portal(folder / f"chapter-{number}", place, workers, asked.tree)
                portal.nursery = nurse
                found = await _chapter(Trial(portal, size, seed + number, stand_in), chapter)
                _add(whole, found)
                print(_progress(number, whole, time.monotonic() - began), flush=True)
                if found.wrong:
                    stack.pop_all()  # keeps the database
                    break
            shutil.rmtree(portal.folder)
    whole.seen["seconds"] = round(time.monotonic() - began)
    return whole


def _of_sqlite() -> tuple[str, ...]:
    """Return what this machine can do to a file; say what it cannot."""
    compiler = shim.has_compiler()
    can = {"full": hasattr(resource, "prlimit"), "eio": compiler, "host-clock": compiler}
    for name, needs in plan.OF_SQLITE.items():
        if not can[name]:
            print(f"not tried here: {name}, which needs {needs}")
    return tuple(name for name in plan.OF_SQLITE if can[name])


async def _chapter(trial: Trial, chapter: Sequence[plan.Step]) -> Outcome:
    try:
        return await trial.run(chapter)
    except (Failed, NotReady) as trouble:
        trial.outcome.wrong += [*trial.crowd.wrong, f"{type(trouble).__name__}: {trouble}"]
    except ControlError as refused:
        gone = "I1: an election that was acknowledged is gone" if refused.status == 404 else "I15"
        trial.outcome.wrong += [*trial.crowd.wrong, f"{gone}: {refused}"]
    return trial.outcome


@contextmanager
def _server(store: str, folder: Path) -> Iterator[str]:
    if not store:
        yield ""
        return
    with databases.server(folder / "postgres", "" if store == "postgres" else store) as address:
        yield address


def _add(whole: Outcome, part: Outcome) -> None:
    whole.kills += part.kills
    whole.acknowledged += part.acknowledged
    whole.infos += part.infos
    whole.looks += part.looks
    whole.seen += part.seen
    whole.ready += part.ready
    whole.wrong += part.wrong


def _progress(number: int, whole: Outcome, seconds: float) -> str:
    return (
        f"chapter {number}: {whole.kills} kills, {whole.acknowledged:,} acknowledged, "
        f"{whole.infos:,} unanswered, {whole.looks} snapshots, {len(whole.wrong)} wrong, "
        f"{seconds:.0f} s"
    )


def _tell(whole: Outcome, seed: int) -> None:
    ready = sorted(whole.ready)
    if ready:
        middle, last = ready[len(ready) // 2], ready[-1]
        print(f"ready after a kill: median {middle:.2f} s, slowest {last:.2f} s")
    print(", ".join(f"{name} {count}" for name, count in _counted(whole.seen)))
    for one in whole.wrong[:20]:
        print(f"✘ {one}")
    verdict = f"{len(whole.wrong)} invariants broken" if whole.wrong else "nothing was lost"
    print(f"seed {seed}: {verdict}")


def _counted(seen: Counter[str]) -> list[tuple[str, int]]:
    return sorted((name, count) for name, count in seen.items() if "/" not in name)


if __name__ == "__main__":
    sys.exit(main())
