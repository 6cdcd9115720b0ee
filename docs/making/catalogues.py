"""The pages of what the project knows by name: faults, refusals, journeys, attacks."""

from collections.abc import Mapping

from docs.making import tables
from docs.making.stub_faults import stub_faults
from mockportal.console.fault_meanings import MEANINGS
from mockportal.console.fault_schemas import COMMON, MOMENT
from mockportal.domain.stages import NEXT, NEXT_STEP
from mockportal.election import CATALOGUE
from mockportal.election.faults import CHOICES
from mockportal.portal.wording import WORDS
from mockportal.trainer.fault_words import GROUPS
from scenarios import elsewhere, traceability
from scenarios.attacks import catalogue


def faults() -> str:
    """Return every fault with its parameters and what a class will see."""
    lines = [
        "# Faults",
        "",
        "Switched by name through the console or the control API, or scheduled in an election file",
        "on its clock. The French words are those that a trainer reads in the console.",
        "",
    ]
    for group, told in GROUPS:
        lines += [
            f"## {group}",
            "",
            "| fault | what goes wrong | in the console |",
            "|---|---|---|",
        ]
        for name, words in told.items():
            does = MEANINGS[name].does
            lines.append(f"| `{name}` | {does} | **{words.title}.** {words.sees} |")
        lines.append("")
    return tables.page([*lines, *_parameters(), *stub_faults()])


def _parameters() -> list[str]:
    """Return what all faults take, and what each takes besides."""
    lines = ["## Parameters", "", "All faults take:", "", "| parameter | meaning |", "|---|---|"]
    lines += [f"| `{key}` | {schema['description']} |" for key, schema in COMMON.items()]
    lines += ["", f"An instant is {MOMENT['description']}, such as `opening + 4 h`.", ""]
    lines += ["Some take more, or another default:", ""]
    lines += ["| fault | parameter | default | meaning |", "|---|---|---|---|"]
    for fault, settings in CATALOGUE.items():
        told = {"share": COMMON["share"]["description"], **MEANINGS[fault].settings}
        for key, default in settings.items():
            shown = f"`{default!r}`" if default not in ("", ()) else "–"
            lines.append(f"| `{fault}` | `{key}` | {shown} | {told[key]}{_choices(fault, key)} |")
    return [*lines, ""]


def _choices(fault: str, key: str) -> str:
    found = CHOICES.get((fault, key), ())
    return f" ({', '.join(f'`{one}`' for one in found)})" if found else ""


def refused() -> str:
    """Return every refusal with its status and words."""
    lines = ["# Refusals", "", "| refusal | status | words |", "|---|---|---|"]
    for one, (status, words) in WORDS.items():
        text = words if isinstance(words, str) else "(with an instant or a wait)"
        lines.append(f"| `{one.name()}` | {status} | {text.splitlines()[0]} |")
    return tables.page([*lines, ""])


def journeys() -> str:
    """Return every journey, what it needs, and what shows what."""
    parts = [
        "# Journeys\n\nTold once in `scenarios/journeys`; played in process, over HTTP, in a "
        "browser and in crowds.\n",
        traceability.journeys_table(),
        "\n## What shows what\n\nWhat no page leads to is shown by a test, named here as pytest "
        "names it; a test fails when a row is empty.\n",
    ]
    for title, (shown, tests) in shown_where().items():
        parts += [f"### By {title}\n", traceability.table(title, shown, tests), ""]
    return "\n".join(parts).strip() + "\n"


def shown_where() -> dict[str, tuple[traceability.Shown, Mapping[str, str]]]:
    """Return what is to be shown, with the journeys and the tests that show it."""
    told = {one.name() for one in WORDS}
    moves = [f"{stage.value}/{move.value}" for stage, move in NEXT]
    gestures = [f"{step.value}/{gesture.value}" for step, gesture in NEXT_STEP]
    return {
        "step of the tutorial": (traceability.tutorial(), {}),
        "refusal": (traceability.refusals(told), elsewhere.REFUSALS),
        "move": (traceability.moves(moves), elsewhere.MOVES),
        "move in one scrutin": (traceability.moves(gestures), {}),
        "move of a link": (traceability.moves(traceability.LINKS), {}),
        "fault": (traceability.faults(CATALOGUE), elsewhere.FAULTS),
    }


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
