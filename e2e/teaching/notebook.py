"""What a guide keeps of a journey: each screen once a chapter, as it was used."""

from collections.abc import Sequence

from playwright.sync_api import Locator, Page

from e2e.teaching.camera import Camera
from e2e.teaching.captions import Act, Screen, captions
from e2e.teaching.guide import Callout, Chapter, Figure, Guide
from e2e.teaching.mailbox import Mailbox
from e2e.teaching.pointers import Pointer, Used, pointers
from e2e.windows import Windows
from scenarios.seen import Seen
from scenarios.steps import Follow, Open, PressTwice, ReadMessage, Reload, Step, Submit
from scenarios.tutorial import Tutorial

_ACTING = (Follow, Submit, PressTwice)
_ARRIVING = (Open, Reload, *_ACTING)
_MESSAGES = {"sms": "Le SMS reçu", "mail": "Le courriel reçu"}


class Notebook:
    """Told of each step before and after it is done, and of each element that is used."""

    def __init__(self, windows: Windows, mailbox: Mailbox) -> None:
        self._windows, self._mailbox = windows, mailbox
        self._names: Sequence[str] = ()
        self._targets: list[Locator] = []
        self._unseen = False
        self._chapters: list[tuple[str, list[Figure]]] = [("Commencer", [])]
        self._noted: set[tuple[object, ...]] = set()
        self._shown: set[Tutorial] = set()

    def before(self, step: Step) -> None:
        """Get ready for a step; a screen it leaves without a touch is looked at first."""
        self._targets = []
        if isinstance(step, _ACTING):
            self._names = _elements(step)
        else:
            self.look()

    def filled(self, target: Locator) -> None:
        """Remember a field that was filled."""
        self._targets.append(target)

    def pressing(self, target: Locator) -> None:
        """Note the screen as it stands before something is pressed."""
        used = list(zip(self._names, [*self._targets, target], strict=True))
        self._note(self._windows.page, used)
        self._unseen = False

    def after(self, step: Step, seen: Seen) -> None:
        """Note what a step brought: a message now, a page when it is left."""
        if isinstance(step, ReadMessage) and seen.links:
            self._note_message(step, seen.links)
        self._unseen = self._unseen or isinstance(step, _ARRIVING)

    def look(self) -> None:
        """Note a screen that was only read."""
        if self._unseen:
            self._note(self._windows.page, [])
            self._unseen = False

    def guide(self, journey: str, home: str) -> Guide:
        """Return the guide of what was noted."""
        heading = captions().heading(journey)
        kept = [(title, figures) for title, figures in self._chapters if figures]
        chapters = tuple(Chapter(place, *one) for place, one in enumerate(kept, start=1))
        return Guide(journey, heading.title, heading.says, home, chapters, frozenset(self._shown))

    def _note(self, page: Page, used: Used) -> None:
        name, refusal = _where(page)
        names = [one for one, _ in used]
        screen = captions().screen(name, names)
        noted = pointers(screen, page, used, refused=bool(refusal))
        if not noted or not self._is_new(screen, refusal, *(() if screen.says else names)):
            return
        picture = Camera(page).shoot([(one.callout.mark, one.target) for one in reversed(noted)])
        title = page.get_by_role("heading", level=1).first.inner_text()
        self._add(Figure(self._next, title, screen.says, _callouts(noted), picture), screen, noted)

    def _note_message(self, step: ReadMessage, links: Sequence[str]) -> None:
        screen = captions().screen(f"message-{step.channel}", ["*"])
        if not self._is_new(screen, step.kind):
            return
        act = screen.act("Le lien") or Act(says="Suivez le lien.")
        picture = self._mailbox.photograph(step.voter, step.kind, links)
        callouts = (Callout("1", "Le lien", act.says),)
        title = _MESSAGES.get(step.channel, "Le message reçu")
        self._add(Figure(self._next, title, screen.says, callouts, picture), screen, ())

    def _is_new(self, screen: Screen, *how: str) -> bool:
        """Turn to the screen's chapter; tell whether it is not yet noted there."""
        if screen.chapter and self._chapters[-1][0] != screen.chapter:
            self._chapters.append((screen.chapter, []))
        key = (len(self._chapters), screen.page, screen.when, *how)
        new = key not in self._noted
        self._noted.add(key)
        return new

    def _add(self, figure: Figure, screen: Screen, noted: Sequence[Pointer]) -> None:
        self._chapters[-1][1].append(figure)
        self._shown.update(screen.shows, *(one.shows for one in noted))

    @property
    def _next(self) -> int:
        return sum(len(figures) for _, figures in self._chapters) + 1


def _callouts(noted: Sequence[Pointer]) -> tuple[Callout, ...]:
    return tuple(one.callout for one in noted)


def _elements(step: Step) -> Sequence[str]:
    """Return the names of what a step uses, in the order it does."""
    match step:
        case Follow(link):
            return (link,)
        case Submit(button, fields) | PressTwice(button, fields):
            return (*fields, button)
    return ()


def _where(page: Page) -> tuple[str, str]:
    """Return a page's own name and that of its refusal."""
    told = page.get_by_role("main").evaluate_all(
        "mains => mains.map(one => [one.dataset.page || '', one.dataset.refusal || ''])"
    )
    return (told[0][0], told[0][1]) if told else ("", "")
