"""``mockportal attack``: the attack pack, against a portal of its own or one that allows it."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mockportal.cli.running import Exit

if TYPE_CHECKING:
    from loadtests.guard import Guard, Permission
    from scenarios.attacks.ground import Found, Ours
    from scenarios.attacks.playing import Outcome
    from scenarios.target import Target


def attack(
    ids: Annotated[list[str] | None, typer.Argument(help="A01, H13 …; none: all.")] = None,
    target: Annotated[
        str, typer.Option(help="Address of an election, or a target file; none: one of its own.")
    ] = "",
    console: Annotated[str, typer.Option(help="Control API of a mock: all rows.")] = "",
    token: Annotated[str, typer.Option(envvar="MOCKPORTAL_TOKEN", help="Its token.")] = "",
    proof: Annotated[
        str, typer.Option(help="Token served by a mock that is not on this machine.")
    ] = "",
    intrusive: Annotated[
        bool, typer.Option("--intrusive", help="Slow and smuggling rows, and crowds, as well.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report there (HTML).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Try what an attacker would, and tell what was seen; exit 1 when anything got through.

    Example: mockportal attack --intrusive --report attacks.html
    """
    from scenarios.attacks import playing
    from scenarios.attacks import report as telling

    with _refusals(), _ground(target, console, token, proof) as (ground, guard):
        rows = playing.chosen(ids or [], intrusive=intrusive)
        outcomes = []
        for one in playing.play(ground, rows, guard.check):
            outcomes.append(one)
            if not as_json:
                _tell(one)
        outcomes += playing.shown_elsewhere(ids or [], rows)
        where = guard.target
    if report is not None:
        report.write_text(telling.page(where, outcomes), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(telling.document(where, outcomes), ensure_ascii=False))
    else:
        typer.echo(telling.told(outcomes))
    if telling.counted(outcomes)["failed"]:
        raise typer.Exit(Exit.FAILED)


def _tell(one: "Outcome") -> None:
    if one.verdict == "held" and not sys.stdout.isatty():
        return
    colour = {"held": typer.colors.GREEN, "failed": typer.colors.RED}.get(one.verdict)
    typer.secho(f"{one.verdict:<8}", fg=colour, nl=False)
    typer.echo(f"  {one.id}  {one.input[:60]:<60}  {one.seen}")
    if one.verdict == "failed":
        typer.echo(f"{'':14}expected: {one.expected}")


@contextmanager
def _ground(
    named: str, console: str, token: str, proof: str
) -> Iterator[tuple["Found | Ours", "Guard"]]:
    """Give what is attacked, once it is allowed. Refuses: NotAllowed, InvalidTarget."""
    from loadtests.guard import Guard
    from mockportal.client import Control
    from mockportal.client.own_server import serving
    from scenarios.attacks.ground import Found, Ours

    told = _target(named)
    permission = _permission(told, proof)
    with ExitStack() as held:
        if named and not console:
            guard = Guard(told.url if told else named, permission, _today())
            guard.admit()
            yield Found(guard.target, told), guard
            return
        if console:
            Guard(console, permission, _today()).admit()
        control = held.enter_context(Control(console, token) if console else serving())
        guard = Guard(control.server().portal, permission, _today())
        guard.admit()
        ground = Ours(control)
        held.callback(ground.close)
        yield ground, guard


def _target(named: str) -> "Target | None":
    from scenarios.target import load

    return load(Path(named)) if named.endswith(".toml") else None


def _permission(told: "Target | None", proof: str) -> "Permission | None":
    from loadtests.guard import Permission

    given = told.permission if told else None
    if given is not None:
        return Permission(given.token, given.granted_by, given.until, given.public)
    return Permission(proof) if proof else None


def _today() -> date:
    from mockportal.clock import RealTime
    from mockportal.domain.instants import paris

    return paris(RealTime().now()).date()


@contextmanager
def _refusals() -> Iterator[None]:
    from httpx import HTTPError

    from loadtests.guard import NotAllowed
    from mockportal.client.control import ControlError
    from scenarios.target import InvalidTarget

    try:
        yield
    except NotAllowed as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.NOT_ALLOWED) from None
    except InvalidTarget as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    except KeyError as unknown:
        typer.echo(f"no attack {unknown.args[0]}: ids are A01 to K08", err=True)
        raise typer.Exit(Exit.USAGE) from None
    except (OSError, HTTPError, ControlError) as trouble:
        typer.echo(f"the target does not answer: {trouble}", err=True)
        raise typer.Exit(Exit.FAILED) from None
