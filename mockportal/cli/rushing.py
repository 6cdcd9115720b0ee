"""``mockportal rush`` and ``compare``: crowds at the opening, and what became of them."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockportal.cli import rush_telling as telling
from mockportal.cli.running import Exit, settings_from
from mockportal.config import LOOPBACK

if TYPE_CHECKING:
    from loadtests.launch import Asked
    from loadtests.limit import Limit

Results = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON of a run.")]


def _seconds(written: str) -> float:
    """Read a length of time: seconds, or a number with its unit."""
    from loadtests.quantities import duration

    try:
        found = float(written) if written.replace(".", "", 1).isdigit() else duration(written)
    except ValueError:
        found = 0.0
    if found < 1:
        raise typer.BadParameter(f"found {written!r}, allowed: 1 s at least, such as 90 or 3 min")
    return found


def _place(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise typer.BadParameter(f"found {written!r}, allowed: HOST:PORT, such as 127.0.0.1:5557")
    return host.strip("[]"), int(port)


def rush(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="opening, smoke, a file …")] = "",
    target: Annotated[
        str, typer.Option(metavar="URL|FILE", help="A portal elsewhere; none: one of its own.")
    ] = "",
    console: Annotated[str, typer.Option(help="Its control API, where it has one.")] = "",
    token: Annotated[str, typer.Option(envvar="MOCKPORTAL_TOKEN", help="Its token.")] = "",
    proof: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Token that a target off this machine must show."),
    ] = None,
    rate: Annotated[
        float | None, typer.Option(min=0.01, max=2000, help="Arrivals per second at level 1.")
    ] = None,
    scale: Annotated[float, typer.Option(min=0.0001, max=100, help="Factor on every rate.")] = 1.0,
    duration: Annotated[
        Any, typer.Option(parser=_seconds, metavar="TIME", help="Of the arrivals: 90, 3 min.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Other arrivals, other voters.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Generators on this machine, or to wait for.")
    ] = 1,
    master: Annotated[
        Any, typer.Option(parser=_place, metavar="HOST:PORT", help="Lead workers elsewhere.")
    ] = None,
    worker: Annotated[
        Any, typer.Option(parser=_place, metavar="HOST:PORT", help="Play for a master there.")
    ] = None,
    i_operate_this_network: Annotated[
        bool, typer.Option("--i-operate-this-network", help="Master and workers beyond loopback.")
    ] = False,
    store: Annotated[str, typer.Option(help="Of a portal of its own: a file, postgresql://")] = "",
    portal_workers: Annotated[int, typer.Option(min=1, help="Its processes.")] = 1,
    report: Annotated[Path | None, typer.Option(help="Write the report there (HTML).")] = None,
    json_: Annotated[
        Path | None, typer.Option("--json", help="Write the results there; - prints them.")
    ] = None,
    find_limit: Annotated[
        bool, typer.Option("--find-limit", help="Search the highest rate that meets all aims.")
    ] = False,
) -> None:
    """Send a crowd to a portal, in open arrivals, and judge how it held; exit 1 when it did not.

    Example: mockportal rush opening --scale 0.2 --duration 60 --report rush.html
    """
    with _refusals():
        from loadtests import locusts
        from loadtests.launch import Asked, run
        from loadtests.targets import named

        _check_network(master or worker, i_operate_this_network)
        if worker:
            telling.say(f"waiting for the master at {worker[0]}:{worker[1]}")
            locusts.follow(*worker)
            return
        telling.check_places(report, json_)
        place = named(target, console=console, token=token, proof_file=proof)
        asked = Asked(
            rush=_named(name),
            target=replace(place, store=store, portal_workers=portal_workers),
            rate=rate,
            scale=scale,
            lasts=duration,
            seed=seed,
            workers=workers,
            master=master,
        )
        if find_limit:
            telling.tell_limit(_limit(asked, json_ is not None), json_)
            return
        with telling.progress(quiet=json_ is not None) as tell:
            results = run(asked, tell)
    kept = telling.keep(results, report, json_, settings_from({}).state / "rushes")
    if json_ != telling.STDOUT:
        telling.tell_verdict(results, kept)
    if results["verdict"]["outcome"] != "passed":
        raise typer.Exit(Exit.FAILED)


def compare(
    before: Results,
    after: Results,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Compare two runs of the same rush; exit 1 on a regression beyond their noise.

    Example: mockportal compare monday.json tuesday.json
    """
    from loadtests import compare as comparing

    try:
        found = comparing.compare(*(comparing.read(path) for path in (before, after)))
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


def _named(name: str) -> str:
    from loadtests.rush_files import InvalidRush, names

    if not name:
        raise InvalidRush(f"which rush? found none, allowed: a TOML file, {', '.join(names())}")
    return name


def _check_network(place: tuple[str, int] | None, ours: bool) -> None:
    """Pass when master and workers stay on this machine, or the network is said to be ours."""
    if place and place[0] not in LOOPBACK and not ours:
        raise typer.BadParameter(
            f"{place[0]} is not this machine: masters trust whoever joins, and workers whoever "
            "leads; add --i-operate-this-network when the network between them is yours"
        )


def _limit(asked: "Asked", quiet: bool) -> "Limit":
    from loadtests.launch import rate_of, run
    from loadtests.limit import Probe, find_limit
    from loadtests.locusts import BY_HAND
    from loadtests.probing import judge

    def probe(rate: float) -> Probe:
        with telling.progress(quiet=quiet) as tell:
            results = run(replace(asked, rate=rate, scale=1.0), tell)
        if results["halted"] == BY_HAND:
            raise KeyboardInterrupt
        telling.say(f"{rate:8.2f} /s  {telling.reason(results)}")
        return judge(results, rate)

    return find_limit(probe, rate_of(asked))


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
    from scenarios.target import InvalidTarget

    try:
        with _ending_in_order():
            yield
    except NotAllowed as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.NOT_ALLOWED) from None
    except (
        InvalidRush,
        InvalidElection,
        InvalidTarget,
        UnknownJourney,
        TooFewVoters,
    ) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    except (GeneratorDied, DiedEarly, ControlError) as died:
        typer.echo(f"the run ended early: {died}", err=True)
        raise typer.Exit(Exit.FAILED) from None
    except KeyboardInterrupt:
        typer.echo("stopped by hand", err=True)
        raise typer.Exit(Exit.FAILED) from None


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Take a polite request to end as Ctrl-C: a report is written of what was seen."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
