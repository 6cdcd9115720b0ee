"""What a store asks of a database engine: run work in one transaction, answer after the commit."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from mockportal.storage.batches import Batches
from mockportal.storage.connection import Execute

S = TypeVar("S")
T = TypeVar("T")
Work = Callable[[Execute], T]

SCHEMA_VERSION = "3"
SCHEMAS = tuple(sorted(Path(__file__).parent.glob("*.sql"), reverse=True))


class Unavailable(Exception):
    """The database did not answer; whether the work was recorded is unknown."""


class StoreRefused(Exception):
    """The store cannot be used: what was found and what to do, in one sentence."""


class Engine(Protocol):
    """A database that runs work in transactions."""

    batches: Batches

    def depth(self) -> int:
        """Return how many writes wait."""

    async def read(self, work: Work[T]) -> T:
        """Run work that changes nothing, on one snapshot."""

    async def write(self, work: Work[T]) -> T:
        """Run work, commit, sync, and only then answer. Never cancelled half-way."""

    async def write_apart(
        self, begin: Work[S], first: Callable[[Execute, S], None], second: Callable[[Execute, S], T]
    ) -> T:
        """Begin, then write in two halves: all on one snapshot, side by side where that is faster.

        The second half commits what was begun. The first may be committed before it, or remain
        alone after a crash: nothing else may lead to its rows.
        """

    async def scan(self, work: Work[T]) -> T:
        """Run long reading work on a connection of its own, apart from the voters' path."""

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""


def statements(clustered: str) -> list[str]:
    """Return every statement of the schema, in the words of one engine."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SCHEMAS)
    bare = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
    return [
        part.strip() for part in bare.replace("{clustered}", clustered).split(";") if part.strip()
    ]


def check_version(execute: Execute) -> None:
    """Write the version into a fresh store. Refuses: StoreRefused, for another version's."""
    select = "SELECT value FROM meta WHERE name = :name"
    row = execute(select, {"name": "schema"}).fetchone()
    if row is None:
        insert = "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING"
        execute(insert, {"name": "schema", "value": SCHEMA_VERSION})
    elif row[0] != SCHEMA_VERSION:
        raise StoreRefused(
            f"the store has schema version {row[0]}, this mockportal writes {SCHEMA_VERSION}: "
            "use the mockportal that made it, or another --store"
        )
