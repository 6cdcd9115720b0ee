"""The commands of ``mockportal``: serve, demo, voters, audit and the others."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mockportal import __version__
from mockportal.config import Settings, SettingsRefused

app = typer.Typer(
    name="mockportal",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A reference mock of the 2022 elections portal; synthetic people only.",
    epilog="Example: mockportal serve --election formation --port 0",
)

OK, FAILED, USAGE, NOT_ALLOWED = 0, 1, 2, 3

Elections = Annotated[
    list[str] | None,
    typer.Option("--election", "-e", help="Name or file; repeatable, the first is the default."),
]


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    """Take what holds for every command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def serve(
    election: Elections = None,
    listen: Annotated[str | None, typer.Option(help="Interface to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Portal; 0 takes a free port.")] = None,
    franceconnect_port: Annotated[int | None, typer.Option(help="FranceConnect stub.")] = None,
    console_port: Annotated[int | None, typer.Option(help="Console and control API.")] = None,
    smtp_port: Annotated[int | None, typer.Option(help="Mail sink.")] = None,
    at: Annotated[str | None, typer.Option(help="Instant of new elections' clocks.")] = None,
    speed: Annotated[float | None, typer.Option(help="Speed of these clocks.")] = None,
    store: Annotated[str | None, typer.Option(help="memory, a file, or postgresql://…")] = None,
    state: Annotated[Path | None, typer.Option(help="Directory of store, token, keys.")] = None,
    workers: Annotated[int | None, typer.Option(help="Portal processes (PostgreSQL).")] = None,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write the addresses there as JSON once all answers.")
    ] = None,
    i_operate_this_network: Annotated[
        bool, typer.Option(help="Allow another interface than loopback.")
    ] = False,
) -> None:
    """Start the portal, the FranceConnect stub, the console and the sinks; serve until stopped."""
    given: dict[str, Any] = {
        "elections": tuple(election) if election else None,
        "listen": listen,
        "port": port,
        "franceconnect_port": franceconnect_port,
        "console_port": console_port,
        "smtp_port": smtp_port,
        "at": at,
        "speed": speed,
        "store": store,
        "state": state,
        "workers": workers,
        "i_operate_this_network": i_operate_this_network or None,
    }
    settings = _settings(given)
    _run(_serve(settings, ready_file))


async def _serve(settings: Settings, ready_file: Path | None) -> None:
    from mockportal.app import running

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    async with running(settings) as ready:
        typer.echo(f"Portal         {ready.portal}/")
        typer.echo(f"FranceConnect  {ready.franceconnect}")
        typer.echo(f"Console        {ready.console}/?token={ready.token}")
        typer.echo(f"SMTP           {ready.smtp}")
        if ready_file is not None:
            ready.write(ready_file)
        await stop.wait()


def _settings(given: dict[str, Any]) -> Settings:
    from pydantic import ValidationError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as trouble:
        for error in trouble.errors():
            name = "_".join(map(str, error["loc"]))
            typer.echo(f"{name}: found {error['input']!r}: {error['msg']}", err=True)
        raise typer.Exit(USAGE) from None


def _run(work: Any) -> None:
    """Run to the end; say in one sentence what was refused."""
    from mockportal.election import InvalidElection
    from mockportal.storage.engine import StoreRefused

    try:
        _runner()(work)
    except (SettingsRefused, StoreRefused, InvalidElection) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(USAGE) from None


def _runner() -> Any:
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    sys.exit(app())
