"""Pictures of screens with call-outs drawn at the elements that are used."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page

MARGIN = 48
"""CSS pixels kept below the lowest call-out of a long page."""
TALLEST = 900
"""CSS pixels of a page shown whole."""

_TIDY = """async () => {
    scrollTo(0, 0);
    for (const one of document.querySelectorAll("[data-stopped]")) one.style.display = "none";
    await Promise.all([...document.images].map(one => one.decode().catch(() => {})));
}"""
"""Back to the top, without the mock's own « Horloge arrêtée », every picture there."""

_SCRIPT = (Path(__file__).parent / "callouts.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Picture:
    """A picture and how wide it is on screen."""

    png: bytes
    width: int


class Camera:
    """Draws marks on a page, takes its picture, and wipes them off."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lowest = 0.0

    def mark(self, target: Locator, mark: str) -> None:
        """Draw a mark at an element; it stays until the picture is taken."""
        bottom: float = target.evaluate(_SCRIPT, mark)
        self._lowest = max(self._lowest, bottom)

    def shoot(self) -> Picture:
        """Take the whole page, or as much of a long one as holds the marks."""
        self._page.evaluate(_TIDY)
        width, height = self._page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
        )
        shown = height if height <= TALLEST else min(height, max(TALLEST, self._lowest + MARGIN))
        clip = FloatRect(x=0, y=0, width=width, height=shown)
        png = self._page.screenshot(full_page=True, clip=clip, animations="disabled")
        self._wipe()
        return Picture(png, width)

    def shoot_part(self, part: Locator) -> Picture:
        """Take one element of a page."""
        self._page.evaluate(_TIDY)
        png = part.screenshot(animations="disabled")
        box = part.bounding_box()
        self._wipe()
        return Picture(png, round(box["width"]) if box else 0)

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
