"""A line to a server, as the parts of the client use it."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)

PATIENCE = 30.0
"""Seconds of real time for an answer, besides what a call says it may wait."""


class Line(Protocol):
    """A line to a server: what an election needs of it."""

    def call(
        self,
        model: type[T],
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        patience: float = PATIENCE,
    ) -> T:
        """Make any call; what is None in a query is left out. Refuses: ControlError."""

    def command(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
    ) -> None:
        """Make a call that answers nothing. Refuses: ControlError."""

    def follow(self, path: str, query: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Give the events of a stream, each with its name. Refuses: ControlError."""


def quoted(part: str) -> str:
    """Return one segment of a path."""
    return quote(part, safe="@") or "-"


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said: what is None is left out."""
    return {key: value for key, value in values.items() if value is not None}
