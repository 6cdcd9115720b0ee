"""``mockportal rush`` and ``compare``: crowds at the opening, and what became of them."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockportal.cli.running import Exit

if TYPE_CHECKING:
    from loadtests.launch import Asked, Tell
    from loadtests.limit import Limit

Results = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON of a run.")]


def rush(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="opening, smoke, a file …")],
    target: Annotated[str, typer.Option(help="A portal elsewhere; none: one of its own.")] = "",
    console: Annotated[str, typer.Option(help="Its control API, where it has one.")] = "",
    token: Annotated[str, typer.Option(envvar="MOCKPORTAL_TOKEN", help="Its token.")] = "",
    rate: Annotated[float | None, typer.Option(min=0.01, help="Peak arrivals per second.")] = None,
    scale: Annotated[float, typer.Option(min=0.0001, help="Factor on every rate.")] = 1.0,
    duration: Annotated[float | None, typer.Option(min=1, help="Seconds.")] = None,
    seed: Annotated[int | None, typer.Option(help="Other arrivals, other voters.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Generators on this machine.")] = 1,
    store: Annotated[str, typer.Option(help="Of a portal of its own: a file, postgresql://")] = "",
    portal_workers: Annotated[int, typer.Option(min=1, help="Its processes.")] = 1,
    report: Annotated[Path | None, typer.Option(help="Write the report there (HTML).")] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write the results there.")] = None,
    find_limit: Annotated[
        bool, typer.Option("--find-limit", help="Search the highest rate that meets all aims.")
    ] = False,
) -> None:
    """Send a crowd to a portal, in open arrivals, and judge how it held; exit 1 when it did not.

    Example: mockportal rush opening --scale 0.2 --duration 60 --report rush.html
    """
    with _refusals():
        from loadtests.launch import Asked, run
        from loadtests.stage import Target

        place = Target(
            url=target, console=console, token=token, store=store, portal_workers=portal_workers
        )
        asked = Asked(
            rush=name,
            target=place,
            rate=rate,
            scale=scale,
            lasts=duration,
            seed=seed,
            workers=workers,
        )
        if find_limit:
            _tell_limit(_limit(asked), json_)
            return
        results = run(asked, _progress())
    _keep(results, report, json_)
    outcome = str(results["verdict"]["outcome"])
    _tell_verdict(results["verdict"])
    if outcome != "passed":
        raise typer.Exit(Exit.FAILED)


def compare(
    before: Results,
    after: Results,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare two runs of the same rush; exit 1 on a regression beyond their noise.

    Example: mockportal compare monday.json tuesday.json
    """
    from dataclasses import asdict

    from loadtests import compare as comparing

    runs = [json.loads(path.read_text(encoding="utf-8")) for path in (before, after)]
    try:
        found = comparing.compare(*runs)
    except comparing.NotComparable as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found.differences]))
    else:
        for one in found.differences:
            mark = "worse " if one.worse else "better" if one.better else "same  "
            interval = f"{one.low:.2f} – {one.high:.2f}"
            typer.echo(f"{mark}  × {one.ratio:.2f} ({interval})  {one.what}")
    if found.regressions:
        raise typer.Exit(Exit.FAILED)


def _limit(asked: "Asked") -> "Limit":
    from loadtests.launch import run
    from loadtests.limit import Probe, find_limit
    from loadtests.probing import judge

    def probe(rate: float) -> Probe:
        results = run(replace(asked, rate=rate), _progress())
        typer.echo(f"{rate:8.2f} /s  {results['verdict']['outcome']}", err=True)
        return judge(results, rate)

    return find_limit(probe, asked.rate or 5.0)


def _progress() -> "Tell":
    """Return who hears of the run: one line that is written over, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda _: None
    from rich.console import Console

    status = Console(stderr=True).status("…")
    status.start()

    def tell(now: Any) -> None:
        p95 = "–" if now.p95 is None else f"{now.p95 * 1000:.0f} ms"
        status.update(
            f"{now.at:5.0f} s  arrived {now.arrived}  in the portal {now.playing}  "
            f"completed {now.completed}  p95 {p95}  errors {now.errors * 100:.2f} %"
        )

    return tell


def _keep(results: dict[str, Any], report: Path | None, json_: Path | None) -> None:
    if json_ is not None:
        json_.write_text(json.dumps(results), encoding="utf-8")
    if report is not None:
        from loadtests.report import render

        report.write_text(render(results), encoding="utf-8")


def _tell_verdict(verdict: dict[str, Any]) -> None:
    typer.secho(str(verdict["outcome"]).upper(), bold=True)
    for reason in verdict["reasons"]:
        typer.echo(f"  {reason}")
    missed = [check for check in verdict["checks"] if not check["met"]]
    for check in missed:
        subject = f"{check['kind']} {check['subject']}"
        typer.echo(f"  ✘ {subject}: {check['promised']}, seen {check['seen_words']}")
    kept = len(verdict["checks"]) - len(missed)
    typer.echo(f"  {kept} of {len(verdict['checks'])} objectives met")


def _tell_limit(limit: "Limit", json_: Path | None) -> None:
    typer.echo(str(limit))
    if json_ is not None:
        from dataclasses import asdict

        json_.write_text(json.dumps(asdict(limit)), encoding="utf-8")


@contextmanager
def _refusals() -> Iterator[None]:
    from loadtests.casting import TooFewVoters
    from loadtests.guard import NotAllowed
    from loadtests.locusts import GeneratorDied
    from loadtests.processes import DiedEarly
    from loadtests.repertoire import UnknownJourney
    from loadtests.rush_files import InvalidRush
    from mockportal.client.control import ControlError
    from mockportal.election import InvalidElection

    try:
        yield
    except NotAllowed as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.NOT_ALLOWED) from None
    except (InvalidRush, InvalidElection, UnknownJourney, TooFewVoters) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    except (GeneratorDied, DiedEarly, ControlError) as died:
        typer.echo(f"the run ended early: {died}", err=True)
        raise typer.Exit(Exit.FAILED) from None
