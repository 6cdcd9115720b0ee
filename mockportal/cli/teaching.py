"""``mockportal tutorial``: an illustrated guide of a journey."""

from pathlib import Path
from typing import Annotated

import typer

from mockportal.cli.playing import registered
from mockportal.cli.running import Exit, producing, told


def tutorial(
    names: Annotated[
        list[str], typer.Argument(metavar="JOURNEY…", help="See `mockportal journeys`.")
    ],
    to: Annotated[Path, typer.Option(help="Directory the guides are written to.")] = Path(
        "tutoriels"
    ),
    pdf: Annotated[bool, typer.Option(help="Print each guide to PDF too.")] = True,
    film: Annotated[
        bool, typer.Option("--film", help="A page that plays itself, read aloud, with chapters.")
    ] = False,
) -> None:
    """Play journeys in a browser and write an illustrated guide of each, in French.

    Numbered call-outs stand at what is used; Markdown with pictures, and PDF, a step a page.

    Example: mockportal tutorial reissue-by-sms --to guides
    """
    journeys = [registered(name) for name in names]
    with told(), producing():
        from e2e.teaching.writing import Forms, teach

        strayed = teach(journeys, Forms(to, pdf, film), typer.echo)
    for one in strayed:
        typer.echo(one, err=True)
    if strayed:
        raise typer.Exit(Exit.FAILED)
