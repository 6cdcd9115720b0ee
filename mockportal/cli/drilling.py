"""``mockportal drill``: a turn at the hotline, on the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from mockportal.cli.running import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.drill.dealing import Caller

SEED = 2022


def drill(
    count: Annotated[int, typer.Option(min=1, max=15, help="How many callers.")] = 10,
    seed: Annotated[int, typer.Option(help="The same seed deals the same callers.")] = SEED,
) -> None:
    """Take calls of voters in trouble: find what is wrong and what to say; scored at the end.

    Each trouble is really produced, in an election of its own that can be looked into.

    Example: mockportal drill --count 5
    """
    from mockportal.client.own_server import serving
    from scenarios.drill.dealing import deal
    from scenarios.drill.questions import best, draw

    questions, points = draw(count, seed), 0
    with told(), serving() as control:
        for place, question in enumerate(questions, start=1):
            caller = deal(control, question)
            typer.secho(f"\nAppel {place} sur {len(questions)}", bold=True)
            _introduce(caller, control.page(f"/inbox/{caller.election.id}"))
            diagnosis = _chosen("Votre diagnostic", question.diagnoses)
            saying = _chosen("Que dites-vous ?", question.sayings)
            points += _tell(caller, question.points(diagnosis, saying))
    typer.secho(f"\nRésultat : {points} points sur {best(questions)}", bold=True)


def _introduce(caller: "Caller", inbox: str) -> None:
    one = caller.voter
    typer.echo(f"  « {caller.question.situation.call} »")
    typer.echo(f"  {one.civility} {one.family_name.upper()} {one.given_name}, {one.identifier}")
    typer.echo(f"  horloge   {caller.at:%d/%m/%Y %H:%M}")
    typer.echo(f"  portail   {caller.election.home}")
    typer.echo(f"  messages  {inbox}")


def _chosen(asked: str, options: "Sequence[str]") -> str:
    """Return the option whose number is typed."""
    typer.echo(f"\n{asked}")
    for place, one in enumerate(options, start=1):
        typer.echo(f"  {place}. {one}")
    while True:
        number: int = typer.prompt("Numéro", type=int)
        if 0 < number <= len(options):
            return options[number - 1]
        typer.echo(f"  entre 1 et {len(options)}")


def _tell(caller: "Caller", points: int) -> int:
    asked = caller.question.situation
    typer.secho(f"\n{points} sur 2", fg="green" if points == 2 else "yellow")
    if points < 2:
        typer.echo(f"  Diagnostic : {asked.diagnosis}\n  À dire : {asked.say}")
    typer.echo(f"  {asked.why}")
    return points
