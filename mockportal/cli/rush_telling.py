"""What a rush tells on the terminal: while it lasts, at its end, and where it is kept."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from loadtests.hearing import Progress
    from loadtests.limit import Limit
    from loadtests.verdict import Verdict

STDOUT = Path("-")
_MOST = 12  # missed objectives on a terminal


def say(words: str) -> None:
    """Tell a person, beside what programs read."""
    typer.echo(words, err=True)


@contextmanager
def progress(*, quiet: bool) -> "Iterator[Callable[[Progress], None]]":
    """Give who hears of the run: a few lines that are written over, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.live import Live

    with Live("…", console=Console(stderr=True), transient=True, auto_refresh=False) as live:
        yield lambda now: live.update(look(now), refresh=True)


def look(now: "Progress") -> "RenderableType":
    """Return a look at a run: who came, what they feel, what it would be worth by now."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 3))
    table.add_row(f"[bold]{_clock(now.at)}[/]", *map(str, _crowd(now)))
    table.add_row("", *_feels(now))
    whole = Table.grid()
    whole.add_row(table)
    whole.add_row(Text(*_so_far(now.verdict)))
    return whole


def _crowd(now: "Progress") -> tuple[str, ...]:
    gave_up = f"[red]gave up {now.lost}[/]" if now.lost else "gave up 0"
    return (
        f"arrived {now.arrived}",
        f"in the portal {now.playing}",
        f"completed {now.completed}",
        gave_up,
    )


def _feels(now: "Progress") -> tuple[str, ...]:
    errors = f"errors {now.errors * 100:.2f} %"
    return (
        f"a click: p50 {_spoken(now.p50)}",
        f"p95 {_spoken(now.p95)}",
        f"[red]{errors}[/]" if now.errors else errors,
        f"generator late: p99 {_spoken(now.lateness_p99)}",
    )


def _so_far(verdict: "Verdict") -> tuple[str, str]:
    """Return the verdict so far and its colour."""
    missed = verdict.missed
    if verdict.reasons:
        return f"so far invalid: {verdict.reasons[0]}", "yellow"
    if not missed:
        return f"so far all of {len(verdict.checks)} objectives are met", "green"
    worst = missed[0]
    others = f", and {len(missed) - 1} more" if len(missed) > 1 else ""
    said = f"{worst.subject} {worst.promised}, seen {worst.seen_words}{others}"
    return f"so far missed: {said}", "red"


def _clock(seconds: float) -> str:
    whole = max(int(seconds), 0)
    return f"{whole // 60}:{whole % 60:02d}"


def _spoken(value: float | None) -> str:
    from loadtests.quantities import spoken

    return "–" if value is None else spoken(value)


def check_places(*files: Path | None) -> None:
    """Pass when every file can be written: an hour of load must not end with its loss."""
    for file in files:
        if file is None or file == STDOUT:
            continue
        there = file if file.exists() else file.parent
        if file.is_dir() or not os.access(there, os.W_OK):
            raise typer.BadParameter(f"{file} cannot be written: choose another place")


def keep(results: dict[str, Any], report: Path | None, json_: Path | None, home: Path) -> Path:
    """Write report and results where asked, else at home; return where the report is."""
    from loadtests.report import render

    run = f"{Path(results['name']).stem}-{results['run']}"
    if report is None or json_ is None:
        home.mkdir(parents=True, exist_ok=True)
    if json_ == STDOUT:
        typer.echo(json.dumps(results))
    else:
        (json_ or home / f"{run}.json").write_text(json.dumps(results), encoding="utf-8")
    place = report or home / f"{run}.html"
    place.write_text(render(results), encoding="utf-8")
    return place


def reason(results: dict[str, Any]) -> str:
    """Return the outcome of a run and the first thing that explains it."""
    verdict = results["verdict"]
    missed = [check for check in verdict["checks"] if not check["met"]]
    why = [*verdict["reasons"], *(_check(one) for one in missed)]
    return f"{verdict['outcome']}{f': {why[0]}' if why else ''}"


def tell_verdict(results: dict[str, Any], report: Path) -> None:
    """Print the verdict, what it rests on, and where the report is."""
    from loadtests.report.sentence import sentence

    verdict = results["verdict"]
    colour = {"passed": "green", "invalid": "yellow"}.get(verdict["outcome"], "red")
    typer.secho(str(verdict["outcome"]).upper(), bold=True, fg=colour)
    typer.echo(f"  {sentence(results)}")
    for one in verdict["reasons"]:
        typer.echo(f"  {one}")
    missed = [check for check in verdict["checks"] if not check["met"]]
    for check in missed[:_MOST]:
        typer.echo(f"  ✘ {_check(check)}")
    if len(missed) > _MOST:
        typer.echo(f"  … and {len(missed) - _MOST} more: the report has them all")
    kept = len(verdict["checks"]) - len(missed)
    typer.echo(f"  {kept} of {len(verdict['checks'])} objectives met")
    say(f"report: {report}")


def _check(check: dict[str, Any]) -> str:
    subject = f"{check['kind']} {check['subject']}"
    return f"{subject}: {check['promised']}, seen {check['seen_words']}"


def tell_limit(limit: "Limit", json_: Path | None) -> None:
    """Print the rate found and how sure it is."""
    from loadtests.probing import told

    plain = json.dumps(told(limit))
    if json_ == STDOUT:
        typer.echo(plain)
        return
    typer.echo(str(limit))
    if json_ is not None:
        json_.write_text(plain, encoding="utf-8")
