"""A guide as a page for paper and projector, and as PDF."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Browser

from e2e.printing import print_page
from e2e.teaching.guide import Guide
from e2e.teaching.markdown import WARNING

_HERE = Path(__file__).parent


def write_pdf(browser: Browser, guide: Guide, pdf: Path) -> None:
    """Print a guide, a step a page."""
    with TemporaryDirectory(prefix="mockportal-") as name:
        folder = Path(name)
        pictures = {}
        for figure in guide.figures():
            pictures[figure.number] = f"{figure.number:02}.png"
            (folder / pictures[figure.number]).write_bytes(figure.picture.png)
        page = folder / "guide.html"
        page.write_text(as_page(guide, pictures), encoding="utf-8")
        print_page(browser, page, pdf)


def as_page(guide: Guide, pictures: dict[int, str]) -> str:
    """Return a guide as HTML; ``pictures`` are addresses by the number of their step."""
    style = Markup((_HERE / "guide.css").read_text(encoding="utf-8"))
    template = _environment().get_template("guide.html")
    return template.render(guide=guide, warning=WARNING, pictures=pictures, style=style)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
