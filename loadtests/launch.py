"""Start a run, follow it, judge it: what the commands `rush` and `compare` call."""

import json
import os
import platform
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from loadtests import locusts, progress, results, rush_files
from loadtests.plan import Plan
from loadtests.portal_watch import PortalWatch
from loadtests.progress import Progress
from loadtests.rush import Rush
from loadtests.stage import VERSION, Stage, Target, ready

Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Asked:
    """One run as it was asked for."""

    rush: str
    target: Target = field(default_factory=Target)
    rate: float | None = None
    scale: float = 1.0
    lasts: float | None = None
    seed: int | None = None
    workers: int = 1
    master: tuple[str, int] | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def fitted(self) -> dict[str, float | None]:
        """Return how the rush is fitted to this run."""
        return {"rate": self.rate, "scale": self.scale, "lasts": self.lasts, "seed": self.seed}


def run(asked: Asked, tell: Tell) -> dict[str, Any]:
    """Play a rush and return its results; see `results.assemble`.

    Refuses: InvalidRush, UnknownJourney, NotAllowed, GeneratorDied, DiedEarly.
    """
    declared, rush = _rush(asked)
    with ready(rush, asked.target) as stage:
        plan = _plan(asked, declared, stage)
        _ = plan.parts  # an unknown journey is refused before anybody arrives
        started = _now()
        raw, samples = _conduct(asked, plan, stage, tell)
        audit = stage.election.audit()
        return results.assemble(
            asked.rush,
            plan,
            raw,
            portal=samples,
            audit={"holds": audit.holds, "ballots": audit.ballots},
            started=started,
            workers=asked.workers,
            machine=_machine(),
        )


def rate_of(asked: Asked) -> float:
    """Return the rate a rush declares, scaled as asked. Refuses: InvalidRush."""
    return _rush(asked)[1].rate


def _rush(asked: Asked) -> tuple[dict[str, Any], Rush]:
    declared = rush_files.declared(asked.rush)
    rush = rush_files.check(declared, asked.rush)
    fitted = rush.fitted(rate=asked.rate, scale=asked.scale, lasts=asked.lasts, seed=asked.seed)
    return declared, fitted


def _plan(asked: Asked, declared: dict[str, Any], stage: Stage) -> Plan:
    election = stage.election
    return Plan(
        run=asked.run,
        declared=declared,
        fitted=asked.fitted,
        election=election.look().definition,
        url=election.url,
        console=f"{stage.console}/api/elections/{election.id}",
        token=stage.token,
        captcha=stage.captcha,
        others=(f"{stage.origin}/static", *stage.others),
        permission=stage.permission,
        version=VERSION,
    )


def _conduct(
    asked: Asked, plan: Plan, stage: Stage, tell: Tell
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    hearing = _Hearing(stage, tell)
    with (
        _plan_file(plan) as file,
        PortalWatch(stage.pid, stage.console, stage.token) as watch,
    ):
        if asked.master is None:
            locusts.conduct(file, plan, asked.workers, hearing.hear)
        else:
            locusts.lead(file, plan, asked.workers, asked.master, hearing.hear)
        raw = json.loads(locusts.results_of(file).read_text(encoding="utf-8"))
    return raw, watch.since(hearing.zero)


class _Hearing:
    """Listens to the conducting process: opens the election when the first voter is due."""

    def __init__(self, stage: Stage, tell: Tell) -> None:
        self._stage, self._tell = stage, tell
        self.zero = 0.0

    def hear(self, line: str) -> None:
        """Take one line that the process printed."""
        told = progress.read(line)
        if told is None:
            return
        if not self.zero:
            self.zero = time.perf_counter() - told.at
            self._stage.open()
        self._tell(told)


@contextmanager
def _plan_file(plan: Plan) -> Iterator[Path]:
    """Write the plan where only this user can read it: it holds a token."""
    with TemporaryDirectory(prefix="mockportal-plan-") as folder:
        file = Path(folder, "plan.json")
        file.touch(mode=0o600)
        file.write_text(json.dumps(plan.packed()), encoding="utf-8")
        yield file


def _now() -> str:
    """Return the host's instant, for the head of a report."""
    seconds = time.clock_gettime(time.CLOCK_REALTIME)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _machine() -> Mapping[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
    }
