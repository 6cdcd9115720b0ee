"""What the edge refuses before any rule of the portal is asked."""

from mockportal.domain.refusals import Busy, Refused, UnknownPage, Unreadable


class WrongMethod(Refused):
    """The address knows other methods."""

    def __init__(self, allow: tuple[str, ...]) -> None:
        super().__init__(allow)
        self.allow = allow


class Slow(Refused):
    """The request did not arrive in time."""


class TooLarge(Refused):
    """The body is over the limit."""


class TooLong(Refused):
    """The address, or else the headers, are over the limit."""

    def __init__(self, *, headers: bool) -> None:
        super().__init__(headers)
        self.headers = headers


class Media(Refused):
    """The body is of a type, a charset or an encoding that is not accepted here."""


class Host(Refused):
    """The request is meant for another site."""


class Version(Unreadable):
    """The version of HTTP is not 1.0 or 1.1."""

    @classmethod
    def name(cls) -> str:
        """Return the name it shares with what cannot be read."""
        return "unreadable"


class Incident(Refused):
    """Something is broken; the number stands in the answer and in the log."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


_STATUS: dict[type[Refused], int] = {
    Unreadable: 400,
    UnknownPage: 404,
    WrongMethod: 405,
    Slow: 408,
    TooLarge: 413,
    Media: 415,
    Host: 421,
    Incident: 500,
    Busy: 503,
    Version: 505,
}


def status(refused: Refused) -> int:
    """Return the HTTP status of a refusal of the edge. Refuses: KeyError for any other."""
    if isinstance(refused, TooLong):
        return 431 if refused.headers else 414
    return _STATUS[type(refused)]
