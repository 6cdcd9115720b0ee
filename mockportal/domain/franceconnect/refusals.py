"""Why an operator's call to the stub is refused."""

from mockportal.domain.refusals import Refused


class StubRefused(Refused):
    """An operator's call says something impossible; each reason is a sentence in French."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class NotThere(StubRefused):
    """There is no such client, citizen, fault, session or authorization."""


class AlreadyThere(StubRefused):
    """The name is taken."""


class NotAcceptable(StubRefused):
    """The values cannot stand."""
