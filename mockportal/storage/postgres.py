"""PostgreSQL, for several portal processes or machines: one transaction per use case."""

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from mockportal.storage.batches import Batches
from mockportal.storage.connection import Execute
from mockportal.storage.engine import (
    S,
    StoreRefused,
    T,
    Unavailable,
    Work,
    check_version,
    statements,
)

_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
_SCHEMA_LOCK = 7_106_001  # any number: only one process at a time makes the tables
_WHOLE = "BEGIN ISOLATION LEVEL REPEATABLE READ"
_READ = f"{_WHOLE} READ ONLY"
Connection = psycopg.Connection[Any]


CONNECTIONS = 4
"""Of one process, each with a thread. These take turns at the interpreter: twice as many spend more
processor on taking it than they gain by waiting for the database at the same time."""


class PostgresEngine:
    """A pool of connections, each driven from a thread. Refuses: StoreRefused."""

    def __init__(self, address: str, connections: int = CONNECTIONS) -> None:
        self.batches = Batches()  # one use case each: several processes commit on their own
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            address, min_size=1, max_size=connections, open=False, kwargs={"autocommit": True}
        )
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # said below, once
        try:
            self._pool.open(wait=True, timeout=5)
        except PoolTimeout:
            self._pool.close()
            raise StoreRefused("PostgreSQL does not answer at the address of --store") from None
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="mockportal-postgres")
        self._apart_alone = asyncio.Lock()
        with self._pool.connection() as connection:
            _prepare(connection)

    async def read(self, work: Work[T]) -> T:
        """Run work that changes nothing, on one snapshot."""
        return await self._on_a_thread(_READ, work)

    async def write(self, work: Work[T]) -> T:
        """Run work, commit, and only then answer."""
        return await asyncio.shield(self._on_a_thread("BEGIN", work))

    async def write_apart(
        self, begin: Work[S], first: Callable[[Execute, S], None], second: Callable[[Execute, S], T]
    ) -> T:
        """Write the halves on two connections: two processes of the server do the work of one."""
        return await asyncio.shield(self._apart(begin, first, second))

    async def scan(self, work: Work[T]) -> T:
        """Run long reading work, on one snapshot."""
        return await self.read(work)

    def depth(self) -> int:
        """Return how many callers wait for a connection."""
        return int(self._pool.get_stats().get("requests_waiting", 0))

    async def close(self) -> None:
        """Finish what is queued and close the connections."""
        self._threads.shutdown(wait=True)
        self._pool.close()

    async def _apart(
        self, begin: Work[S], first: Callable[[Execute, S], None], second: Callable[[Execute, S], T]
    ) -> T:
        async with self._apart_alone:  # two of these could each wait for the other's connection
            connection = await self._hop(self._connected)
            try:
                begun, snapshot = await self._hop(partial(_begin_apart, connection, begin))
                same = f"{_WHOLE}; SET TRANSACTION SNAPSHOT '{snapshot}'"
                beside = self._on_a_thread(same, lambda run: first(run, begun))
                here = self._hop(lambda: second(_executor(connection), begun))
                _, outcome = await _both(beside, here)
                await self._hop(partial(connection.execute, "COMMIT"))
                return outcome
            except psycopg.OperationalError as trouble:
                raise Unavailable(str(trouble)) from trouble
            finally:
                await self._hop(partial(self._pool.putconn, connection))  # rolls back what is open

    def _connected(self) -> Connection:
        try:
            return self._pool.getconn()
        except PoolTimeout as trouble:
            raise Unavailable(str(trouble)) from trouble

    def _on_a_thread(self, begin: str, work: Work[T]) -> asyncio.Future[T]:
        return self._hop(partial(self._transact, begin, work))

    def _hop(self, what: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, what)

    def _transact(self, begin: str, work: Work[T]) -> T:
        try:
            with self._pool.connection() as connection:
                return _within(connection, begin, work)
        except (psycopg.OperationalError, PoolTimeout) as trouble:
            raise Unavailable(str(trouble)) from trouble


def scanned(address: str, work: Work[T]) -> T:
    """Run reading work on one snapshot, on a connection of its own. Refuses: Unavailable."""
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            return _within(connection, _READ, work)
    except psycopg.OperationalError as trouble:
        raise Unavailable(str(trouble)) from trouble


def _within(connection: Connection, begin: str, work: Work[T]) -> T:
    connection.execute(begin.encode())
    try:
        outcome = work(_executor(connection))
    except BaseException:
        if not connection.closed:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return outcome


def _begin_apart(connection: Connection, begin: Work[S]) -> tuple[S, str]:
    """Begin on a snapshot that another connection can share; return its name too."""
    connection.execute(_WHOLE.encode())
    begun = begin(_executor(connection))
    (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
    return begun, snapshot


async def _both(one: asyncio.Future[S], other: asyncio.Future[T]) -> tuple[S, T]:
    """Wait for both, whatever becomes of either; then raise the first's trouble, if any."""
    await asyncio.wait((one, other))
    return one.result(), other.result()


def _executor(connection: Connection) -> Execute:
    def execute(statement: str, values: dict[str, Any]) -> Any:
        return connection.execute(_translated(statement), values, prepare=True)

    return execute


@lru_cache(maxsize=512)
def _translated(statement: str) -> bytes:
    """Return a statement with psycopg's placeholders instead of ``:name``."""
    return re.sub(r"(?<![:\w]):([a-z_]+)", r"%(\1)s", statement.replace("%", "%%")).encode()


def _prepare(connection: Connection) -> None:
    for setting in _DURABLE:
        row = connection.execute(f"SHOW {setting}".encode()).fetchone()
        if row is None or row[0] != "on":
            raise StoreRefused(f"PostgreSQL has {setting} off: votes could be lost; switch it on")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SCHEMA_LOCK,))
        for statement in statements(""):
            connection.execute(statement.encode())
        check_version(_executor(connection))
