"""The end of a chapter: what is open is settled, the urn is sealed under load, all is audited."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from loadtests.nemesis import auditor, probes, stage
from loadtests.nemesis.wire import Wire
from mockportal.client import ControlError, RemoteElection

if TYPE_CHECKING:
    from loadtests.nemesis.trial import Trial

SETTLERS = 8
SEALS_WITHIN = 30.0
DELIVERED_WITHIN = 60.0


async def close(trial: "Trial") -> None:
    """Settle, probe, seal under load, count, audit."""
    await trial.start()
    await trial.send_crowd_home()
    await _settle(trial)
    trial.outcome.wrong += await probes.run(trial)
    await _delivered(trial)
    await _seal_under_load(trial)
    await _compare(trial)
    trial.outcome.wrong += await _codes_gone(trial)


async def _settle(trial: "Trial") -> None:
    """Retry every ballot whose voter was not answered until it is."""
    waiting = list(trial.ledger.undecided())
    trial.crowd.seen["settled at the end"] += len(waiting)

    async def some() -> None:
        wire = Wire(lambda: trial.portal.door)
        while waiting:
            await trial.crowd.settle(wire, waiting.pop())
        wire.close()

    await asyncio.gather(*(some() for _ in range(SETTLERS)))


async def _delivered(trial: "Trial") -> None:
    """Wait until every mail the journal speaks of has come, each under one Message-ID."""
    asked = await trial.told(_mails)
    until = time.monotonic() + DELIVERED_WITHIN
    while len(trial.mail.got) < asked and time.monotonic() < until:
        await asyncio.sleep(0.1)
    if len(trial.mail.got) < asked:
        trial.outcome.wrong.append(f"I14: {asked} mails written, {len(trial.mail.got)} came")
    repeats = sum(trial.mail.got.values()) - len(trial.mail.got)
    trial.outcome.seen["mails"] += len(trial.mail.got)
    trial.outcome.seen["mails again"] += repeats


def _mails(it: RemoteElection) -> int:
    """Return how many mails the journal speaks of: one for each request, one for each code."""
    told, after = 0, 0
    while entries := it.journal(after=after, limit=1000):
        told += sum(one.kind in ("reissue-asked", "code-replaced") for one in entries)
        after = entries[-1].seq
    return told


async def _seal_under_load(trial: "Trial") -> None:
    """Have the calendar seal the urn while ballots come in, then count."""
    trial.gather_crowd()
    await trial.acknowledged(trial.size.connections)
    await trial.told(_to("closing_grace"))
    until = time.monotonic() + SEALS_WITHIN
    while not (await trial.told(lambda it: it.look())).sealed:
        if time.monotonic() > until:
            trial.outcome.wrong.append("I12: the urn was not sealed")
            break
        await asyncio.sleep(0.1)
    await trial.send_crowd_home()
    certificate = str(trial.portal.folder / "seal.json")
    trial.outcome.wrong += await auditor.run(trial.portal, stage.LOUD, "--certify", certificate)
    await trial.told(_to("results"))


def _to(landmark: str) -> Callable[[RemoteElection], object]:
    """Return what moves the clock to an instant, unless it is past it already."""

    def move(it: RemoteElection) -> object:
        try:
            return it.advance(to=landmark)
        except ControlError as refused:
            if refused.status != 409:
                raise
            return None

    return move


async def _compare(trial: "Trial") -> None:
    """Audit the loud election against the ledger and its seal, the quiet one against itself."""
    folder = trial.portal.folder
    ledger = trial.ledger.write_expected(folder / "expected.jsonl")
    loud = ("--ledger", str(ledger), "--certificate", str(folder / "seal.json"))
    trial.outcome.wrong += await auditor.run(trial.portal, stage.LOUD, *loud)
    quiet = ("--certificate", str(trial.quiet))
    trial.outcome.wrong += await auditor.run(trial.portal, stage.QUIET, *quiet)
    if await trial.told(lambda it: it.messages(), stage.QUIET):
        trial.outcome.wrong.append("isolation: the quiet election sent messages")


async def _codes_gone(trial: "Trial") -> list[str]:
    """Stop the portal politely and look for the codes it showed in every file it left."""
    code = await trial.portal.stop()
    wrong = [f"a polite end: exit code {code}"] if code else []
    shown = [one.encode() for one in trial.codes]
    for path in (one for one in trial.portal.folder.rglob("*") if one.is_file()):
        text = path.read_bytes()
        wrong += [f"I10: a revealed code is in {path.name}" for one in shown if one in text]
    return wrong
