"""The two dialects of the service, and where each one listens."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Dialect(StrEnum):
    """The protocol a client speaks."""

    V2 = "v2"
    V1 = "v1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an election's stub answers: ``base`` comes from configuration, never from a request.

    The default election answers at the public address itself; every election, it included,
    answers below ``/{election}`` too, with an issuer of its own.
    """

    election: str
    base: str
    portal: str = ""
    """Public address of the portal, which is a client too."""

    def issuer(self, dialect: Dialect) -> str:
        """Return the issuer of a dialect: v1 has neither path nor trailing slash."""
        return self.base if dialect is Dialect.V1 else f"{self.base}/api/v2"

    @property
    def prefix(self) -> str:
        """Return what every path here begins with: nothing, or ``/{election}``."""
        return urlsplit(self.base).path

    def path(self, path: str) -> str:
        """Return one of the stub's paths, for a browser that is already there.

        Its host is left out: the cookie belongs to the name the browser came by.
        """
        return self.prefix + path


def place(public_url: str, election: str, *, default: bool, portal: str = "") -> Place:
    """Return where an election answers: at the root when it is the default one."""
    root = public_url.rstrip("/")
    return Place(election, root if default else f"{root}/{election}", portal.rstrip("/"))


def prefixed(code: str, dialect: Dialect) -> str:
    """Return an error code with the letter of the dialect: ``Y`` in v2, ``E`` in v1."""
    return code if dialect is Dialect.V2 else "E" + code[1:]
