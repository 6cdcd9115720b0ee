"""The Locust processes of a run: one alone, or a master and its workers, all headless."""

import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from loadtests import processes
from loadtests.hearing import Hearing
from loadtests.plan import Plan

_LOCUSTFILE = Path(__file__).with_name("locustfile.py")
_PATIENCE = ("--expect-workers-max-wait", "120")  # seconds for all workers to join
_PIPE = 1 << 20  # bytes: who plays voters must not wait for who adds up
BY_HAND = "it was stopped by hand"
LOOPBACK = "127.0.0.1"


class GeneratorDied(Exception):
    """A Locust process ended without results; carries the end of its log."""


def conduct(plan: Plan, workers: int, hearing: Hearing) -> None:
    """Run a plan with all processes on this machine. Refuses: GeneratorDied."""
    with ExitStack() as stack:
        file = stack.enter_context(_plan_file(plan))
        options = _headless(plan, workers)
        if workers > 1:
            port = _free_port()
            options += master_options(LOOPBACK, port, workers)
        process = stack.enter_context(_locust(file, *options))
        if workers > 1:
            for _ in range(workers):
                stack.enter_context(_locust(None, *worker_options(LOOPBACK, port)))
        _listen(process, hearing)


def lead(plan: Plan, workers: int, at: tuple[str, int], hearing: Hearing) -> None:
    """Run a plan with workers on other machines. Refuses: GeneratorDied."""
    options = (*_headless(plan, workers), *master_options(*at, workers))
    with _plan_file(plan) as file, _locust(file, *options) as process:
        _listen(process, hearing)


def follow(host: str, port: int) -> None:
    """Be a worker of a master elsewhere until it lets go. Refuses: GeneratorDied."""
    with _locust(None, *worker_options(host, port)) as process:
        log = deque(process.stdout or (), maxlen=30)
        if process.wait():
            raise GeneratorDied("".join(log))


def master_options(host: str, port: int, workers: int) -> tuple[str, ...]:
    """Return what makes a process the master of so many workers."""
    place = ("--master-bind-host", host, "--master-bind-port", str(port))
    return ("--master", *place, "--expect-workers", str(workers), *_PATIENCE)


def worker_options(host: str, port: int) -> tuple[str, ...]:
    """Return what makes a process a worker."""
    return ("--worker", "--master-host", host, "--master-port", str(port))


def _headless(plan: Plan, workers: int) -> tuple[str, ...]:
    users = str(plan.pool(workers) * workers)
    return ("--headless", "--users", users, "--spawn-rate", users, "--only-summary")


@contextmanager
def _locust(plan_file: Path | None, *options: str) -> Iterator["subprocess.Popen[str]"]:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("LOCUST_")}
    if plan_file is not None:
        environment["MOCKPORTAL_PLAN"] = str(plan_file)
    command = [sys.executable, "-m", "locust", "-f", str(_LOCUSTFILE), "--loglevel", "WARNING"]
    process = subprocess.Popen(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pipesize=_PIPE,
        process_group=0,  # Ctrl-C is for whoever listens: it lets the run end in order
        env=environment | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        processes.stop(process)


def _listen(process: "subprocess.Popen[str]", hearing: Hearing) -> None:
    """Hear a run to its end; an interrupt ends it with what was heard so far."""
    log: deque[str] = deque(maxlen=30)
    try:
        for line in process.stdout or ():
            if not hearing.hear(line):
                log.append(line)
            if hearing.over:
                return
    except KeyboardInterrupt:
        if not hearing.health:
            raise
        hearing.halt(BY_HAND)
        return
    if not hearing.health:
        raise GeneratorDied("".join(log))
    hearing.halt("the generator died")


@contextmanager
def _plan_file(plan: Plan) -> Iterator[Path]:
    """Write the plan where only this user can read it: it holds a token."""
    with TemporaryDirectory(prefix="mockportal-plan-") as folder:
        file = Path(folder, "plan.json")
        file.touch(mode=0o600)
        file.write_text(json.dumps(plan.packed()), encoding="utf-8")
        yield file


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
