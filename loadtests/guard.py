"""May this target be loaded? Loopback, or a proof of permission that holds while the run lasts.

Nothing is sent, not even a question to a name server, before `admit` agrees.
"""

import fnmatch
import http.client
import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import SplitResult, urlsplit

REFUSED = 3
"""Exit code of a run whose target is not allowed."""

DENIED = (
    "gouv.fr",
    "*.gouv.fr",
    "ac-*.fr",
    "*.ac-*.fr",
    "education.fr",
    "*.education.fr",
    "univ-*.fr",
    "*.univ-*.fr",
    "franceconnect*",
    "*.franceconnect*",
)
"""Names that are never loaded, whatever they resolve to and whatever proof there is."""

WELL_KNOWN = "/.well-known/mockportal-load/"
EVERY = 2.0  # seconds between two checks: the rule asks for 30, a stop within 5 asks for this
_ANSWERS_WITHIN = 1.0  # seconds for one check


class NotAllowed(Exception):
    """« Cible non prouvée. »: this target may not be loaded."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Cible non prouvée. {reason}")


def today() -> date:
    """Return the host's date, UTC: permissions end in real time."""
    return datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC).date()


@dataclass(frozen=True)
class Permission:
    """Who allowed a run against a target that is not this machine, and until when."""

    token: str
    granted_by: str = ""
    until: date | None = None
    public: bool = False  # the target file says that its address is a public one


Fetch = Callable[[str, str], tuple[int, str, str]]
"""(target, path) → status, body, value of X-Simulation."""


@dataclass(frozen=True)
class Guard:
    """One target, its permission, and the way to look at the proof."""

    target: str
    permission: Permission | None = None
    today: date = field(default_factory=today)

    @property
    def loopback(self) -> bool:
        """Tell whether the target is this machine by its very name, without asking anyone."""
        return _is_loopback(_host(self.target))

    def admit(self, fetch: Fetch | None = None) -> None:
        """Check everything once, before the run. Refuses: NotAllowed.

        This machine needs no permission; one that is given is checked there as anywhere.
        """
        self.deny()
        if self.loopback and self.permission is None:
            return
        self._check_permission()
        self.check(fetch)

    def deny(self) -> None:
        """Stop at names that no permission covers. Refuses: NotAllowed."""
        host = _host(self.target)
        if any(fnmatch.fnmatch(host, pattern) for pattern in DENIED):
            raise NotAllowed(f"{host} is never a target of load.")

    def check(self, fetch: Fetch | None = None) -> None:
        """Look whether the proof still stands, at the same addresses. Refuses: NotAllowed."""
        if self.permission is None:
            return
        token = self.permission.token
        try:
            self._check_addresses(_host(self.target))
            status, body, simulation = (fetch or get)(self.target, WELL_KNOWN + token)
        except (OSError, http.client.HTTPException) as reason:
            raise NotAllowed(f"{self.target} does not show its proof: {reason}") from None
        if status != 200 or body.strip() != token:
            raise NotAllowed(f"{self.target}{WELL_KNOWN}{token} does not answer the token.")
        if simulation != "mockportal" and not self.permission.granted_by:
            raise NotAllowed(
                "a portal that is not a mock needs a target file: by whom, until when."
            )

    def _check_permission(self) -> None:
        permission = self.permission
        if permission is None or len(permission.token) < 16:
            raise NotAllowed(
                f"{_host(self.target)} is not this machine: it must serve a token under "
                f"{WELL_KNOWN}<token>, named with --proof."
            )
        if permission.until and permission.until < self.today:
            raise NotAllowed(f"the permission ended on {permission.until}.")

    def _check_addresses(self, host: str) -> None:
        found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        public = [at for at in found if ipaddress.ip_address(str(at).partition("%")[0]).is_global]
        if public and not (self.permission and self.permission.public):
            raise NotAllowed(f"{host} is a public address ({', '.join(map(str, public))}).")


@dataclass(frozen=True)
class Fence:
    """The addresses that a run may send requests to."""

    prefixes: tuple[str, ...]

    def lets(self, url: str) -> bool:
        """Tell whether an address is inside: same origin, below the election, no tricks."""
        parts = urlsplit(url)
        path = parts.path or "/"
        tricks = ".." in path or "//" in path or "\\" in url or "%2f" in path.lower()
        tricks = tricks or "%2e" in path.lower() or "@" in parts.netloc
        if tricks:
            return False
        return any(_inside(urlsplit(prefix), parts, path) for prefix in self.prefixes)


def _inside(prefix: SplitResult, parts: SplitResult, path: str) -> bool:
    same = (prefix.scheme, prefix.netloc) == (parts.scheme, parts.netloc)
    below = prefix.path.rstrip("/")
    return same and (path == below or path.startswith(below + "/"))


def _host(target: str) -> str:
    """Return the plain host of a target. Refuses: NotAllowed."""
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise NotAllowed(f"{target!r} is not an http(s) address without user name.")
    try:
        host = parts.hostname.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise NotAllowed(f"{parts.hostname!r} is not a host name.") from None
    return host


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def get(target: str, path: str) -> tuple[int, str, str]:
    """Ask for one small page, without redirects. Refuses: OSError, HTTPException."""
    parts = urlsplit(target)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_ANSWERS_WITHIN)
    try:
        connection.request("GET", path, headers={"User-Agent": "mockportal-load/guard"})
        answer = connection.getresponse()
        body = answer.read(4096).decode("ascii", "replace")
        return answer.status, body, answer.headers.get("X-Simulation", "")
    finally:
        connection.close()


def watch(
    guard: Guard,
    stopped: Callable[[], bool],
    stop: Callable[[str], None],
    sleep: Callable[[float], object] = time.sleep,
    fetch: Fetch | None = None,
) -> None:
    """Check the proof again and again; the first time that it fails, stop the run and return."""
    while not stopped():
        try:
            guard.check(fetch)
        except NotAllowed as reason:
            stop(str(reason))
            return
        sleep(EVERY)
