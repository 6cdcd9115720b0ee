"""The stored state of one election, to be compared before and after."""

from typing import Any

from mockportal.usecases.records import Records

TABLES = {
    "account": "rank",
    "visit": "id",
    "link": "token",
    "reveal": "holder",
    "emargement": "scrutin, rank",
    "urn": "scrutin, ref",
    "counter": "scrutin",
    "outbox": "id",
    "message": "seq",
}


def stored(tx: Records, now: int) -> dict[str, list[Any]]:
    """Return every row of the election but attempt counters, killed CAPTCHAs and the journal."""
    run = tx.run  # type: ignore[attr-defined]  # the records of a test are always SQL
    return {
        table: run(f"SELECT * FROM {table} WHERE world = :world ORDER BY {order}").fetchall()
        for table, order in TABLES.items()
    }
