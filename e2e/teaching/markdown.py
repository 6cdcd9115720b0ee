"""A guide as Markdown with its pictures beside it."""

from collections.abc import Iterator
from pathlib import Path

from e2e.teaching.camera import as_webp
from e2e.teaching.guide import Figure, Guide

WIDEST = 640
"""Pixels of a picture beside the text."""

WARNING = "SIMULATION – aucun vote réel. Personnes, listes et adresses inventées."


def write_markdown(guide: Guide, folder: Path) -> Path:
    """Write NAME.md and its pictures under images/NAME; return the file."""
    pictures = folder / "images" / guide.name
    pictures.mkdir(parents=True, exist_ok=True)
    for stale in pictures.glob("*.webp"):
        stale.unlink()
    for figure in guide.figures():
        (folder / _path(guide, figure)).write_bytes(as_webp(figure.picture, WIDEST))
    file = folder / f"{guide.name}.md"
    file.write_text(as_markdown(guide), encoding="utf-8")
    return file


def as_markdown(guide: Guide) -> str:
    """Return a guide's text, the same each time the same journey is played."""
    return "\n".join(_lines(guide)).strip() + "\n"


def _lines(guide: Guide) -> Iterator[str]:
    yield f"# {guide.title}\n\n**{WARNING}**\n"
    yield f"{guide.says}\n" if guide.says else ""
    yield "## Sommaire\n"
    for chapter in guide.chapters:
        yield f"{chapter.number}. [{chapter.title}](#partie-{chapter.number})"
    yield f"\nAdresse du portail : `{guide.home}`"
    for chapter in guide.chapters:
        yield f"\n## {chapter.number}. {chapter.title} {{ #partie-{chapter.number} }}\n"
        for figure in chapter.figures:
            yield from _step(guide, figure)


def _step(guide: Guide, figure: Figure) -> Iterator[str]:
    yield f"### Étape {figure.number} – {figure.title}\n"
    yield f"{figure.says}\n" if figure.says else ""
    width = min(figure.picture.width, WIDEST)
    shown = f"{{ width={width} loading=lazy }}"
    yield f"![{figure.description}]({_path(guide, figure)}){shown}\n"
    for one in figure.callouts:
        yield f"- **{one.mark}** – {one.sentence}"
    yield ""


def _path(guide: Guide, figure: Figure) -> str:
    return f"images/{guide.name}/{figure.number:02}.webp"
