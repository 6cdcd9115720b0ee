"""The rush under Locust: headless, started by `loadtests.launch`; never by hand.

The master (or the only process) reads the plan that MOCKPORTAL_PLAN names, and sends it to every
worker together with the part that is theirs. Workers need no file. Users of Locust are the fixed
pool of voters; when they arrive is decided by the plan, not by Locust.
"""

import gc
import json
import os
from pathlib import Path
from typing import Any

import gevent
from locust import User, events, task
from locust.env import Environment
from locust.runners import LocalRunner, MasterRunner, WorkerRunner

from loadtests.plan import Plan
from loadtests.playing import Playing

STARTS_AFTER = 1.0  # seconds between the plan being sent and the first arrival
PROOF_TAKES = 2.0  # seconds more, where each worker first looks at a proof of permission

_playing: list[Playing] = []
_ready = gevent.event.Event()


class Pool(User):  # type: ignore[misc]  # locust is skipped by mypy: it has no stubs
    """One voter's seat: whoever is due sits down."""

    @task  # type: ignore[untyped-decorator]
    def attend(self) -> None:
        """Play visits until the run is over."""
        _ready.wait()
        _playing[0].attend()
        gevent.sleep(3600)  # the run is over; the seat stays until Locust takes it away


@events.init.add_listener  # type: ignore[untyped-decorator]
def join(environment: Environment, **_: Any) -> None:
    """Take one's place: the process that conducts, those that play, or both in one."""
    runner = environment.runner
    if isinstance(runner, WorkerRunner | LocalRunner):
        runner.register_message("plan", _play)
    if isinstance(runner, MasterRunner | LocalRunner):
        plan = Plan.unpacked(json.loads(Path(os.environ["MOCKPORTAL_PLAN"]).read_text("utf-8")))
        for heard in ("figures", "done", "halt"):
            runner.register_message(heard, lambda msg, **_: _say(msg.type, msg.data))
        environment.events.spawning_complete.add_listener(lambda **_: _send_plan(runner, plan))


@events.user_error.add_listener  # type: ignore[untyped-decorator]
def note_bug(**_: Any) -> None:
    """Count a failure of the generator: it makes a run invalid."""
    if _playing:
        _playing[0].note_bug()


def _say(heard: str, told: dict[str, Any]) -> None:
    """Pass on what a worker tells; `hearing` adds up, where no voter can be late for it."""
    print(json.dumps({"heard": heard, **told}), flush=True)


def _send_plan(runner: MasterRunner | LocalRunner, plan: Plan) -> None:
    workers = sorted(runner.clients) if isinstance(runner, MasterRunner) else [None]
    delay = STARTS_AFTER + (PROOF_TAKES if plan.permission else 0.0)
    _say("began", {"workers": len(workers)})
    for worker, client in enumerate(workers):
        part = {"plan": plan.packed(), "worker": worker, "workers": len(workers)}
        runner.send_message("plan", part | {"delay": delay}, client)


def _play(environment: Environment, msg: Any, **_: Any) -> None:
    """Play one's part of the plan, beside Locust's own loops."""
    part = msg.data
    runner = environment.runner
    playing = Playing(
        Plan.unpacked(part["plan"]),
        part["worker"],
        part["workers"],
        part["delay"],
        lambda kind, told: runner.send_message(kind, told),
    )
    _playing[:] = [playing]
    _settle()
    _ready.set()
    gevent.spawn(playing.play)


def _settle() -> None:
    """Leave what was imported out of each collection of garbage: a full one makes voters late."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
