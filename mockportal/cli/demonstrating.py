"""``mockportal demo``: the first minute."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockportal.cli.running import Exit, run, settings_from
from mockportal.cli.serving import Elections, Port, State, StorePlace, stopped

if TYPE_CHECKING:
    from mockportal.app import Ready
    from mockportal.client import RemoteElection

MORNING = "2022-12-01T08:47"
"""The instant of the tutorial's own screens (derived from their countdown)."""

CARD = ("identifier", "password", "vote_code", "numen", "question", "secret_answer", "phone")


def demo(
    exit_: Annotated[bool, typer.Option("--exit", help="End instead of serving on.")] = False,
    browser: Annotated[bool, typer.Option("--browser", help="Show it in a window.")] = False,
    election: Elections = None,
    at: Annotated[str, typer.Option(help="Instant the clock shows at first.")] = MORNING,
    store: StorePlace = None,
    state: State = None,
    port: Port = None,
    franceconnect_port: Port = None,
    console_port: Port = None,
    smtp_port: Port = None,
) -> None:
    """Start everything, walk one voter to three receipts on screen, then keep serving.

    Example: mockportal demo --exit
    """
    given: dict[str, Any] = {
        "elections": tuple(election) if election else None,
        "at": at,
        "store": store,
        "state": state,
        "port": port,
        "franceconnect_port": franceconnect_port,
        "console_port": console_port,
        "smtp_port": smtp_port,
    }
    passed = run(_demo(given, browser=browser, ends=exit_))
    raise typer.Exit(Exit.OK if passed else Exit.FAILED)


async def _demo(given: dict[str, Any], *, browser: bool, ends: bool) -> bool:
    from mockportal.app import running

    async with AsyncExitStack() as stack:
        if given["state"] is None:
            given["state"] = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = settings_from(given)
        ready = await stack.enter_async_context(running(settings))
        passed = await asyncio.to_thread(_show, ready, browser)
        if not ends:
            typer.echo(f"\n{ready.in_words()}\n\nCtrl-C ends it.")
            await stopped()
        return passed


def _show(ready: "Ready", browser: bool) -> bool:
    from mockportal.client import Control

    with Control(ready.console, ready.token) as control:
        first = control.elections()[0].id
        at_hand = control.election(first)
        references = _walk(at_hand, browser)
        typer.echo("")
        for scrutin, reference in references:
            typer.echo(f"  Accusé de réception  {scrutin:<16} {reference}")
        audit = at_hand.audit()
        typer.echo(f"  Audit                {'conforme' if audit.holds else 'ÉCART'}")
        _hand_out(at_hand)
        return audit.holds and len(references) == 3


def _walk(at_hand: "RemoteElection", browser: bool) -> list[tuple[str, str]]:
    """Play the journey, one line a step; return scrutins and references."""
    from rich.console import Console

    from scenarios import journeys
    from scenarios.http_driver import HttpDriver
    from scenarios.levers import Stagehand
    from scenarios.seen import Seen
    from scenarios.steps import Step, play
    from scenarios.transport import PlainTransport

    console = Console(highlight=False)
    voter = at_hand.claim(state="new", has=["phone"], scrutins=3)
    console.print(f"[bold]{voter.civility} {voter.family_name.upper()} {voter.given_name}[/bold]")
    hand = Stagehand(at_hand)
    driver = HttpDriver(PlainTransport(), at_hand.url, hand)

    def perform(step: Step) -> Seen:
        seen = driver.perform(step)
        console.print(f"  [green]✔[/green] {_told(step):<46} [dim]{seen.heading}[/dim]")
        return seen

    references: list[str] = play(journeys.show_everything(voter), perform)
    return list(zip(voter.scrutins, references, strict=False))


def _told(step: Any) -> str:
    """Return what a step does, in the words on screen."""
    words = asdict(step)
    for name in ("button", "link", "path", "kind", "name"):
        if words.get(name):
            return f"{type(step).__name__} « {str(words[name])[:36]} »"
    return type(step).__name__


def _hand_out(at_hand: "RemoteElection") -> None:
    card = at_hand.claim(state="activated", has=["notice"], scrutins=3)
    typer.secho("\nUne carte pour voter vous-même :", bold=True)
    values = card.model_dump()
    for name in CARD:
        typer.echo(f"  {name:<14} {values[name]}")
    typer.echo(f"  à l'adresse    {at_hand.home}")
