"""What every command shares: settings, the event loop, exit codes, refusals in one sentence."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, TypeVar

import typer

from mockportal.config import Settings, SettingsRefused
from mockportal.election import InvalidElection

T = TypeVar("T")


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_ALLOWED = 3


def settings_from(given: dict[str, Any]) -> Settings:
    """Return the settings of a command: its options, else the environment."""
    from pydantic import ValidationError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as trouble:
        for error in trouble.errors():
            option = "-".join(map(str, error["loc"])).replace("_", "-")
            typer.echo(f"--{option}: found {error['input']!r}: {error['msg']}", err=True)
        raise typer.Exit(Exit.USAGE) from None


@contextmanager
def told() -> Iterator[None]:
    """Say in one sentence what was refused, and end with the code for it."""
    from mockportal.storage.auditing import NothingToAudit
    from mockportal.storage.engine import StoreRefused, Unavailable
    from mockportal.storage.store import UnknownElection

    try:
        yield
    except (SettingsRefused, StoreRefused, InvalidElection) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(Exit.USAGE) from None
    except Unavailable as trouble:
        typer.echo(f"the storage does not answer: {trouble}", err=True)
        raise typer.Exit(Exit.FAILED) from None
    except (UnknownElection, NothingToAudit) as unknown:
        typer.echo(f"no election {unknown} in this store: see `mockportal elections`", err=True)
        raise typer.Exit(Exit.USAGE) from None


@contextmanager
def producing() -> Iterator[None]:
    """Say in one sentence what keeps a browser's work from being made: no browser, no place."""
    try:
        from playwright.sync_api import Error
    except ModuleNotFoundError:
        typer.echo("this needs a browser: pip install 'mockportal[browser]'", err=True)
        raise typer.Exit(Exit.USAGE) from None
    try:
        yield
    except Error as trouble:
        if "executable doesn't exist" not in trouble.message.lower():
            raise
        typer.echo("no Chromium here: install one, or name it in MOCKPORTAL_CHROMIUM", err=True)
        raise typer.Exit(Exit.USAGE) from None
    except OSError as trouble:
        typer.echo(f"cannot write {trouble.filename}: {trouble.strerror}", err=True)
        raise typer.Exit(Exit.USAGE) from None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, on uvloop where it is installed."""
    with told():
        try:
            import uvloop
        except ImportError:
            return asyncio.run(work)
        return uvloop.run(work)
