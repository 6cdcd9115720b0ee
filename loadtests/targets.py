"""Where a run goes: a portal of its own, a mock that serves already, or a portal of others."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from loadtests import proof
from loadtests.guard import Guard, Permission, today
from scenarios import target as strangers
from scenarios.target import InvalidTarget


@dataclass(frozen=True)
class Target:
    """One target; nothing said means a portal of one's own, started for the run."""

    url: str = ""
    console: str = ""
    token: str = ""
    permission: Permission | None = None
    file: strangers.Target | None = None
    store: str = ""
    portal_workers: int = 1

    def admit(self) -> None:
        """Check every address before a packet leaves. Refuses: NotAllowed.

        The console and the inbox may stand beside the portal, on the host that shows its proof.
        """
        inbox = self.file.inbox.mailpit if self.file and self.file.inbox else ""
        proven = urlsplit(self.url).hostname
        for address in filter(None, (self.url, self.console, inbox)):
            if address == self.url or urlsplit(address).hostname != proven:
                Guard(address, self.permission).admit()


def named(
    name: str, *, console: str = "", token: str = "", proof_file: Path | None = None
) -> Target:
    """Return the target at an address or of a file. Refuses: NotAllowed, InvalidTarget."""
    if not name:
        return Target()
    strange = None if "://" in name else strangers.load(Path(name))
    url = strange.url if strange else name
    allowed = _permission(url, strange, proof_file, today())
    if strange is None and allowed is None:
        Guard(url).admit()  # what is not allowed is said before what else is missing
    if strange is None and not (console and token):
        raise InvalidTarget(
            f"{url}: a mock needs --console and --token beside --target; "
            "any other portal needs a target file"
        )
    return Target(url, console, token, allowed, strange)


def _permission(
    url: str, strange: strangers.Target | None, proof_file: Path | None, on: date
) -> Permission | None:
    """Return who allows a run: the file says by whom, the proof brings a fresh token."""
    stated = strange.permission if strange else None
    given = Permission(**stated.model_dump()) if stated else None
    if proof_file is None:
        return given
    Guard(url).deny()
    fresh = proof.permission(proof_file, url, on)
    if given is None:
        return fresh
    return replace(given, token=fresh.token, until=min(filter(None, (given.until, fresh.until))))
