"""The embedded engine: WAL, synchronous=FULL, one writer thread, reads on their own connection."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from mockportal.storage.batches import Batches
from mockportal.storage.connection import Execute
from mockportal.storage.engine import S, StoreRefused, T, Work, check_version, statements
from mockportal.storage.group_commit import GroupCommit

FULL = 2
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # a code past its time leaves no bytes behind
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA busy_timeout = 8000",
    "PRAGMA cache_size = -16000",
)


class SqliteEngine:
    """One file (or memory, for throw-away runs), one writer thread.

    Reads run at once on the caller's thread: they are point look-ups of microseconds, and a hop
    to another thread costs more than they do. Refuses: StoreRefused.
    """

    def __init__(self, path: Path | None) -> None:
        self.batches = Batches()
        name = "file::memory:?cache=shared" if path is None else str(path)
        try:
            self._writer = _connect(name)
            for statement in statements("WITHOUT ROWID"):
                self._writer.execute(statement)
            check_version(self._writer.execute)
            self._check_durable(in_memory=path is None)
            self._reader = self._writer if path is None else _connect(name)
        except sqlite3.Error as trouble:
            raise StoreRefused(f"{name}: {trouble}; name another file with --store") from None
        if path is not None:
            self._reader.execute("PRAGMA query_only = ON")
        self._path = path
        self._group = GroupCommit(self._writer.execute, self.batches.observe)

    async def read(self, work: Work[T]) -> T:
        """Run work that changes nothing, on one snapshot."""
        if self._path is None:
            return await self.write(work)
        self._reader.execute("BEGIN")
        try:
            return work(self._reader.execute)
        finally:
            self._reader.execute("COMMIT")

    async def write(self, work: Work[T]) -> T:
        """Run work, commit, sync, and only then answer; nobody else writes meanwhile."""
        outcome: T = await self._group.submit(work)
        return outcome

    async def write_apart(
        self, begin: Work[S], first: Callable[[Execute, S], None], second: Callable[[Execute, S], T]
    ) -> T:
        """Write both halves in one transaction: there is one writer."""

        def both(run: Execute) -> T:
            begun = begin(run)
            first(run, begun)
            return second(run, begun)

        return await self.write(both)

    async def scan(self, work: Work[T]) -> T:
        """Run long reading work on a thread and a connection of its own."""
        if self._path is None:
            return await self.write(work)
        return await asyncio.to_thread(scanned, self._path, work)

    def depth(self) -> int:
        """Return how many writes wait."""
        return self._group.depth()

    async def close(self) -> None:
        """Finish what is queued and close the file."""
        self._group.close()
        self._reader.close()
        self._writer.close()

    def _check_durable(self, *, in_memory: bool) -> None:
        (level,) = self._writer.execute("PRAGMA synchronous").fetchone()
        (mode,) = self._writer.execute("PRAGMA journal_mode").fetchone()
        if not in_memory and (level < FULL or mode != "wal"):
            raise StoreRefused(
                f"SQLite keeps journal_mode={mode} and synchronous={level} here: votes could be "
                "lost; use a local disk, or --store memory for a throw-away run"
            )


def scanned(path: Path, work: Work[T]) -> T:
    """Run reading work on a file, whoever writes it meanwhile. Refuses: StoreRefused."""
    if not path.is_file():
        raise StoreRefused(f"{path}: no such store; name one with --store")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("BEGIN")
        return work(connection.execute)
    except sqlite3.DatabaseError as trouble:
        raise StoreRefused(f"{path}: {trouble}") from None
    finally:
        connection.close()


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        uri=name.startswith("file:"),
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection
