"""``mockportal elections`` and ``mockportal voters``: what exists, who may try it."""

import csv
import json
import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from mockportal import election as files
from mockportal.cli.running import Exit, told
from mockportal.config import DEFAULT_ELECTION
from mockportal.electorate import Elector, electorate

elections = typer.Typer(help="List the elections that ship; check a file of your own.")


class CardFormat(StrEnum):
    """How cards are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class InitialState(StrEnum):
    """What an elector is before anybody acted."""

    ANY = "any"
    NEW = "new"
    ACTIVATED = "activated"


@dataclass(frozen=True, slots=True)
class Card:
    """What a tester needs to play one voter, before anything was done."""

    rank: int
    state: str
    identifier: str
    civility: str
    given_name: str
    family_name: str
    population: str
    scrutins: tuple[str, ...]
    password: str
    vote_code: str
    numen: str
    question: str
    secret_answer: str
    phone: str
    personal_mail: str


def card(elector: Elector) -> Card:
    """Return the card of an elector as the roll knows them."""
    return Card(
        rank=elector.rank,
        state="activated" if elector.activated else "new",
        identifier=elector.identifier,
        civility=elector.civility,
        given_name=elector.given_name,
        family_name=elector.family_name,
        population=elector.population,
        scrutins=elector.scrutins,
        password=elector.password if elector.activated else "",
        vote_code=elector.vote_code if elector.notice else "",
        numen=elector.numen,
        question=elector.question,
        secret_answer=elector.secret_answer,
        phone=elector.phone,
        personal_mail=elector.personal_mail,
    )


@elections.callback(invoke_without_command=True)
def list_elections(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the elections that ship, one line each."""
    if context.invoked_subcommand is not None:
        return
    found = [files.load(name) for name in files.names()]
    if as_json:
        rows = [{"id": e.id, "title": e.title, "electors": e.electorate.size} for e in found]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one.id:<20} {one.electorate.size:>9,} electors  {one.title}")


@elections.command()
def check(file: Annotated[Path, typer.Argument(help="An election file (TOML).")]) -> None:
    """Check an election file: each problem names the key, what was found, what is allowed."""
    with told():
        one = files.load(str(file))
    size = one.electorate.size
    typer.echo(f"{file}: sound: {one.id}, {size:,} electors, {len(one.scrutins)} scrutins")


def voters(
    election: Annotated[str, typer.Option("--election", "-e", help="Name or file.")] = (
        DEFAULT_ELECTION
    ),
    count: Annotated[int, typer.Option(min=1, help="How many cards.")] = 5,
    state: Annotated[InitialState, typer.Option(help="Only voters of this state.")] = (
        InitialState.ANY
    ),
    shape: Annotated[CardFormat, typer.Option("--format", help="How to write them.")] = (
        CardFormat.TABLE
    ),
) -> None:
    """Print cards of synthetic voters, with every secret, as the roll knows them at the start.

    Example: mockportal voters --count 3 --state activated --format json
    """
    with told():
        everybody = electorate(files.load(election))
    wanted = (card(one) for one in everybody)
    if state is not InitialState.ANY:
        wanted = (one for one in wanted if one.state == state.value)
    _WRITERS[shape](list(islice(wanted, count)))


def _write_json(cards: list[Card]) -> None:
    typer.echo(json.dumps([asdict(one) for one in cards], ensure_ascii=False, indent=2))


def _write_csv(cards: list[Card]) -> None:
    writer = csv.DictWriter(sys.stdout, list(Card.__dataclass_fields__))
    writer.writeheader()
    for one in cards:
        row = asdict(one) | {"scrutins": " ".join(one.scrutins)}
        writer.writerow({name: _harmless(value) for name, value in row.items()})


def _harmless(value: Any) -> Any:
    """Keep a spreadsheet from taking a text for a formula."""
    risky = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if risky else value


def _write_table(cards: list[Card]) -> None:
    for one in cards:
        typer.secho(f"{one.civility} {one.family_name.upper()} {one.given_name}", bold=True)
        for name, value in asdict(one).items():
            if name not in ("civility", "family_name", "given_name"):
                shown = ", ".join(value) if isinstance(value, tuple) else value
                typer.echo(f"  {name:<14} {shown}")
    if not cards:
        typer.echo("no such voter in this election", err=True)
        raise typer.Exit(Exit.FAILED)


_WRITERS = {
    CardFormat.TABLE: _write_table,
    CardFormat.CSV: _write_csv,
    CardFormat.JSON: _write_json,
}
