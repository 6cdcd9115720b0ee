"""Every way the control API says no to a tester; the words are in console/refusing.py."""

from mockportal.domain.refusals import Refused


class CallRefused(Refused):
    """The call comes from a page that is not the console's."""


class TokenMissing(Refused):
    """No bearer token, no console cookie, or a wrong one."""


class Misshapen(Refused):
    """The query or the body is not what the call takes: one reason per place."""

    def __init__(self, *reasons: tuple[str, str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class OtherElection(Refused):
    """The election named in the body or the query is not the address's."""


class Unconfirmed(Refused):
    """Ballots would be lost, and the call does not name the election a second time."""


class ReservedName(Refused):
    """An election cannot have that id: it is an address of the listeners."""


class NameTaken(Refused):
    """An election of that id lives here already."""


class NameForbidden(Refused):
    """The name of a file or a copy holds more than letters, digits and hyphens."""


class ClockBackwards(Refused):
    """An election's clock only moves forward."""


class DateOutOfRange(Refused):
    """The instant is before 2000 or not before 2100."""


class ClockAtItsEnd(Refused):
    """The step leads beyond the last instant a clock may show."""


class Sealed(Refused):
    """The election is sealed."""


class CountImpossible(Refused):
    """The count cannot start, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoVoterLeft(Refused):
    """Every voter of that kind has been given to somebody."""


class NoClass(Refused):
    """No class is open around this election, or no class has this code."""


class ClassOpen(Refused):
    """A class is open around this election already."""


class ClassClosed(Refused):
    """Nobody joins this class any more."""


class ClassFull(Refused):
    """Every seat of the class is taken."""


class NoPupil(Refused):
    """Nobody sits there."""


class NoStart(Refused):
    """Nobody kept the class as it was at its start."""
