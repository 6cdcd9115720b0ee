"""What is in view after a step, whoever drove it there; and the voter who strayed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


class View(Protocol):
    """A page or a message whose words are read on demand: reading costs, and few steps need it."""

    @property
    def text(self) -> str:
        """All words in view, runs of blanks as one space."""

    @property
    def alert(self) -> str:
        """The words of a refusal."""

    @property
    def links(self) -> Sequence[str]:
        """Texts of the links of a page; addresses in a message."""

    @property
    def buttons(self) -> Sequence[str]:
        """Names of the buttons that can be pressed."""

    def search(self, pattern: str) -> re.Match[str] | None:
        """Look for a pattern among the words; a live page may take a moment to show them."""


@dataclass(frozen=True)
class Words:
    """A view already read."""

    text: str = ""
    alert: str = ""
    links: Sequence[str] = ()
    buttons: Sequence[str] = ()

    def search(self, pattern: str) -> re.Match[str] | None:
        """Look for a pattern among the words."""
        return re.search(pattern, self.text)


@dataclass(frozen=True)
class Seen:
    """What is in view; `page` and `refusal` are the portal's own names for them."""

    heading: str = ""
    page: str = ""
    refusal: str = ""
    url: str = ""
    status: int = 0
    view: View = field(default_factory=Words, repr=False)

    @property
    def text(self) -> str:
        """All words in view."""
        return self.view.text

    @property
    def message(self) -> str:
        """The words of a refusal."""
        return self.view.alert

    @property
    def links(self) -> Sequence[str]:
        """Texts of the links of a page; addresses in a message."""
        return self.view.links

    @property
    def buttons(self) -> Sequence[str]:
        """Names of the buttons that can be pressed."""
        return self.view.buttons

    def says(self, words: str) -> bool:
        """Tell whether these words are in view."""
        return self.view.search(re.escape(" ".join(words.split()))) is not None

    def find(self, pattern: str) -> str:
        """Return what the first group of a pattern holds on screen. Refuses: Strayed."""
        found = self.view.search(pattern)
        if found is None:
            raise Strayed(f"words like « {pattern} »", self)
        return found.group(1)

    def link(self) -> str:
        """Return the one address of a message. Refuses: Strayed."""
        if len(self.links) != 1:
            raise Strayed("one link in the message", self)
        return self.links[0]

    def __str__(self) -> str:
        """Describe the screen in a few lines."""
        refusal = f", refusal « {self.refusal} »: {self.message}" if self.refusal else ""
        text = self.text if len(self.text) <= 600 else self.text[:600] + " …"
        return f"« {self.heading} » ({self.status} {self.url}){refusal}\n    {text}"


class Strayed(AssertionError):
    """The voter did not find what the journey promised."""

    def __init__(self, expected: str, seen: Seen | None = None) -> None:
        super().__init__(expected)
        self.expected, self.seen = expected, seen
        self.journey, self.number, self.step = "", 0, ""

    def locate(self, journey: str, number: int, step: object) -> None:
        """Say at which step of which journey it happened."""
        self.journey, self.number, self.step = journey, number, str(step)

    def __str__(self) -> str:
        """Name the journey, the step, what was expected and what was on screen."""
        where = f"{self.journey}, step {self.number}: {self.step}\n" if self.journey else ""
        on_screen = f"\n  on screen: {self.seen}" if self.seen else ""
        return f"{where}  expected: {self.expected}{on_screen}"
