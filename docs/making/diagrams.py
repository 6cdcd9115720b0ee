"""Pictures of the code, drawn from it: the layers that import-linter keeps, the voter's path."""

import ast
import tomllib
from html import escape
from pathlib import Path
from textwrap import wrap

from docs.making import tables
from mockportal.domain.stages import NEXT, Move, Stage

ROOT = Path(__file__).parents[2]
WIDTH, BOX, LINE, GAP = 860, 190, 17, 8


def layers() -> str:
    """Return a picture of the layers: who may import whom, and what each is for."""
    rows, top = list[str](), 12
    for layer in _layers():
        names = layer.split(" | ")
        for number, name in enumerate(names):
            told = wrap(_purpose(name), 96)
            height = max(len(told) * LINE, LINE) + 16
            rows.append(_row(name, told, top, height, beside=number > 0))
            top += height + (2 if number < len(names) - 1 else GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 4}" role="img" '
        f'aria-label="The layers of mockportal" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{top + 4}" rx="8" fill="#f6f5f0"/>\n'
        + "".join(rows)
        + "</svg>\n"
    )


def path() -> str:
    """Return the table of the voter's path: where each move leads from each stage."""
    lines = [
        "# The voter's path",
        "",
        "`NEXT[(stage, move)]` of `mockportal/domain/stages.py`, the table that handlers, journeys",
        "and property tests read. A dash: the move is refused there, with a sentence.",
        "",
        "| move | from " + " | from ".join(f"*{stage.value}*" for stage in Stage) + " |",
        "|---|" + "---|" * len(Stage),
    ]
    for move in Move:
        cells = (NEXT.get((stage, move)) for stage in Stage)
        told = " | ".join(cell.value if cell else "–" for cell in cells)
        lines.append(f"| `{move.value}` | {told} |")
    return tables.page(lines)


def _layers() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return next(list(one["layers"]) for one in contracts if one.get("containers"))


def _purpose(name: str) -> str:
    """Return the first sentence that a package says of itself."""
    package = ROOT / "mockportal" / name
    file = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return told.partition("\n")[0].replace("``", "")


def _row(name: str, told: list[str], top: int, height: int, *, beside: bool) -> str:
    middle = top + height / 2 + 4.5
    first = middle - (len(told) - 1) * LINE / 2
    lines = "".join(
        f'<text x="{BOX + 30}" y="{first + number * LINE:g}" fill="#3a4650">{escape(line)}</text>\n'
        for number, line in enumerate(told)
    )
    colour = "#2f7a80" if beside else "#0f5c63"
    return (
        f'<rect x="12" y="{top}" width="{BOX}" height="{height}" rx="6" fill="{colour}"/>\n'
        f'<text x="{12 + BOX / 2:g}" y="{middle:g}" fill="#fff" text-anchor="middle" '
        f'font-weight="bold">{name}</text>\n{lines}'
    )
