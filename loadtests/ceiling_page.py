"""What `loadtests.ceiling` measured, as a person reads it."""

from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from loadtests.quantities import spoken

if TYPE_CHECKING:
    from loadtests.ceiling import Ceiling


def show(found: "Ceiling", bar: float) -> None:
    """Print both servers, the ratio, and the breakdown when there is one."""
    console = Console()
    table = Table(
        title=f"Server processor time per journey « {found.journey} »",
        title_justify="left",
        box=SIMPLE,
    )
    for heading in ("", "CPU/journey", "CPU/request", "p50", "p99", "rounds"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, cpu, p50, p99, rounds in (
        ("portal", found.portal_cpu, found.portal_p50, found.portal_p99, found.portal_rounds),
        ("bare aiohttp", found.bare_cpu, found.bare_p50, found.bare_p99, found.bare_rounds),
    ):
        spread = f"{min(rounds) * 1000:.3g} – {max(rounds) * 1000:.3g} ms"
        per_request = spoken(cpu / found.requests_per_journey)
        table.add_row(name, spoken(cpu), per_request, spoken(p50), spoken(p99), spread)
    console.print(table)
    word = "met" if found.ratio <= bar else "missed"
    console.print(
        f"ratio [bold]{found.ratio:.2f}[/bold] (bar {bar:g}: {word}); "
        f"{found.requests_per_journey:.1f} requests per journey, {found.rounds} × "
        f"{found.journeys} journeys, {found.at_once} voters at once, "
        f"{1 / found.portal_cpu:.0f} journeys/s per core"
    )
    if found.breakdown:
        console.print(_breakdown(found))


def _breakdown(found: "Ceiling") -> Table:
    table = Table(title="Where it goes", title_justify="left", box=SIMPLE)
    table.add_column("part")
    table.add_column("per journey", justify="right")
    table.add_column("share", justify="right")
    for name, spent in (found.breakdown or {}).items():
        table.add_row(name, spoken(spent), f"{spent / found.portal_cpu * 100:.1f} %")
    return table
