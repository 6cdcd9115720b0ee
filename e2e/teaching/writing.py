"""Guides of several journeys, written where they are wanted."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from e2e.chromium import launch_options
from e2e.teaching.guide import Guide
from e2e.teaching.making import Lost, make_guide
from e2e.teaching.markdown import write_markdown
from e2e.teaching.printing import write_film, write_pdf
from mockportal.client.own_server import serving
from scenarios.registry import RegisteredJourney


@dataclass(frozen=True)
class Forms:
    """What is made of a guide, and where."""

    folder: Path
    pdf: bool = True
    film: bool = False


def teach(
    journeys: Sequence[RegisteredJourney], forms: Forms, say: Callable[[str], None]
) -> list[str]:
    """Make the guide of each journey on a server of its own; return where some strayed."""
    strayed = []
    forms.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        control = stack.enter_context(serving())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**launch_options())
        stack.callback(browser.close)
        for told in journeys:
            try:
                guide = make_guide(browser, control, told)
            except Lost as trouble:
                strayed.append(str(trouble))
                continue
            _write(browser, guide, forms, say)
    return strayed


def _write(browser: Browser, guide: Guide, forms: Forms, say: Callable[[str], None]) -> None:
    steps = sum(1 for _ in guide.figures())
    say(f"{guide.name} : {steps} étapes")
    say(f"  {write_markdown(guide, forms.folder)}")
    if forms.pdf:
        pdf = forms.folder / f"{guide.name}.pdf"
        write_pdf(browser, guide, pdf)
        say(f"  {pdf}")
    if forms.film:
        film = forms.folder / f"{guide.name}.html"
        write_film(guide, film)
        say(f"  {film}")
