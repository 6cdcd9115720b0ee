"""Pictures of screens with call-outs drawn at the elements that are used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page

from scenarios.seen import Strayed

MARGIN = 48
"""CSS pixels kept below the lowest call-out of a long page."""
TALLEST = 900
"""CSS pixels of a page shown whole."""

TRIES = 5
"""Pictures taken of a page that moves before one gives up."""

_TIDY = """async () => {
    scrollTo(0, 0);
    for (const one of document.querySelectorAll("[data-stopped]")) one.style.display = "none";
    await Promise.all([...document.images].map(one => one.decode().catch(() => {})));
}"""
"""Back to the top, without the mock's own « Horloge arrêtée », every picture there."""

_SCRIPT = (Path(__file__).parent / "callouts.js").read_text(encoding="utf-8")

Marks = Sequence[tuple[str, Locator]]
"""What is written at which element, the last one on top."""


@dataclass(frozen=True)
class Picture:
    """A picture and how wide it is on screen."""

    png: bytes
    width: int


class Camera:
    """Draws marks on a page, takes its picture, and wipes them off."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def shoot(self, marks: Marks) -> Picture:
        """Take the whole page, or as much of a long one as holds the marks. Refuses: Strayed."""

        def take(lowest: float) -> Picture:
            width, height = self._page.evaluate(
                "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
            )
            shown = height if height <= TALLEST else min(height, max(TALLEST, lowest + MARGIN))
            clip = FloatRect(x=0, y=0, width=width, height=shown)
            png = self._page.screenshot(full_page=True, clip=clip, animations="disabled")
            return Picture(png, width)

        return self._marked(marks, take)

    def shoot_part(self, part: Locator, marks: Marks) -> Picture:
        """Take one element of a page. Refuses: Strayed."""

        def take(_lowest: float) -> Picture:
            png = part.screenshot(animations="disabled")
            box = part.bounding_box()
            return Picture(png, round(box["width"]) if box else 0)

        return self._marked(marks, take)

    def _marked(self, marks: Marks, take: Callable[[float], Picture]) -> Picture:
        """Take a picture until its elements stand where their marks were drawn."""
        self._page.evaluate(_TIDY)
        drawn = self._draw(marks)
        for _ in range(TRIES):
            picture = take(max(bottom for *_, bottom in drawn))
            before, drawn = drawn, self._draw(marks)
            if drawn == before:
                self._wipe()
                return picture
        raise Strayed("a page that stands still for its picture")

    def _draw(self, marks: Marks) -> list[tuple[float, ...]]:
        """Draw all marks afresh; return each frame: left, top, right, bottom, in CSS pixels."""
        self._wipe()
        return [tuple(target.evaluate(_SCRIPT, mark)) for mark, target in marks]

    def _wipe(self) -> None:
        self._page.evaluate("document.getElementById('reperes')?.remove()")


def as_webp(taken: Picture, most: int) -> bytes:
    """Return a picture so many pixels wide at most, small enough to be kept in a repository."""
    picture = Image.open(BytesIO(taken.png)).convert("RGB")
    width = min(taken.width, most)
    size = (width, round(picture.height * width / picture.width))
    written = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(written, "WEBP", quality=50, method=6)
    return written.getvalue()
