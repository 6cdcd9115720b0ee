"""The words, addresses and refusals of a portal that says the same things otherwise."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from scenarios.seen import Seen, View
from scenarios.steps import Open, Step

#: Fields of steps that hold words to look for on screen.
_WORDS = frozenset(("link", "button", "name", "within"))


@dataclass(frozen=True)
class Dialect:
    """Our words with theirs, our paths with theirs, our names of refusals with their words."""

    words: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    def speak(self, step: Step) -> Step:
        """Return a step in their words; what it promises stays in ours."""
        changes: dict[str, Any] = {
            one.name: self.words.get(value, value)
            for one in fields(step)
            if one.name in _WORDS and isinstance(value := getattr(step, one.name), str)
        }
        if typed := getattr(step, "fields", None):
            changes["fields"] = {self.words.get(k, k): self._value(v) for k, v in typed.items()}
        if isinstance(step, Open):
            changes["path"] = self.path(step.path)
        return replace(step, **changes)

    def understand(self, seen: Seen) -> Seen:
        """Return what is seen in our words."""
        ours = _Understood(seen.view, {theirs: our for our, theirs in self.words.items()})
        return replace(
            seen,
            heading=ours.say(seen.heading),
            refusal=self._refusal(seen),
            view=ours,
        )

    def _value(self, value: object) -> object:
        return self.words.get(value, value) if isinstance(value, str) else value

    def path(self, path: str) -> str:
        """Return their path: the longest of ours that begins it is replaced."""
        for ours in sorted(self.paths, key=len, reverse=True):
            if path.startswith(ours):
                return self.paths[ours] + path[len(ours) :]
        return path

    def _refusal(self, seen: Seen) -> str:
        """Return our name of what they refuse; a status alone tells too little."""
        if seen.refusal and not seen.refusal.startswith("status "):
            return seen.refusal
        if not (seen.refusal or seen.message):
            return ""
        told = " ".join((seen.message or seen.text).split())
        for name, words in self.refusals.items():
            if words in told:
                return name
        return seen.refusal


class _Understood:
    """A view whose words are given back in ours."""

    def __init__(self, view: View, ours: Mapping[str, str]) -> None:
        self._view, self._ours = view, ours

    def say(self, text: str) -> str:
        """Return a text in our words, the longest ones first."""
        for theirs in sorted(self._ours, key=len, reverse=True):
            text = text.replace(theirs, self._ours[theirs])
        return text

    @property
    def text(self) -> str:
        """All words in view."""
        return self.say(self._view.text)

    @property
    def alert(self) -> str:
        """The words of a refusal."""
        return self.say(self._view.alert)

    @property
    def links(self) -> Sequence[str]:
        """Texts of the links."""
        return [self._ours.get(name, name) for name in self._view.links]

    @property
    def buttons(self) -> Sequence[str]:
        """Names of the buttons."""
        return [self._ours.get(name, name) for name in self._view.buttons]

    def search(self, pattern: str) -> re.Match[str] | None:
        """Look for a pattern among the words."""
        return re.search(pattern, self.text)
