"""``mockportal kit``: sheets to print before a class."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mockportal import election as files
from mockportal.cli.running import Exit, producing, told
from mockportal.electorate import electorate

if TYPE_CHECKING:
    from mockportal.trainer.kit.sheets import Kit

PORTAL = "http://127.0.0.1:8080"


def kit(
    election: Annotated[str, typer.Option("--election", "-e", help="Name or file.")] = "formation",
    count: Annotated[int, typer.Option(min=1, max=200, help="How many voters.")] = 40,
    start: Annotated[int, typer.Option("--from", min=0, help="Rank of the first one.")] = 0,
    portal: Annotated[str, typer.Option(help="Where pupils reach the portal: the QR code.")] = (
        PORTAL
    ),
    part: Annotated[
        list[str] | None, typer.Option(help="procedure, cartes or notices; all without.")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="File to print to, by Chromium.")] = None,
    html: Annotated[Path | None, typer.Option(help="File for a page to print yourself.")] = None,
) -> None:
    """Write the procedure sheet, a card per voter and the voting notices, ready to print.

    Example: mockportal kit --election formation --count 40 --pdf kit.pdf
    """
    if pdf is None and html is None:
        typer.echo("say where to: --pdf FILE, --html FILE or both", err=True)
        raise typer.Exit(Exit.USAGE)
    from mockportal.trainer.kit.sheets import printed

    with told():
        made = _kit(election, count, start, portal, part or [])
    page = printed(made)
    if html is not None:
        _keep(html, page)
    if pdf is not None:
        with producing():
            from e2e.printing import print_text

            print_text(page, pdf)
    written = " et ".join(str(one) for one in (html, pdf) if one is not None)
    sheets = f"{len(made.electors)} électeurs, {len(made.notices)} notices de vote"
    typer.echo(f"{written} : {sheets} ; le code QR mène à {made.home}")


def _keep(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as trouble:
        typer.echo(f"cannot write {file}: {trouble.strerror}", err=True)
        raise typer.Exit(Exit.USAGE) from None


def _kit(election: str, count: int, start: int, portal: str, parts: list[str]) -> "Kit":
    """Return what is to be printed, or end with what is wrong."""
    from mockportal.trainer.kit.sheets import Kit, Part, choose

    unknown = [one for one in parts if one not in set(Part)]
    if unknown:
        typer.echo(f"--part: found {unknown[0]!r}: allowed are {', '.join(Part)}", err=True)
        raise typer.Exit(Exit.USAGE)
    if not portal.startswith(("http://", "https://")):
        typer.echo(f"--portal: found {portal!r}: an address such as {PORTAL}", err=True)
        raise typer.Exit(Exit.USAGE)
    everybody = electorate(files.load(election))
    electors = choose(everybody, count, start)
    if not electors:
        typer.echo(f"--from: found {start}: the roll has ranks 0 to {len(everybody) - 1}", err=True)
        raise typer.Exit(Exit.USAGE)
    home = f"{portal.rstrip('/')}/{everybody.election.id}/portail/accueil"
    return Kit(electors, home, frozenset(map(Part, parts)) or frozenset(Part))
