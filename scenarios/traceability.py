"""Which journeys show what: the table of the documentation, made from the registry."""

from collections.abc import Callable, Iterable, Mapping

from scenarios.journeys import REGISTRY
from scenarios.registry import RegisteredJourney, Shows
from scenarios.tutorial import Tutorial

Shown = Mapping[str, tuple[str, ...]]

#: What becomes of a single-use link and of the account behind it: rules, kept in no table of code.
LINKS = (
    "issued/look",
    "issued/activate",
    "issued/set-password",
    "issued/regenerate",
    "issued/lapse",
    "issued/supersede",
    "used/look",
    "expired/look",
    "replaced/look",
    "invited/activate",
    "active/set-password",
)


def shown_by(what: Callable[[Shows], Iterable[str]]) -> Shown:
    """Return names of journeys by what they show."""
    found: dict[str, tuple[str, ...]] = {}
    for told in REGISTRY.values():
        for one in what(told.shows):
            found[one] = (*found.get(one, ()), told.name)
    return found


def tutorial() -> Shown:
    """Return names of journeys by step of the tutorial, in its order."""
    found = shown_by(lambda shows: (step.value for step in shows.tutorial))
    return {step.value: found.get(step.value, ()) for step in Tutorial}


def refusals(names: Iterable[str]) -> Shown:
    """Return names of journeys by refusal, for all refusals there are."""
    return _of(names, lambda shows: shows.refusals)


def moves(names: Iterable[str]) -> Shown:
    """Return names of journeys by move, written `stage/move`, for all moves there are."""
    return _of(names, lambda shows: shows.moves)


def faults(names: Iterable[str]) -> Shown:
    """Return names of journeys by fault, for all faults there are."""
    return _of(names, lambda shows: shows.faults)


def table(title: str, shown: Shown, elsewhere: Mapping[str, str] | None = None) -> str:
    """Return a table in Markdown; `elsewhere` names the tests of what no journey can show."""
    tests = elsewhere or {}
    rows = [
        f"| {name} | {_names(journeys, tests.get(name, ''))} |" for name, journeys in shown.items()
    ]
    return "\n".join([f"| {title} | shown by |", "| --- | --- |", *rows])


def journeys_table() -> str:
    """Return all journeys, by subject, in Markdown."""
    told = sorted(REGISTRY.values(), key=lambda one: (one.subject, one.name))
    rows = [f"| {_needs(one)} | `{one.name}` | {one.sentence} |" for one in told]
    return "\n".join(["| levers | journey | story |", "| --- | --- | --- |", *rows])


def gaps(shown: Shown, elsewhere: Iterable[str] = ()) -> list[str]:
    """Return what no journey shows and no test elsewhere either."""
    tested = set(elsewhere)
    return [name for name, journeys in shown.items() if not journeys and name not in tested]


def _of(names: Iterable[str], what: Callable[[Shows], Iterable[str]]) -> Shown:
    found = shown_by(what)
    return {name: found.get(name, ()) for name in sorted(names)}


def _names(journeys: Iterable[str], test: str) -> str:
    told = [f"`{name}`" for name in (*journeys, test) if name]
    return "<br>".join(told) or "**nothing**"


def _needs(told: RegisteredJourney) -> str:
    return ", ".join(told.needs.levers) or "none"
