"""``mockportal journeys``, ``faults`` and ``play``: what can happen here, and a look at it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mockportal.cli.running import Exit, told

if TYPE_CHECKING:
    from scenarios.registry import RegisteredJourney

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def journeys(as_json: AsJson = False) -> None:
    """List the journeys, one line each: name, what it needs, what it tells."""
    from scenarios.journeys import REGISTRY

    if as_json:
        rows = [
            {
                "name": one.name,
                "subject": one.subject,
                "sentence": one.sentence,
                "levers": list(one.needs.levers),
                "state": one.needs.state,
                "has": list(one.needs.has),
            }
            for one in REGISTRY.values()
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for one in REGISTRY.values():
        typer.echo(f"{one.name:<42} {one.sentence}")


def faults(as_json: AsJson = False) -> None:
    """List the faults of the catalogue with their parameters, and the ready-made timelines."""
    from mockportal.election import CATALOGUE

    if as_json:
        typer.echo(json.dumps({name: dict(one) for name, one in CATALOGUE.items()}))
        return
    for name, settings in CATALOGUE.items():
        shown = ", ".join(f"{key}={value!r}" for key, value in settings.items())
        typer.echo(f"{name:<28} {shown}")


def play(
    name: Annotated[str, typer.Argument(metavar="JOURNEY", help="See `mockportal journeys`.")],
    headed: Annotated[bool, typer.Option("--headed", help="Show the window.")] = False,
    slow: Annotated[int, typer.Option(min=0, help="Milliseconds between actions.")] = 0,
    video: Annotated[Path | None, typer.Option(help="Directory for a film with captions.")] = None,
    trace: Annotated[Path | None, typer.Option(help="File for a Playwright trace.")] = None,
    screenshots: Annotated[Path | None, typer.Option(help="Directory: one picture a step.")] = None,
) -> None:
    """Play a journey in a browser, on a server of its own, and say how it went.

    Example: mockportal play reissue-by-sms --headed --slow 600
    """
    journey = registered(name)
    with told():
        from e2e.showing import Wishes, show

        wishes = Wishes(headed, slow, video, trace, screenshots)
        strayed = show(journey, wishes, typer.echo)
    if strayed:
        typer.echo(strayed, err=True)
        raise typer.Exit(Exit.FAILED)


def registered(name: str) -> "RegisteredJourney":
    """Return a journey by its name, or end with those that are alike."""
    from scenarios.journeys import REGISTRY

    if name not in REGISTRY:
        near = ", ".join(one for one in REGISTRY if name.split("-")[0] in one) or "none alike"
        typer.echo(f"no journey {name!r}; did you mean: {near}", err=True)
        raise typer.Exit(Exit.USAGE)
    return REGISTRY[name]
