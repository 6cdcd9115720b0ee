"""Pictures of the console for its guide: ``python -m mockportal.trainer.tests.pictures FOLDER``.

A class of simulated pupils is set on a server; each page is shot as a trainer sees it.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from mockportal.client.own_server import serving
from mockportal.portal.tests.preview import chromium_options
from mockportal.trainer.tests.stage import Stage, set_stage

PUPILS = 12
WIDE, WALL, PHONE = (1280, 900), (1920, 1080), (390, 820)
SCALE = 0.7
PICTURES = {
    "accueil": ("/", WIDE),
    "pilotage": ("/elections/{election}", WIDE),
    "electeur": ("/elections/{election}/electeurs/{voter}", WIDE),
    "pannes": ("/elections/{election}/pannes", WIDE),
    "classe": ("/elections/{election}/classe", (1280, 1150)),
    "projection": ("/elections/{election}/projection", WALL),
}


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with serving("--election", "formation") as control, sync_playwright() as playwright:
        stage = set_stage(control, PUPILS)
        control.election(stage.apart).delete(confirm=stage.apart)
        browser = playwright.chromium.launch(**chromium_options())
        shoot_console(browser, stage, folder)
        shoot_desk(browser, stage, folder)
        browser.close()


def shoot_console(browser: Browser, stage: Stage, folder: Path) -> None:
    """Shoot the pages of the console."""
    page = browser.new_page(base_url=stage.console, color_scheme="light")
    page.goto(f"/?token={stage.token}")
    for name, (address, (width, height)) in PICTURES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address.format(**vars(stage)))
        keep(page.screenshot(), folder / f"{name}.webp")
    page.close()


def shoot_desk(browser: Browser, stage: Stage, folder: Path) -> None:
    """Shoot what a pupil holds: the page that joins, and the desk, on a phone."""
    width, height = PHONE
    context = browser.new_context(
        base_url=stage.portal, viewport={"width": width, "height": height}, color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"/classe/{stage.code}")
    keep(page.screenshot(), folder / "rejoindre.webp")
    name, _, value = stage.seats[3].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": stage.portal}])
    page.goto("/classe/moi")
    keep(page.screenshot(), folder / "bureau.webp")
    context.close()


def keep(shot: bytes, path: Path) -> None:
    """Write a picture, smaller than it was shot."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    size = (round(picture.width * SCALE), round(picture.height * SCALE))
    picture.resize(size, Image.Resampling.LANCZOS).save(path, quality=72, method=6)


if __name__ == "__main__":
    main()
