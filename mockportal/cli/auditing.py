"""``mockportal audit`` and ``mockportal tally``: read the store, whoever serves it meanwhile."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from mockportal.cli import looking
from mockportal.cli.running import Exit, run, settings_from, told
from mockportal.cli.serving import State, StorePlace
from mockportal.config import DEFAULT_ELECTION, Settings
from mockportal.domain.instants import date_in_words, hour_in_words
from mockportal.storage.auditing import Report
from mockportal.storage.connection import Execute
from mockportal.storage.fault_auditing import FaultSeen

ElectionName = Annotated[str, typer.Option("--election", "-e", help="Name in the store.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def audit(
    election: ElectionName = DEFAULT_ELECTION,
    store: StorePlace = None,
    state: State = None,
    as_json: AsJson = False,
    ledger: Annotated[
        Path | None, typer.Option(help="What voters tried and were told: JSON lines.")
    ] = None,
    urn: Annotated[
        Path | None, typer.Option(help="Write the references in the urn there, one a line.")
    ] = None,
    certify: Annotated[
        Path | None, typer.Option(help="Write a certificate of the election there.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(help="Compare the election with this certificate.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Again and again, during load.")] = False,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 1.0,
) -> None:
    """Reconcile roll, urn, journal, links and codes of an election; exit 1 on any mismatch.

    Example: mockportal audit --election formation --json
    """
    settings = settings_from({"store": store, "state": state})
    if watch:
        with told():
            looking.watch(settings, election, every, as_json=as_json)
        return
    with told():
        report = _report(settings, election, ledger, certificate)
        if urn is not None:
            looking.write_urn(settings, election, urn)
        if certify is not None:
            looking.write_certificate(settings, election, certify)
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


def _report(
    settings: Settings, election: str, ledger: Path | None, certificate: Path | None
) -> Report:
    from mockportal.electorate import electorate
    from mockportal.storage import auditing
    from mockportal.storage import certificate as certificates
    from mockportal.storage.ledger_auditing import read_ledger

    clustered = not settings.store.startswith("postgres")
    known = certificates.read(certificate) if certificate else None
    lines = None if ledger is None else [*read_ledger(ledger)]

    def look(run: Execute) -> Report:
        report = auditing.audit(run, election, electorate, lines, clustered=clustered)
        compared = certificates.compare(run, known) if known else ()
        return replace(report, checks=(*report.checks, *compared))

    return looking.scan(settings, look)


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
