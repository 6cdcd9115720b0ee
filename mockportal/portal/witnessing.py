"""What a request looked like to whoever watches a class: never what was chosen or typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused
from mockportal.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class Sighting:
    """One answer of the portal: to whom, on which page, with which refusal."""

    world: int
    election: str
    at: Millis
    page: str
    moved: bool
    """Whether something was sent, and not only looked at."""
    visit: str
    stage: Stage
    rank: int | None
    refused: Refused | None


Witness: TypeAlias = Callable[[web.Request, Sighting], None]
"""Is told of every page; it answers at once and raises nothing."""
