"""A guide: chapters of figures, each a picture of a screen with call-outs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from e2e.teaching.camera import Picture
from scenarios.tutorial import Tutorial


@dataclass(frozen=True)
class Callout:
    """A mark on a picture: a number where one acts, a letter where one looks."""

    mark: str
    name: str
    says: str

    @property
    def sentence(self) -> str:
        """Return what is said; where one looks, after the name of what is seen."""
        if not self.mark.isdigit():
            return (
                f"{self.name} : {self.says[:1].lower()}{self.says[1:]}" if self.says else self.name
            )
        return self.says


@dataclass(frozen=True)
class Figure:
    """One step: a screen, what one does there and what one reads."""

    number: int
    title: str
    says: str
    callouts: tuple[Callout, ...]
    picture: Picture

    @property
    def description(self) -> str:
        """Return what the picture shows, for whoever does not see it."""
        marks = " ; ".join(f"{one.mark} : {one.name}" for one in self.callouts)
        return f"Écran « {self.title} »" + (f", repères {marks}" if marks else "")


@dataclass(frozen=True)
class Chapter:
    """Steps under one title."""

    number: int
    title: str
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Guide:
    """A journey, step by step."""

    name: str
    title: str
    says: str
    home: str
    chapters: tuple[Chapter, ...]
    shows: frozenset[Tutorial]

    def figures(self) -> Iterator[Figure]:
        """Give every step in order."""
        for chapter in self.chapters:
            yield from chapter.figures
