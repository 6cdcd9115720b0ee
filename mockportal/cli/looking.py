"""How ``mockportal audit`` gets at the store, once or again and again."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import typer

from mockportal.cli.running import Exit
from mockportal.config import Settings
from mockportal.storage.auditing import NothingToAudit
from mockportal.storage.connection import Execute
from mockportal.storage.engine import StoreRefused, Unavailable
from mockportal.storage.watching import Look, Watcher

T = TypeVar("T")

_URN = """
    SELECT scrutin, ref FROM urn WHERE world = (SELECT world FROM election WHERE name = :name)
    ORDER BY scrutin, ref
"""


def scan(settings: Settings, work: Callable[[Execute], T]) -> T:
    """Run reading work on one snapshot of the store, whoever serves it meanwhile."""
    if settings.store.startswith("postgres"):
        from mockportal.storage import postgres

        return postgres.scanned(settings.store, work)
    from mockportal.storage import sqlite

    return sqlite.scanned(Path(settings.store or settings.state / "mockportal.db"), work)


def write_urn(settings: Settings, election: str, path: Path) -> None:
    """Write the published urn: a scrutin and a reference on each line, in order."""
    rows = scan(settings, lambda run: run(_URN, {"name": election}).fetchall())
    path.write_text("".join(f"{scrutin} {ref}\n" for scrutin, ref in rows), encoding="utf-8")


def write_certificate(settings: Settings, election: str, path: Path) -> None:
    """Write a certificate of an election. Refuses: NothingToAudit."""
    from mockportal.storage import certificate

    found = scan(settings, lambda run: certificate.certify(run, election))
    if found is None:
        raise NothingToAudit(election)
    certificate.write(path, found)


def watch(settings: Settings, election: str, every: float, *, as_json: bool) -> None:
    """Look until interrupted or sealed; exit 1 at the first mismatch.

    A table that goes on on a terminal, else a line each.
    """
    with suppress(KeyboardInterrupt):
        for look in _looks(settings, election, every):
            typer.echo(json.dumps(asdict(look)) if as_json else _in_words(look))
            if look.wrong:
                raise typer.Exit(Exit.FAILED)
            if look.sealed:
                return


def _looks(settings: Settings, election: str, every: float) -> Iterator[Look]:
    """Give a look at every turn at which the store answers: it may be starting again."""
    watcher = Watcher(election)
    while True:
        due = time.monotonic() + every
        with suppress(StoreRefused, Unavailable):
            look = scan(settings, watcher.look)
            if look is not None:
                yield look
        time.sleep(max(0.0, due - time.monotonic()))


def _in_words(look: Look) -> str:
    mark = "✘" if look.wrong else "✔"
    line = (
        f"{mark} {look.ballots:>9,} bulletins  journal {look.journal:>9,}  "
        f"incarnation {look.incarnation}{'  scellée' if look.sealed else ''}"
    )
    return "\n".join([line, *(f"    {one}" for one in look.wrong)])
