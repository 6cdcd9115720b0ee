"""``python -m mockportal.tests.large``: a store of 1.5 million ballots, audited and restarted.

It is written row by row without the portal, but as the portal writes it, so that the audit holds.
"""

import argparse
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median

from mockportal import election
from mockportal.clock import RealTime
from mockportal.domain.journal import GENESIS, entry_hash
from mockportal.electorate import electorate
from mockportal.storage.sqlite import SqliteEngine
from mockportal.storage.store import Store
from mockportal.tests.live import Loop, StoreAtHand

NAME = "electionspro2022"
BALLOTS = 1_500_000
SECONDS, MEGABYTES, READY = 60.0, 500.0, 1.0
STARTS = 5

Row = tuple[object, ...]


class Writing:
    """The rows of a day's vote, elector by elector; the journal's head after the last one."""

    def __init__(self, world: int, at: int, ballots: int) -> None:
        self.world, self.at, self._ballots = world, at, ballots
        self.seq, self.head = 0, GENESIS
        self.counter: Counter[str] = Counter()

    def rows(self) -> Iterator[tuple[Row, Row, Row]]:
        """Give emargement, ballot and journal entry of each vote."""
        electors = electorate(election.load(NAME))
        rank = 0
        while self.seq < self._ballots:
            for scrutin in electors[rank].scrutins[: self._ballots - self.seq]:
                yield self._vote(rank, scrutin)
            rank += 1

    def _vote(self, rank: int, scrutin: str) -> tuple[Row, Row, Row]:
        self.seq += 1
        at = self.at + self.seq * 100
        self.head = entry_hash(self.head, self.seq, at, "ballot-cast", scrutin)
        self.counter[scrutin] += 1
        ref = sha256(f"{rank}|{scrutin}".encode()).hexdigest()
        return (
            (self.world, scrutin, rank, at // 1000 * 1000, None),
            (self.world, scrutin, ref, "blanc"),
            (self.world, self.seq, at, "ballot-cast", scrutin, self.head),
        )


def build(path: Path, ballots: int) -> None:
    """Write a store with so many ballots."""
    loop = Loop()
    store = StoreAtHand(Store(SqliteEngine(path), RealTime()), loop)
    store.create(NAME, id=NAME, captcha={})
    store.close()
    loop.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    world, shown = connection.execute("SELECT world, shown FROM election").fetchone()
    day = Writing(world, shown, ballots)
    for chunk in _chunks(day.rows()):
        for table, rows in zip(
            ("emargement", "urn", "journal"), zip(*chunk, strict=True), strict=True
        ):
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    connection.executemany(
        "INSERT INTO counter (world, scrutin, ballots) VALUES (?, ?, ?)",
        [(world, *one) for one in day.counter.items()],
    )
    connection.execute(
        "UPDATE election SET head_seq = ?, head_hash = ?, head_at = ?",
        (day.seq, day.head, shown + day.seq * 100),
    )
    connection.execute("COMMIT")
    connection.close()


def _chunks(rows: Iterator[tuple[Row, Row, Row]]) -> Iterator[list[tuple[Row, Row, Row]]]:
    chunk = list[tuple[Row, Row, Row]]()
    for row in rows:
        chunk.append(row)
        if len(chunk) == 50_000:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def audited(state: Path) -> tuple[float, float]:
    """Audit the store; return the seconds it took and the most memory, in megabytes."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "mockportal", "audit", "--state", str(state), "-e", NAME]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def restarted(state: Path) -> float:
    """Start the portal, kill it, start it again; return the seconds until it answers again."""
    os.kill(_started(state)[0], signal.SIGKILL)
    os.wait()
    pid, seconds = _started(state)
    os.kill(pid, signal.SIGKILL)
    os.wait()
    return seconds


def _started(state: Path) -> tuple[int, float]:
    ready = state / "ready.json"
    ready.unlink(missing_ok=True)
    ports = ("--port", "--franceconnect-port", "--console-port", "--smtp-port")
    command = [sys.executable, "-m", "mockportal", "serve", "--state", str(state), "-e", NAME]
    command += ["--ready-file", str(ready), *(word for port in ports for word in (port, "0"))]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not ready.exists():
        if process.poll() is not None:
            raise SystemExit(f"the portal ended with {process.returncode} before it was ready")
        time.sleep(0.005)
    json.loads(ready.read_text(encoding="utf-8"))
    return process.pid, time.perf_counter() - began


def main() -> int:
    """Build, audit, restart; exit 1 when one of the three bounds does not hold."""
    parser = argparse.ArgumentParser(prog="python -m mockportal.tests.large")
    parser.add_argument("--ballots", type=int, default=BALLOTS, help="in the store")
    parser.add_argument("--folder", type=Path, help="a folder on the disk to be tried")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="large-", dir=asked.folder) as folder:
        state, began = Path(folder), time.perf_counter()
        build(state / "mockportal.db", asked.ballots)
        size = (state / "mockportal.db").stat().st_size / 1e6
        print(f"{asked.ballots:,} ballots, {size:.0f} MB, {time.perf_counter() - began:.0f} s")
        seconds, most = audited(state)
        print(f"audit: {seconds:.1f} s (bound {SECONDS:g}), {most:.0f} MB (bound {MEGABYTES:g})")
        starts = [restarted(state) for _ in range(STARTS)]
        print(
            f"ready after a kill: median {median(starts):.2f} s of {STARTS} (bound {READY:g}), "
            f"slowest {max(starts):.2f} s"
        )
    held = seconds <= SECONDS and most <= MEGABYTES and median(starts) <= READY
    print("all bounds hold" if held else "a bound does not hold")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
