"""The Locust processes of a run: one alone, or a master and its workers, all headless."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from loadtests import processes
from loadtests.plan import Plan

_LOCUSTFILE = Path(__file__).with_name("locustfile.py")
_PATIENCE = ("--expect-workers-max-wait", "120")  # seconds for all workers to join
LOOPBACK = "127.0.0.1"


class GeneratorDied(Exception):
    """A Locust process ended without results; carries the end of its log."""


def conduct(plan_file: Path, plan: Plan, workers: int, heard: Callable[[str], None]) -> None:
    """Run a plan with all processes on this machine. Refuses: GeneratorDied.

    Each line that the conducting process prints is handed to ``heard``.
    """
    if workers == 1:
        with _locust(plan_file, *_headless(plan, 1)) as process:
            _listen(process, plan_file, heard)
        return
    port = _free_port()
    with ExitStack() as stack:
        master = stack.enter_context(
            _locust(plan_file, *_headless(plan, workers), *master_options(LOOPBACK, port, workers))
        )
        for _ in range(workers):
            stack.enter_context(_locust(plan_file, *worker_options(LOOPBACK, port)))
        _listen(master, plan_file, heard)


def lead(
    plan_file: Path, plan: Plan, workers: int, at: tuple[str, int], heard: Callable[[str], None]
) -> None:
    """Run a plan with workers on other machines. Refuses: GeneratorDied."""
    options = (*_headless(plan, workers), *master_options(*at, workers))
    with _locust(plan_file, *options) as process:
        _listen(process, plan_file, heard)


def follow(host: str, port: int) -> int:
    """Be a worker of a master elsewhere until it lets go; return the exit code."""
    with _locust(None, *worker_options(host, port)) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
        return process.wait()


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
        env=environment | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        processes.stop(process)


def _listen(
    process: "subprocess.Popen[str]", plan_file: Path, heard: Callable[[str], None]
) -> None:
    log: list[str] = []
    for line in process.stdout or ():
        heard(line)
        log = [*log[-30:], line]
    process.wait()
    if not results_of(plan_file).exists():
        raise GeneratorDied("".join(log))


def results_of(plan_file: Path) -> Path:
    """Return where the conducting process writes what was measured."""
    return plan_file.with_suffix(".results.json")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
