"""The browser suite again and again, in random order: ``python -m e2e.soak --runs 20``.

Every run draws an order of its own and says its seed; whatever failed once is named with the seeds
of the runs it failed in, so that the order can be had again with ``--randomly-seed``.
"""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Annotated
from xml.etree import ElementTree

import typer

SUITE = "e2e"


def soak(
    runs: Annotated[int, typer.Option(min=1, help="How many times.")] = 20,
    jobs: Annotated[int, typer.Option(min=1, help="Tests at a time.")] = 2,
    seed: Annotated[int, typer.Option(min=1, help="Seed of the first run; then one more.")] = 1,
    folder: Annotated[Path, typer.Option(help="Where results are kept.")] = Path("build/soak"),
    tests: Annotated[list[str] | None, typer.Argument(help="What to run instead.")] = None,
) -> None:
    """Run the suite many times; end with 1 if any test failed in any run."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = defaultdict[str, list[int]](list)
    for drawn in range(seed, seed + runs):
        started, results = perf_counter(), folder / f"{drawn}.xml"
        names, count = _run(drawn, jobs, tests or [SUITE], results)
        for name in names:
            failed[name].append(drawn)
        took = perf_counter() - started
        typer.echo(f"seed {drawn:>3}: {count} tests, {len(names)} failed, {took:.0f} s")
    for name, seeds in failed.items():
        typer.echo(f"{name} failed with seeds {', '.join(map(str, seeds))}")
    typer.echo(f"{runs} runs, {len(failed)} tests that failed at least once")
    raise typer.Exit(1 if failed else 0)


def _run(seed: int, jobs: int, tests: list[str], results: Path) -> tuple[list[str], int]:
    """Run once; return what failed, and how many tests there were."""
    results.unlink(missing_ok=True)
    order = [f"--randomly-seed={seed}", f"--numprocesses={jobs}", "--dist=worksteal"]
    kept = [f"--junit-xml={results}", f"--output={results.with_suffix('')}"]
    command = [sys.executable, "-m", "pytest", "-q", *order, *kept, *tests]
    log = results.with_suffix(".log")
    with log.open("wb") as file:
        subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False)
    if not results.exists():
        return [f"the run itself, see {log}"], 0
    return failures(results)


def failures(results: Path) -> tuple[list[str], int]:
    """Return what failed according to a results file, and how many tests it tells of."""
    cases = list(ElementTree.parse(results).iter("testcase"))
    bad = [one for one in cases if one.find("failure") is not None or one.find("error") is not None]
    return [f"{one.get('classname')}::{one.get('name')}" for one in bad], len(cases)


if __name__ == "__main__":
    typer.run(soak)
