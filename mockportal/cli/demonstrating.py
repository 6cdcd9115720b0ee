"""``mockportal demo``: the first minute."""

import asyncio
import tempfile
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockportal.cli.running import Exit, run, settings_from
from mockportal.cli.serving import Elections, Port, State, StorePlace, stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from mockportal.client import RemoteElection
    from mockportal.doors import Ready
    from scenarios.seen import Seen
    from scenarios.steps import Step

MORNING = "2022-12-01T08:47"
"""The instant of the tutorial's own screens (derived from their countdown)."""

CARD = {
    "identifier": "Identifiant",
    "password": "Mot de passe",
    "vote_code": "Code de vote",
    "numen": "NUMEN",
    "question": "Question Défi",
    "secret_answer": "Réponse",
    "phone": "Téléphone",
}
"""What the card says, by the fields where it is typed."""


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
    from rich.console import Console

    from mockportal.client import Control

    console = Console(highlight=False, soft_wrap=True)
    with Control(ready.console, ready.token) as control:
        at_hand = control.election(control.elections()[0].id)
        voter = at_hand.claim(state="new", has=["phone"], scrutins=3)
        console.print(f"\n[bold]{voter.civility} {voter.family_name.upper()} {voter.given_name}[/]")
        references = _walk(at_hand, voter, _teller(console), browser=browser)
        console.print("\n[bold]Accusés de réception[/]")
        for scrutin, reference in zip(voter.scrutins, references, strict=True):
            console.print(f"  {scrutin:<16} {reference}")
        audit = at_hand.audit()
        verdict = "[green]conforme[/]" if audit.holds else "[red]ÉCART[/]"
        console.print(f"\n[bold]Audit[/]  {verdict}")
        _hand_out(console, at_hand)
        return audit.holds and len(references) == len(voter.scrutins)


def _walk(
    at_hand: "RemoteElection", voter: Any, tell: "Callable[[Step, Seen], None]", *, browser: bool
) -> list[str]:
    """Play the journey; return the references on the receipts."""
    from scenarios import journeys
    from scenarios.steps import play

    with _driver(at_hand, browser=browser) as driver:

        def perform(step: "Step") -> "Seen":
            seen: Seen = driver.perform(step)
            tell(step, seen)
            return seen

        references: list[str] = play(journeys.show_everything(voter), perform)
    return references


@contextmanager
def _driver(at_hand: "RemoteElection", *, browser: bool) -> "Iterator[Any]":
    """Give a voter at bare HTTP, or at a real browser in a window."""
    from scenarios.levers import Stagehand

    hand = Stagehand(at_hand)
    if not browser:
        from scenarios.http_driver import HttpDriver
        from scenarios.transport import PlainTransport

        yield HttpDriver(PlainTransport(), at_hand.url, hand)
        return
    from e2e.window import window

    with window(at_hand.url, hand) as driver:
        yield driver


def _teller(console: "Console") -> "Callable[[Step, Seen], None]":
    def tell(step: "Step", seen: "Seen") -> None:
        shown = seen.heading.removeprefix("[SIMULATION] ")
        console.print(f"  [green]✔[/] {_told(step):<52} [dim]{shown}[/]")

    return tell


def _told(step: Any) -> str:
    """Return what a step does, in the words on screen."""
    words = asdict(step)
    match type(step).__name__:
        case "Open":
            path = words["path"].partition("/portail/")[2]
            return f"ouvre {path[:30]}{'…' if len(path) > 30 else ''}"
        case "Follow":
            return f"suit « {_short(words['link'])} »"
        case "Submit":
            return f"presse « {_short(words['button'])} »"
        case "ReadMessage":
            return "lit le SMS" if words["channel"] == "sms" else "lit le mail"
        case "UseBrowser":
            return f"prend {words['name'] or 'l’ordinateur'}"
        case other:
            return other


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _hand_out(console: "Console", at_hand: "RemoteElection") -> None:
    card = at_hand.claim(state="activated", has=["notice"], scrutins=3)
    console.print("\n[bold]Une carte pour voter vous-même[/]")
    console.print(f"  {'Adresse':<14} {at_hand.home}")
    values = card.model_dump()
    for name, label in CARD.items():
        console.print(f"  {label:<14} {values[name]}", markup=False)
