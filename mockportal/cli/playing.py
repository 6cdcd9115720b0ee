"""``mockportal journeys``, ``faults`` and ``play``: what can happen here, and a look at it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mockportal.cli.running import Exit, producing, told

if TYPE_CHECKING:
    from scenarios.abroad import SceneAbroad
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
    target: Annotated[
        Path | None, typer.Option(help="Target file: a portal that is not this mock.")
    ] = None,
) -> None:
    """Play a journey in a browser, on a server of its own or at a target, and say how it went.

    Example: mockportal play reissue-by-sms --headed --slow 600
    """
    journey = registered(name)
    with told(), producing():
        from e2e.showing import NoBrowser, Wishes, show

        wishes = Wishes(headed, slow, video, trace, screenshots)
        scene = _abroad(target, journey) if target else None
        try:
            strayed = show(journey, wishes, typer.echo, scene)
        except NoBrowser as lacking:
            typer.echo(str(lacking), err=True)
            raise typer.Exit(Exit.FAILED) from None
    if strayed:
        typer.echo(strayed, err=True)
        raise typer.Exit(Exit.FAILED)


def _abroad(file: Path, journey: "RegisteredJourney") -> "SceneAbroad":
    """Return a journey at a target, or end with why it cannot be played there."""
    from scenarios.abroad import plan
    from scenarios.target import InvalidTarget

    try:
        tour = plan(file, [journey])
    except InvalidTarget as invalid:
        typer.echo(str(invalid), err=True)
        raise typer.Exit(Exit.USAGE) from None
    if why := tour.not_applicable.get(journey.name):
        typer.echo(f"{journey.name} is not applicable at {file}: {why}", err=True)
        raise typer.Exit(Exit.USAGE)
    return tour.scenes[journey.name]


def registered(name: str) -> "RegisteredJourney":
    """Return a journey by its name, or end with those that are alike."""
    from difflib import get_close_matches

    from scenarios.journeys import REGISTRY

    if name not in REGISTRY:
        first = name.split("-")[0]
        near = get_close_matches(name, REGISTRY, 5, 0.5) or [
            one for one in REGISTRY if first in one
        ]
        hint = f"did you mean: {', '.join(near)}" if near else "see `mockportal journeys`"
        typer.echo(f"no journey {name!r}; {hint}", err=True)
        raise typer.Exit(Exit.USAGE)
    return REGISTRY[name]
