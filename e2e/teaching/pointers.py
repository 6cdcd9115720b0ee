"""What a picture points at: elements that are used, and what one reads beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from e2e.teaching.captions import Act, Look, Screen
from e2e.teaching.guide import Callout
from scenarios.tutorial import Tutorial

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Used = Sequence[tuple[str, Locator]]


@dataclass(frozen=True)
class Pointer:
    """A call-out and the element it stands at."""

    callout: Callout
    target: Locator
    shows: tuple[Tutorial, ...] = ()


def pointers(screen: Screen, page: Page, used: Used, *, refused: bool) -> list[Pointer]:
    """Return the numbers of what is used, then the letters of what is read."""
    acts = [_acting(screen, str(place), *one) for place, one in enumerate(used, start=1)]
    read = [*_refusal(page, refused), *(one for look in screen.looks for one in _seen(page, look))]
    return acts + [
        Pointer(Callout(mark, look.name, look.says), target, look.shows)
        for mark, (look, target) in zip(LETTERS, read, strict=False)
    ]


def _acting(screen: Screen, mark: str, name: str, target: Locator) -> Pointer:
    act = screen.act(name) or _plain(name, target)
    return Pointer(Callout(mark, name, act.says), target, act.shows)


def _plain(name: str, target: Locator) -> Act:
    """Return what any reader understands of an element nothing is said of."""
    match target.evaluate("one => one.matches('input, textarea') ? one.type : one.tagName"):
        case "radio" | "checkbox":
            return Act(says=f"Choisissez « {name} ».")
        case "SELECT":
            return Act(says=f"Choisissez dans la liste « {name} ».")
        case "A" | "BUTTON":
            return Act(says=f"Cliquez sur « {name} ».")
    return Act(says=f"Remplissez « {name} ».")


def _refusal(page: Page, refused: bool) -> Iterator[tuple[Look, Locator]]:
    """Give the words of a refusal, when the page refuses."""
    alert = page.get_by_role("alert").first
    if refused and alert.count():
        says = " ".join(alert.inner_text().split())
        yield Look(at="", name="Le portail refuse", says=f"« {says} »"), alert


def _seen(page: Page, look: Look) -> Iterator[tuple[Look, Locator]]:
    found = page.locator(look.at)
    for target in found.all() if look.each else found.all()[:1]:
        name = look.name or " ".join(target.inner_text().split())
        yield look.model_copy(update={"name": name}), target
