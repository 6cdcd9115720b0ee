"""``mockportal serve``."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from mockportal.cli.running import run, settings_from, told
from mockportal.config import Settings
from mockportal.doors import Doors

Elections = Annotated[
    list[str] | None,
    typer.Option("--election", "-e", help="Name or file; repeatable, the first is the default."),
]
Port = Annotated[int | None, typer.Option(help="0 takes a free port.", min=0, max=65535)]
StorePlace = Annotated[
    str | None, typer.Option("--store", help="memory, a file, or postgresql://…")
]
State = Annotated[Path | None, typer.Option(help="Directory of store, token and keys.")]


def serve(
    election: Elections = None,
    at: Annotated[str | None, typer.Option(help="Instant of new elections' clocks.")] = None,
    speed: Annotated[float | None, typer.Option(help="Speed of these clocks.")] = None,
    store: StorePlace = None,
    state: State = None,
    workers: Annotated[int | None, typer.Option(help="Portal processes (PostgreSQL).")] = None,
    port: Port = None,
    franceconnect_port: Port = None,
    console_port: Port = None,
    smtp_port: Port = None,
    listen: Annotated[str | None, typer.Option(help="Interface to listen on.")] = None,
    smtp_listen: Annotated[
        str | None, typer.Option(help="Interface of the mail sink, which knows no token.")
    ] = None,
    i_operate_this_network: Annotated[
        bool, typer.Option("--i-operate-this-network", help="Allow more than loopback.")
    ] = False,
    load_proof: Annotated[
        Path | None,
        typer.Option(help="Token of `rush --proof`: allows load while the file is there."),
    ] = None,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write the addresses there as JSON once all answers.")
    ] = None,
) -> None:
    """Start the portal, the FranceConnect stub, the console and the sinks; serve until stopped.

    Example: mockportal serve --election formation --at 2022-12-01T07:58
    """
    settings = settings_from(
        {
            "elections": tuple(election) if election else None,
            "at": at,
            "speed": speed,
            "store": store,
            "state": state,
            "workers": workers,
            "port": port,
            "franceconnect_port": franceconnect_port,
            "console_port": console_port,
            "smtp_port": smtp_port,
            "listen": listen,
            "smtp_listen": smtp_listen,
            "load_proof": load_proof,
            "i_operate_this_network": i_operate_this_network or None,
        }
    )
    with told():
        settings.check()
        doors = Doors.opened(settings)
    helpers = [_fork(settings, doors) for _ in range(settings.workers - 1)]
    try:
        run(_serve(settings, doors, ready_file))
    finally:
        for helper in helpers:
            os.kill(helper, signal.SIGTERM)
        for helper in helpers:
            os.waitpid(helper, 0)
        doors.close()


def _fork(settings: Settings, doors: Doors) -> int:
    """Start one more process that serves voters at the same doors; return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        run(_assist(settings, doors))
        code = 0
    finally:
        os._exit(code)


async def _assist(settings: Settings, doors: Doors) -> None:
    from mockportal.app import assisting

    async with assisting(settings, doors):
        await stopped()


async def _serve(settings: Settings, doors: Doors, ready_file: Path | None) -> None:
    from mockportal.app import running

    async with running(settings, doors) as ready:
        typer.echo(ready.in_words())
        if ready_file is not None:
            ready.write(ready_file)
        await stopped()


async def stopped() -> None:
    """Wait for Ctrl-C or a polite request to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    await stop.wait()
