"""Play one worker's part of a plan: the crowd, its keyboards, and what is told while it lasts.

Imported in the process that Locust has patched, and nowhere else.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import gevent
from gevent.pool import Group

from loadtests.casting import TooFewVoters
from loadtests.crowd import Crowd, RunClock, feel_lag
from loadtests.figures import Figures
from loadtests.gevent_levers import CrowdLevers
from loadtests.gevent_transport import GeventTransport
from loadtests.guard import Guard, NotAllowed, watch
from loadtests.plan import Plan
from loadtests.visit import Visit
from scenarios.http_driver import HttpDriver
from scenarios.levers import Levers, Stagehand
from scenarios.seen import Seen
from scenarios.steps import Step
from scenarios.target import TargetLevers

_BUGS = 20  # failures of the generator that end a run

Tell = Callable[[str, dict[str, Any]], None]


class CrowdKeyboard:
    """A new browser over bare HTTP, whose voter waits as long as patience lasts."""

    def __init__(self, plan: Plan, levers: Levers, sent: Callable[[], None]) -> None:
        self._transport = GeventTransport(plan.fence, plan.agent, sent)
        self._levers = levers
        stagehand = Stagehand(levers, wait=gevent.sleep, patience=plan.rush.patience.message)
        dialect = plan.target.dialect if plan.target else None
        self._driver = HttpDriver(self._transport, plan.url, stagehand, dialect)

    def perform(self, step: Step, patience: float) -> Seen:
        """Do one step. Refuses: Strayed, NoAnswer, OffLimits."""
        self._transport.patience = patience
        self._transport.accepts_refusals = bool(step.refused)
        return self._driver.perform(step)

    def close(self) -> None:
        """Leave: the browser's connections are closed."""
        self._transport.close()
        if isinstance(self._levers, CrowdLevers):
            self._levers.close()


class Playing:
    """One worker of a run, from the first arrival to the last figures."""

    def __init__(self, plan: Plan, worker: int, workers: int, delay: float, tell: Tell) -> None:
        self._plan, self._worker, self._tell = plan, worker, tell
        self._clock = RunClock(delay)
        self._figures = Figures(plan.width)
        self._crowd = Crowd(
            self._clock,
            self._visits(worker, workers),
            lambda visit: CrowdKeyboard(plan, self._levers(), self._count_request),
            self._figures,
            until=plan.rush.lasts + plan.rush.drain,
            seats=plan.pool(workers),
        )
        self._helpers = Group()
        self._shared = self._strange_levers()
        self._bugs = 0
        self._cpu = time.process_time()
        self._told = time.perf_counter()

    @property
    def attend(self) -> Callable[[], None]:
        """What each greenlet of the pool does."""
        return self._crowd.attend

    def play(self) -> None:
        """Let the voters in; return when all have left or time is up, figures told."""
        self._helpers.spawn(feel_lag, self._clock, self._figures, self._crowd.over)
        self._helpers.spawn(self._report)
        self._helpers.spawn(self._watch)
        try:
            Guard(self._plan.url, self._plan.permission).admit()
            self._crowd.open_doors()
        except (NotAllowed, TooFewVoters) as reason:
            self._halt(str(reason))
        self._helpers.join()
        self._send()
        self._tell("done", {"worker": self._worker})

    def stop(self) -> None:
        """Let nobody in any more."""
        self._crowd.stop()

    def note_bug(self) -> None:
        """Count a failure of the generator itself; too many end the run."""
        self._figures.count("generator\tbug", max(self._clock.now(), 0.0))
        self._bugs += 1
        if self._bugs == _BUGS:
            self._halt(f"the generator itself failed {_BUGS} times")

    def _visits(self, worker: int, workers: int) -> Iterator[Visit]:
        plan = self._plan
        for arrival in plan.arrivals(worker, workers):
            yield Visit(
                plan.rush,
                arrival,
                plan.electors[arrival.rank],
                plan.parts[arrival.journey].tell,
                self._figures,
                self._clock,
            )

    def _levers(self) -> Levers:
        """Return a voter's levers: of their own at a mock, one inbox for all elsewhere."""
        plan = self._plan
        return self._shared or CrowdLevers(plan.console, plan.token, plan.captcha, plan.agent)

    def _strange_levers(self) -> Levers | None:
        target = self._plan.target
        if target is None:
            return None
        roll = self._plan.electors
        return TargetLevers(target, [roll[rank] for rank in range(len(roll))])

    def _count_request(self) -> None:
        self._figures.count("requests", max(self._clock.now(), 0.0))

    def _report(self) -> None:
        while not self._crowd.over.wait(1.0):
            self._send()

    def _send(self) -> None:
        now, cpu = time.perf_counter(), time.process_time()
        health = {
            "worker": self._worker,
            "at": self._clock.now(),
            "cpu": (cpu - self._cpu) / max(now - self._told, 1e-9),
            "took": now - self._told,
            "playing": self._crowd.playing,
            "waiting": self._crowd.waiting,
        }
        self._cpu, self._told = cpu, now
        self._tell("figures", {"figures": self._figures.packed(), "health": health})
        self._figures.clear()

    def _watch(self) -> None:
        guard = Guard(self._plan.url, self._plan.permission)
        if guard.permission is not None:
            watch(guard, self._crowd.over.is_set, self._halt, self._crowd.over.wait)

    def _halt(self, reason: str) -> None:
        self._tell("halt", {"reason": reason})
        self._crowd.stop()
