"""The pages of what the project knows by name: faults, refusals, journeys, attacks."""

from docs.making import tables
from mockportal.domain import refusals as no
from mockportal.domain.stages import NEXT
from mockportal.election import CATALOGUE
from mockportal.portal.wording import WORDS
from mockportal.trainer.fault_words import GROUPS
from scenarios import traceability
from scenarios.attacks import catalogue


def faults() -> str:
    """Return every fault with its parameters and what a class will see."""
    lines = [
        "# Faults",
        "",
        "Switched by name through the console or the control API, or scheduled in an election file",
        "on its clock. All take `from`, `to`, `share` and `who`. The French words are those that a",
        "trainer reads in the console.",
        "",
    ]
    for group, told in GROUPS:
        lines += [f"## {group}", "", "| fault | parameters, defaults | what is seen |"]
        lines += ["|---|---|---|"]
        for name, words in told.items():
            settings = CATALOGUE[name]
            shown = ", ".join(f"`{key}` = {value!r}" for key, value in settings.items()) or "–"
            lines.append(f"| `{name}` | {shown} | **{words.title}.** {words.sees} |")
        lines.append("")
    return tables.page(lines)


def refused() -> str:
    """Return every refusal with its status and words."""
    lines = ["# Refusals", "", "| refusal | status | words |", "|---|---|---|"]
    for one, (status, words) in WORDS.items():
        text = words if isinstance(words, str) else "(with an instant or a wait)"
        lines.append(f"| `{one.name()}` | {status} | {text.splitlines()[0]} |")
    return tables.page([*lines, ""])


def journeys() -> str:
    """Return every journey, what it needs, and what shows what."""
    told = [one.name() for one in WORDS if one.__module__ == no.__name__]
    moves = [f"{stage.value}/{move.value}" for stage, move in NEXT]
    parts = [
        "# Journeys\n\nTold once in `scenarios/journeys`; played in process, over HTTP, in a "
        "browser and in crowds.\n",
        traceability.journeys_table(),
        "\n## What shows what\n\n### Steps of the tutorial\n",
        traceability.table("step", traceability.tutorial()),
        "\n### Refusals\n",
        traceability.table("refusal", _some(traceability.refusals(told))),
        "\n### Moves\n",
        traceability.table("move", _some(traceability.moves(moves))),
        "\n### Faults\n",
        traceability.table("fault", _some(traceability.faults(CATALOGUE))),
    ]
    return "\n".join(parts).strip() + "\n"


def attacks() -> str:
    """Return every attack, how many rows of the pack try it, and the tests that show it."""
    lines = [
        "# Attacks",
        "",
        "What the mock is tried with. `mockportal attack` plays the rows of the pack; the other",
        "attacks are shown by the tests named here. How the command is used, and what is promised:",
        "[Threat model](../threat-model.md).",
        "",
        "| id | what somebody tries | rows | tests |",
        "|---|---|---|---|",
    ]
    for id, what in catalogue.catalogue().items():
        rows = [row for row in catalogue.ROWS if row.id == id]
        marked = catalogue.marked().get(id, ())
        tests = "<br>".join(f"`{name.rpartition('::')[2]}`" for name in marked) or "–"
        lines.append(f"| {id} | {what} | {len(rows) or '–'} | {tests} |")
    return tables.page([*lines, ""])


def _some(shown: traceability.Shown) -> traceability.Shown:
    return {name: journeys for name, journeys in shown.items() if journeys}
