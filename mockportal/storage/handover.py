"""Letters given from hand to hand, within one process, once they are committed.

What is handed over need not be claimed: one commit less for each request that writes letters.
Their row says until when somebody has them in hand; whoever dies with them loses nothing.
"""

from typing import Protocol

from mockportal.domain.instants import Millis
from mockportal.usecases.message_records import Outgoing


class Handover(Protocol):
    """Whoever takes letters as they are written."""

    def lease(self, channel: str) -> Millis:
        """Return until which real instant a letter would be in hand; 0 when it is not taken.

        May be asked from any thread.
        """

    def hand(self, election: str, letter: Outgoing, until: Millis) -> None:
        """Take a letter that is committed, with the lease its row bears."""
