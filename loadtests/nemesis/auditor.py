"""The auditor: ``mockportal audit`` as a program of its own, that only reads."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from loadtests.nemesis import stage
from loadtests.nemesis.portal import Portal


async def run(portal: Portal, election: str, *options: str) -> list[str]:
    """Audit an election; return what is wrong with it."""
    command = portal.command("audit", "-e", election, "--json", *options)
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    if process.returncode == 0:
        return []
    try:
        checks = json.loads(out)["checks"]
    except ValueError:
        return [f"the audit of {election} ended with {process.returncode}: {err.decode()[-500:]}"]
    return [
        f"{NAMES.get(one['name'], one['name'])} {election}: {found}"
        for one in checks
        if not one["holds"]
        for found in one["found"]
    ]


NAMES = {
    "reconciled": "I2",
    "chained": "I11",
    "sealed": "I12",
    "entitled": "I12",
    "seal": "I12",
    "codes": "I8",
    "links": "I14",
    "bare": "I13",
}
"""The invariants that checks of the audit decide, by the name of the check."""


def check_file(path: Path) -> list[str]:
    """Check a database file that nobody has open, as it was left."""
    connection = sqlite3.connect(path)
    try:
        found = [
            *connection.execute("PRAGMA integrity_check"),
            *connection.execute("PRAGMA foreign_key_check"),
        ]
    except sqlite3.DatabaseError as trouble:
        return [f"I15: {trouble}"]
    finally:
        connection.close()
    return [f"I15: {row}" for row in found if row != ("ok",)]


@dataclass
class Watching:
    """What a watcher told so far."""

    looks: int = 0
    wrong: list[str] = field(default_factory=list)


@asynccontextmanager
async def watching(portal: Portal, every: float = 1.0) -> AsyncIterator[Watching]:
    """Have ``mockportal audit --watch`` look at the loud election for the length of a block."""
    options = ("-e", stage.LOUD, "--watch", "--json", "--every", str(every))
    process = await asyncio.create_subprocess_exec(
        *portal.command("audit", *options),
        stdout=asyncio.subprocess.PIPE,
    )
    seen = Watching()
    reading = asyncio.create_task(_read(process, seen))
    try:
        yield seen
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await reading


async def _read(process: "asyncio.subprocess.Process", seen: Watching) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        look = json.loads(line)
        seen.looks += 1
        seen.wrong += look["wrong"]
