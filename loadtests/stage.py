"""Make a target ready for a run: a portal of one's own or one that serves already."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from loadtests.guard import Guard, Permission
from loadtests.portal_process import serving
from loadtests.rush import Rush
from mockportal import __version__
from mockportal.client import Control, RemoteElection
from mockportal.election import Election, load, names
from mockportal.election.loading import dumped


@dataclass(frozen=True)
class Target:
    """Where a run goes: nothing said means a portal of one's own, started for the run."""

    url: str = ""
    console: str = ""
    token: str = ""
    permission: Permission | None = None
    store: str = ""
    portal_workers: int = 1

    def admit(self) -> None:
        """Check every address before a packet leaves. Refuses: NotAllowed."""
        for address in filter(None, (self.url, self.console)):
            Guard(address, self.permission).admit()


@dataclass(frozen=True)
class Stage:
    """A target that is ready: an election of the run's own, and how to reach its levers."""

    election: RemoteElection
    console: str
    token: str
    captcha: str
    others: tuple[str, ...]
    pid: int | None
    permission: Permission | None = None

    def open(self) -> None:
        """Let the election's clock go: the first voter is due."""
        self.election.set_clock(frozen=False)

    @property
    def origin(self) -> str:
        """Return scheme, host and port of the portal."""
        parts = urlsplit(self.election.url)
        return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def ready(rush: Rush, target: Target) -> Iterator[Stage]:
    """Have an election for a run, for the length of a block. Refuses: NotAllowed."""
    target.admit()
    if target.url:
        with Control(target.console, target.token) as control:
            stage = _stage(control, rush, target.console, target.token, None, ())
            yield replace(stage, permission=target.permission)
        return
    with (
        TemporaryDirectory(prefix="mockportal-rush-") as folder,
        serving(Path(folder), store=target.store, workers=target.portal_workers) as portal,
    ):
        yield _stage(
            portal.control,
            rush,
            portal.console,
            portal.token,
            portal.pid,
            (portal.franceconnect,),
        )


def _stage(
    control: Control,
    rush: Rush,
    console: str,
    token: str,
    pid: int | None,
    others: tuple[str, ...],
) -> Stage:
    declared = load(rush.election)
    captcha = declared.captcha.fixed_answer or "0" * declared.captcha.digits
    settings = _merged({"captcha": {"fixed_answer": captcha}}, rush.settings)
    election = control.create(
        rush.election if rush.election in names() else dumped(declared),
        size=rush.size,
        at=begins_at(rush, declared),
        frozen=True,
        settings=settings,
    )
    election.set_faults([fault.model_dump() for fault in rush.fault])
    return Stage(election, console, token, settings["captcha"]["fixed_answer"], others, pid)


def begins_at(rush: Rush, election: Election) -> datetime:
    """Return what the election's clock shows when the first voter is due."""
    name, offset = rush.begins
    calendar = election.calendar
    instants: Mapping[str, datetime] = {
        "activation": calendar.activation_opens_at,
        "candidates": calendar.candidates_visible_at,
        "opening": calendar.opens_at,
        "closing": calendar.closes_at,
    }
    return instants[name] + timedelta(seconds=offset)


def _merged(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for key, value in changes.items():
        old = merged.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return merged


VERSION = __version__
