"""What goes wrong besides a kill, each by name."""

import asyncio
import os
import resource
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import httpx

from loadtests.nemesis import auditor, databases, stage
from mockportal.client import ControlError, RemoteElection

if TYPE_CHECKING:
    from loadtests.nemesis.trial import Trial

HOUR, DAY = 3600, 86_400
_ROOM = 200_000  # bytes a file may still grow before the disk is full
_FULL_FOR = 1.0


async def strike(trial: "Trial", name: str) -> None:
    """Have one thing go wrong, and go well again; a portal that dies meanwhile is dead."""
    try:
        await _TROUBLES[name](trial)
    except (httpx.TransportError, ProcessLookupError) as lost:
        trial.outcome.seen[f"{name}: {type(lost).__name__}"] += 1


async def after_death(trial: "Trial") -> None:
    """Tell, once the portal is dead, what became of a copy or a restore it died in."""
    if not (trial.crowd.restoring or trial.copying):
        return
    await trial.start()
    detail = await trial.told(lambda it: it.look())
    if trial.copying:
        await _check_copy(trial, trial.copying)
    if trial.crowd.restoring and detail.incarnation != trial.ledger.era:
        trial.ledger.restored(detail.incarnation, trial.kept)
    trial.crowd.restoring, trial.copying = False, None
    await trial.portal.kill()


async def _stop(trial: "Trial") -> None:
    """Stop the process as a host does that has no time for it."""
    os.kill(trial.portal.pid, signal.SIGSTOP)
    await asyncio.sleep(trial.size.pause)
    os.kill(trial.portal.pid, signal.SIGCONT)


async def _lock(trial: "Trial") -> None:
    """Hold the database from another program."""
    work = databases.hold if trial.portal.store else _hold_file
    place = trial.portal.store or str(trial.portal.database)
    await asyncio.to_thread(work, place, trial.size.pause)


def _hold_file(path: str, seconds: float) -> None:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


async def _full(trial: "Trial") -> None:
    """Let no file of the portal grow for a while: the disk is full."""
    wal = trial.portal.database.with_name(trial.portal.database.name + "-wal")
    most = max(one.stat().st_size for one in (wal, trial.portal.database) if one.exists())
    pid = trial.portal.pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most + _ROOM, hard))
    await asyncio.sleep(_FULL_FOR)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    await trial.acknowledged(1)


async def _eio(trial: "Trial") -> None:
    """Wait: the shim this life was started with fails some writes."""
    await trial.acknowledged(1)


async def _host_clock(trial: "Trial") -> None:
    """Go on: this life was started on a host whose clock was set back by an hour."""
    await trial.acknowledged(1)


async def _hour(trial: "Trial") -> None:
    await trial.controlled(lambda it: it.advance(seconds=HOUR))


async def _day(trial: "Trial") -> None:
    await trial.controlled(lambda it: it.advance(seconds=DAY))


async def _backwards(trial: "Trial") -> None:
    """Ask for the past: refused."""

    def back(it: RemoteElection) -> None:
        try:
            it.advance(seconds=-HOUR)
        except ControlError as refused:
            if refused.status == 409:
                return
        trial.outcome.wrong.append("a clock was turned back")

    await trial.controlled(back)


async def _restore(trial: "Trial") -> None:
    """Copy the election under load, audit the copy, and restore it under load."""
    name = f"copie-{trial.restores}"
    trial.restores += 1
    began = time.monotonic()
    trial.copying = (name, began)
    await trial.controlled(lambda it: it.copy(name))
    trial.copying = None
    trial.kept = await _audited_copy(trial, name, (began, time.monotonic()))
    await trial.acknowledged(trial.size.connections)
    trial.crowd.restoring = True
    detail = await trial.controlled(lambda it: it.restore(name, confirm=stage.LOUD))
    trial.ledger.restored(detail.incarnation, trial.kept)
    trial.crowd.restoring = False
    await trial.controlled(lambda it: it.delete(confirm=name), name)


async def _check_copy(trial: "Trial", copying: tuple[str, float]) -> None:
    """Audit a copy whose call was not answered: it is whole, or it is not there."""
    name, began = copying
    try:
        await trial.told(lambda it: it.look(), name)
    except ControlError as refused:
        if refused.status == 404:
            return
        raise
    await _audited_copy(trial, name, (began, time.monotonic()))


async def _audited_copy(trial: "Trial", name: str, between: tuple[float, float]) -> frozenset[str]:
    """Audit a copy against the ledger; return the references in it."""
    folder = trial.portal.folder
    ledger = trial.ledger.write_expected(folder / f"{name}.expected", between)
    urn = folder / f"{name}.urn"
    options = ("--ledger", str(ledger), "--urn", str(urn))
    trial.outcome.wrong += await auditor.run(trial.portal, name, *options)
    return frozenset(line.split()[1] for line in urn.read_text(encoding="utf-8").splitlines())


async def _mail_down(trial: "Trial") -> None:
    await trial.mail.down()
    await asyncio.sleep(trial.size.pause)
    await trial.mail.up()


async def _sms_twice(trial: "Trial") -> None:
    """Have text messages come late and twice for a while."""

    def wrong(it: RemoteElection) -> None:
        it.set_faults(
            [{"name": "message-duplicated", "copies": 2}, {"name": "sms-late", "delay_s": 2}]
        )

    await trial.controlled(wrong)
    await asyncio.sleep(trial.size.pause)
    await trial.controlled(lambda it: it.set_faults([]))


async def _backend(trial: "Trial") -> None:
    """Kill a process of the database while transactions commit: it recovers by itself."""
    await asyncio.to_thread(databases.kill_backend, trial.portal.store)
    await trial.acknowledged(1)


async def _worker(trial: "Trial") -> None:
    """Kill one of the portal's processes; the others go on."""
    helpers = databases.children(trial.portal.pid)
    if helpers:
        os.kill(helpers[0], signal.SIGKILL)
    await trial.acknowledged(1)


_TROUBLES = {
    "stop": _stop,
    "lock": _lock,
    "full": _full,
    "eio": _eio,
    "host-clock": _host_clock,
    "hour": _hour,
    "day": _day,
    "backwards": _backwards,
    "restore": _restore,
    "mail-down": _mail_down,
    "sms-twice": _sms_twice,
    "backend": _backend,
    "worker": _worker,
}
