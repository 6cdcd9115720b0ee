"""A guide as a page for paper and projector, as PDF, and as a page that plays itself."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Browser

from e2e.printing import print_page
from e2e.teaching.camera import Picture, as_webp
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


def write_film(guide: Guide, file: Path) -> None:
    """Write one page that plays itself, chapter by chapter, read aloud by the browser's voice."""
    pictures = {one.number: _within(one.picture) for one in guide.figures()}
    file.write_text(as_page(guide, pictures, "player.js"), encoding="utf-8")


def as_page(guide: Guide, pictures: dict[int, str], script: str = "") -> str:
    """Return a guide as HTML; ``pictures`` are addresses by the number of their step."""
    held = {"style": _text("guide.css"), "script": _text(script) if script else ""}
    template = _environment().get_template("guide.html")
    return template.render(guide=guide, warning=WARNING, pictures=pictures, **held)


def _within(taken: Picture) -> str:
    return f"data:image/webp;base64,{b64encode(as_webp(taken, taken.width)).decode()}"


def _text(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
