"""A class around one election, in a trainer's hand."""

from typing import Literal

from mockportal.client.classes import ClassStanding
from mockportal.client.line import Line

Start = Literal["vote", "code", "activation"]
"""Active accounts and codes in hand · codes lost · accounts to activate."""


class RemoteClass:
    """Pupils who join by a code, and play voters. Every call may refuse: ControlError."""

    def __init__(self, line: Line, path: str) -> None:
        self._line, self._path = line, path

    def open(
        self,
        *,
        seats: int = 30,
        own: bool = False,
        wanted: Literal["activated", "new"] | None = None,
    ) -> ClassStanding:
        """Open it; with ``own`` each pupil gets a copy of the election."""
        body = {"seats": seats, "own": own, "wanted": wanted}
        return self._line.call(ClassStanding, "POST", self._path, body)

    def look(self) -> ClassStanding:
        """Tell how it stands: the code to join with, and how far each pupil has come."""
        return self._line.call(ClassStanding, "GET", self._path)

    def let_join(self, joinable: bool) -> ClassStanding:
        """Let pupils join, or not any more."""
        return self._line.call(ClassStanding, "PATCH", self._path, {"joinable": joinable})

    def restart(self, *, confirm: str | None = None) -> ClassStanding:
        """Go back to the start, everybody in their seat; ballots lost take ``confirm``."""
        path, query = f"{self._path}/restart", {"confirm": confirm}
        return self._line.call(ClassStanding, "POST", path, query=query)

    def free_seat(self, seat: int, *, confirm: str | None = None) -> None:
        """Free a pupil's seat; an election of their own goes with it, and takes ``confirm``."""
        self._line.command("DELETE", f"{self._path}/pupils/{seat}", query={"confirm": confirm})

    def end(self, *, confirm: str | None = None) -> None:
        """End it; pupils' own elections go with it, and take ``confirm``."""
        self._line.command("DELETE", self._path, query={"confirm": confirm})
