"""What became of the pack: for programs, and as a page that anyone can read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from scenarios.attacks.catalogue import catalogue
from scenarios.attacks.playing import Outcome

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid #ccd }
td { overflow-wrap: anywhere } col.id { width: 4.5rem } col.verdict { width: 6.5rem }
th { position: sticky; top: 0; background: #fff }
.failed { background: #fde8e8 } .held td:last-child { color: #0a6b2d }
.failed td:last-child { color: #a40000; font-weight: bold }
h2 { margin-top: 2rem; font-size: 1.05rem } .sum { font-size: 1.2rem }
"""


def counted(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """Return how many rows had each verdict."""
    return Counter(one.verdict for one in outcomes)


def told(outcomes: Sequence[Outcome]) -> str:
    """Return the whole in one sentence."""
    number = counted(outcomes)
    return (
        f"{number['held']} rows held, {number['failed']} failed, "
        f"{number['not here']} cannot be played here, {number['by tests']} attacks shown by tests"
    )


def document(target: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "target": target,
        "counts": dict(counted(outcomes)),
        "rows": [asdict(one) for one in outcomes],
    }


def page(target: str, outcomes: Sequence[Outcome]) -> str:
    """Return the report as one HTML file that asks for nothing else."""
    ids = [id for id in catalogue() if any(one.id == id for one in outcomes)]
    head = "".join(f"<th>{name}</th>" for name in ("id", "input", "expected", "seen", "verdict"))
    rows = "".join(_rows(id, [one for one in outcomes if one.id == id]) for id in ids)
    columns = '<col class="id"><col><col><col><col class="verdict">'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>[SIMULATION] Attack pack</title><style>{_STYLE}</style></head><body>"
        f'<h1>Attack pack</h1><p>{escape(target)}</p><p class="sum">{escape(told(outcomes))}.</p>'
        f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>\n"
    )


def _rows(id: str, outcomes: Sequence[Outcome]) -> str:
    title = f'<tr><th colspan="5">{id} · {escape(catalogue()[id])}</th></tr>'
    return title.replace("<th ", '<th style="position:static" ') + "".join(map(_row, outcomes))


def _row(one: Outcome) -> str:
    cells = "".join(
        f"<td>{escape(words)}</td>"
        for words in (one.id, one.input, one.expected, one.seen, one.verdict)
    )
    return f'<tr class="{one.verdict.replace(" ", "-")}">{cells}</tr>'
