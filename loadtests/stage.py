"""Make a target ready for a run: a portal of one's own or one that serves already."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from loadtests.guard import Permission
from loadtests.portal_process import serving
from loadtests.rush import Rush
from loadtests.targets import Target
from mockportal import __version__
from mockportal.client import Control, RemoteElection
from mockportal.election import Election, load, names
from mockportal.election.loading import dumped
from scenarios import target as strangers


@dataclass(frozen=True)
class Stage:
    """A target that is ready, and how to reach its levers; ``election`` where we may make one."""

    url: str
    console: str = ""
    token: str = ""
    captcha: str = ""
    others: tuple[str, ...] = ()
    pid: int | None = None
    permission: Permission | None = None
    election: RemoteElection | None = None
    definition: dict[str, Any] = field(default_factory=dict)
    strange: dict[str, Any] | None = None

    @property
    def api(self) -> str:
        """Return where the levers of the election are."""
        return f"{self.console}/api/elections/{self.election.id}" if self.election else ""

    def open(self) -> None:
        """Let the election's clock go: the first voter is due."""
        if self.election:
            self.election.set_clock(frozen=False)

    def audit(self) -> dict[str, Any] | None:
        """Return what the audit finds; None where there is none."""
        if self.election is None:
            return None
        found = self.election.audit()
        return {"holds": found.holds, "ballots": found.ballots}


@contextmanager
def ready(rush: Rush, target: Target) -> Iterator[Stage]:
    """Have a target ready for a run, for the length of a block. Refuses: NotAllowed."""
    target.admit()
    if target.file is not None:
        yield _strange(target.file, target.permission)
    elif target.url:
        with Control(target.console, target.token) as control:
            stage = make_election(control, rush, target.console, target.token)
            yield replace(stage, permission=target.permission)
    else:
        with (
            TemporaryDirectory(prefix="mockportal-rush-") as folder,
            serving(Path(folder), store=target.store, workers=target.portal_workers) as portal,
        ):
            stage = make_election(portal.control, rush, portal.console, portal.token)
            others = (*stage.others, portal.franceconnect)
            yield replace(stage, pid=portal.pid, others=others)


def _strange(declared: strangers.Target, permission: Permission | None) -> Stage:
    """Return a portal that is not this mock: its voters and words come from its file."""
    told = [asdict(one) for one in strangers.voters(declared)]
    return Stage(
        declared.url.rstrip("/"),
        captcha=declared.captcha.answer if declared.captcha else "",
        permission=permission,
        strange={"target": declared.model_dump(mode="json"), "voters": told},
    )


def make_election(control: Control, rush: Rush, console: str, token: str) -> Stage:
    """Make an election of the run's own on a mock."""
    declared = load(rush.election)
    captcha = declared.captcha.fixed_answer or "0" * declared.captcha.digits
    settings = _merged({"captcha": {"fixed_answer": captcha}}, rush.settings)
    election = control.create(
        rush.election if rush.election in names() else dumped(declared),
        id=f"{declared.id[:23].rstrip('-')}-{token_hex(4)}",
        size=rush.size,
        at=begins_at(rush, declared),
        frozen=True,
        settings=settings,
    )
    election.set_faults([fault.model_dump() for fault in rush.fault])
    return Stage(
        election.url,
        console,
        token,
        settings["captcha"]["fixed_answer"],
        others=(f"{urljoin(election.url, '/')}static",),
        election=election,
        definition=election.look().definition,
    )


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
