"""How ``mockportal audit`` gets at the store, once or again and again."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from mockportal.cli.running import Exit
from mockportal.config import Settings
from mockportal.storage.auditing import NothingToAudit
from mockportal.storage.connection import Execute
from mockportal.storage.engine import StoreRefused, Unavailable
from mockportal.storage.watching import Look, Watcher

if TYPE_CHECKING:
    from rich.table import Table

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
    """Write the published urn: a scrutin and a reference on each line. Refuses: StoreRefused."""
    rows = scan(settings, lambda run: run(_URN, {"name": election}).fetchall())
    try:
        path.write_text("".join(f"{one} {ref}\n" for one, ref in rows), encoding="utf-8")
    except OSError as trouble:
        raise StoreRefused(f"{path}: the urn cannot be written: {trouble.strerror}") from None


def write_certificate(settings: Settings, election: str, path: Path) -> None:
    """Write a certificate of an election. Refuses: NothingToAudit."""
    from mockportal.storage import certificate

    found = scan(settings, lambda run: certificate.certify(run, election))
    if found is None:
        raise NothingToAudit(election)
    certificate.write(path, found)


def watch(settings: Settings, election: str, every: float, *, as_json: bool) -> None:
    """Look until interrupted or sealed; exit 1 at the first mismatch.

    A table that follows on a terminal, else a line each.
    """
    with suppress(KeyboardInterrupt), _shown(election, as_json=as_json) as show:
        for look in _looks(settings, election, every):
            show(look)
            if look.wrong:
                raise typer.Exit(Exit.FAILED)
            if look.sealed:
                return


@contextmanager
def _shown(election: str, *, as_json: bool) -> Iterator[Callable[[Look], None]]:
    """Give what shows a look: a line of JSON, a table that follows, or a line of words."""
    if as_json or not sys.stdout.isatty():
        yield lambda look: typer.echo(json.dumps(asdict(look)) if as_json else in_words(look))
        return
    from rich.live import Live

    with Live(auto_refresh=False) as live:
        yield lambda look: live.update(_table(election, look), refresh=True)


def _table(election: str, look: Look) -> "Table":
    from rich.table import Table

    caption = f"journal {look.journal:,} · coup d'œil n° {look.number:,}"
    title = f"{election} (incarnation {look.incarnation}){' · scellée' if look.sealed else ''}"
    table = Table("scrutin", title=title, caption=caption)
    table.add_column("bulletins", justify="right")
    for name, ballots in look.scrutins.items():
        table.add_row(name, f"{ballots:,}")
    table.add_section()
    table.add_row("✘ écart" if look.wrong else "✔ tout concorde", f"{look.ballots:,}")
    for one in look.wrong:
        table.add_row(one, style="red")
    return table


def _looks(settings: Settings, election: str, every: float) -> Iterator[Look]:
    """Give a look at every turn at which the store answers: later on it may be starting again.

    Refuses: NothingToAudit, StoreRefused, Unavailable, when there is nothing at first.
    """
    watcher = Watcher(election)
    first = scan(settings, watcher.look)
    if first is None:
        raise NothingToAudit(election)
    yield first
    while True:
        due = time.monotonic() + every
        with suppress(StoreRefused, Unavailable):
            look = scan(settings, watcher.look)
            if look is not None:
                yield look
        time.sleep(max(0.0, due - time.monotonic()))


def in_words(look: Look) -> str:
    """Return a look in a line."""
    mark = "✘" if look.wrong else "✔"
    line = (
        f"{mark} {look.ballots:>9,} bulletins  journal {look.journal:>9,}  "
        f"incarnation {look.incarnation}{'  scellée' if look.sealed else ''}"
    )
    return "\n".join([line, *(f"    {one}" for one in look.wrong)])
