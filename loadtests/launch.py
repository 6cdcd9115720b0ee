"""Start a run, follow it, judge it: what the commands `rush` and `compare` call."""

import os
import platform
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from loadtests import locusts, results, rush_files
from loadtests.hearing import Hearing, Progress
from loadtests.plan import Plan
from loadtests.portal_watch import PortalWatch
from loadtests.rush import Rush
from loadtests.stage import VERSION, Stage, ready
from loadtests.targets import Target

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
        return results.assemble(
            asked.rush,
            plan,
            raw,
            portal=samples,
            audit=stage.audit(),
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
    return Plan(
        run=asked.run,
        declared=declared,
        fitted=asked.fitted,
        election=stage.definition,
        url=stage.url,
        console=stage.api,
        token=stage.token,
        captcha=stage.captcha,
        others=stage.others,
        permission=stage.permission,
        version=VERSION,
        strange=stage.strange,
    )


def _conduct(
    asked: Asked, plan: Plan, stage: Stage, tell: Tell
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    zero = _Zero(stage, tell)
    hearing = Hearing(plan.rush, plan.width, zero.hear)
    with PortalWatch(stage.pid, stage.console, stage.token) as watch:
        if asked.master is None:
            locusts.conduct(plan, asked.workers, hearing)
        else:
            locusts.lead(plan, asked.workers, asked.master, hearing)
    return hearing.raw, watch.since(zero.at)


class _Zero:
    """Opens the election when the first voter is due, and passes on what is told."""

    def __init__(self, stage: Stage, tell: Tell) -> None:
        self._stage, self._tell = stage, tell
        self.at = 0.0

    def hear(self, told: Progress) -> None:
        """Take one look at the run; the first is as good as the beginning."""
        if not self.at:
            self.at = time.perf_counter() - told.at
            self._stage.open()
        self._tell(told)


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
