"""The commands of ``mockportal``: serve, demo, voters, audit and the others."""

from typing import Annotated

import typer

from mockportal import __version__
from mockportal.cli import (
    attacking,
    auditing,
    demonstrating,
    drilling,
    franceconnect,
    listing,
    playing,
    printing,
    rushing,
    serving,
    teaching,
)

app = typer.Typer(
    name="mockportal",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="A reference mock of the 2022 elections portal; synthetic people only.",
    epilog="First minute: mockportal demo. Then: mockportal serve --election formation",
)

for command in (
    serving.serve,
    demonstrating.demo,
    rushing.rush,
    rushing.compare,
    attacking.attack,
    playing.play,
    teaching.tutorial,
    printing.kit,
    drilling.drill,
    playing.journeys,
    playing.faults,
    listing.voters,
    auditing.audit,
    auditing.tally,
):
    app.command()(command)
app.add_typer(listing.elections, name="elections")
app.add_typer(franceconnect.franceconnect, name="franceconnect")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """Take what holds for every command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    app()
