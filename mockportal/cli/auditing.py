"""``mockportal audit`` and ``mockportal tally``: read the store, whoever serves it meanwhile."""

import json
from typing import Annotated, Any

import typer

from mockportal.cli.running import Exit, run, settings_from, told
from mockportal.cli.serving import State, StorePlace
from mockportal.config import DEFAULT_ELECTION, Settings
from mockportal.domain.instants import date_in_words, hour_in_words
from mockportal.storage.auditing import Report
from mockportal.storage.fault_auditing import FaultSeen

ElectionName = Annotated[str, typer.Option("--election", "-e", help="Name in the store.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def audit(
    election: ElectionName = DEFAULT_ELECTION,
    store: StorePlace = None,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Reconcile roll, urn, journal, links and codes of an election; exit 1 on any mismatch.

    Example: mockportal audit --election formation --json
    """
    settings = settings_from({"store": store, "state": state})
    with told():
        report = _report(settings, election)
    if as_json:
        from mockportal.storage.auditing import as_json as written

        typer.echo(written(report))
    else:
        typer.echo(in_words(report))
    if not report.holds:
        raise typer.Exit(Exit.FAILED)


def in_words(report: Report) -> str:
    """Return a report for a terminal."""
    lines = [f"{report.election} (incarnation {report.incarnation})"]
    ballots = ", ".join(f"{name} {count}" for name, count in sorted(report.ballots.items()))
    lines.append(f"  bulletins : {ballots or 'aucun'}")
    for check in report.checks:
        mark = "✔" if check.holds else "✘"
        lines.append(f"  {mark} {check.promise} ({check.looked_at:,} vérifiés)")
        lines += [f"      {found}" for found in check.found]
    lines += [f"  ⚠ {_met(one)}" for one in report.faults]
    lines.append("Conforme." if report.holds else "ÉCART : voir ci-dessus.")
    return "\n".join(lines)


def _met(fault: FaultSeen) -> str:
    """Return what became of one fault."""
    since = f"{date_in_words(fault.since)} à {hour_in_words(fault.since)}"
    met = "jamais rencontrée" if fault.met_at is None else f"électeurs touchés : {fault.voters:,}"
    return f"panne {fault.name}, depuis le {since} ({met})"


def tally(
    election: ElectionName = DEFAULT_ELECTION,
    store: StorePlace = None,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Count a sealed election if nobody has, and print the results.

    Example: mockportal tally --election formation
    """
    settings = settings_from({"store": store, "state": state})
    outcomes = run(_tally(settings, election))
    if as_json:
        typer.echo(json.dumps(outcomes, ensure_ascii=False))
        return
    for scrutin, outcome in outcomes.items():
        typer.secho(scrutin, bold=True)
        typer.echo(f"  votants {outcome['voters']}, blancs {outcome['blank']}")
        for name, votes in sorted(outcome["votes"].items(), key=lambda one: -one[1]):
            typer.echo(f"  {name:<24} {votes:>9,} voix  {outcome['seats'][name]} sièges")


def _report(settings: Settings, election: str) -> Report:
    from pathlib import Path

    from mockportal.electorate import electorate
    from mockportal.storage import auditing
    from mockportal.storage.sqlite import scanned

    if settings.store.startswith("postgres"):
        return run(_audit_postgres(settings, election))
    path = Path(settings.store or settings.state / "mockportal.db")
    return scanned(path, lambda read: auditing.audit(read, election, electorate))


async def _audit_postgres(settings: Settings, election: str) -> Report:
    from mockportal.app import opened

    async with opened(settings) as store:
        return await store.audit(election)


async def _tally(settings: Settings, election: str) -> dict[str, Any]:
    from mockportal.app import opened
    from mockportal.usecases import closing

    async with opened(settings) as store:
        await store.perform(election, closing.catch_up)
        known = await store.ask(election, closing.outcomes)
        if known:
            return known
        try:
            return await store.perform(election, closing.count)
        except closing.CountRefused as refused:
            typer.echo(str(refused), err=True)
            raise typer.Exit(Exit.FAILED) from None
