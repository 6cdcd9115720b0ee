"""What befalls a request when the portal is in trouble: no rule of the vote said no."""

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import Refused


class Unreachable(Refused):
    """No page at all: cut off (``refuse``), left waiting (``hang``) or told to come back (``503``).

    ``wait`` is what is left of it, in milliseconds of the election's clock.
    """

    def __init__(self, mode: str, wait: Millis) -> None:
        super().__init__(mode, wait)
        self.mode = mode
        self.wait = wait


class AnswerLost(Refused):
    """What was asked is done; its answer does not arrive."""


class VisitDropped(Refused):
    """The portal has lost the visit; nothing else."""
