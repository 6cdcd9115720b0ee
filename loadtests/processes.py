"""Server processes that a measurement starts, and the processor time they take."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeAlias

import psutil

STOPS_WITHIN = 15.0  # seconds a server has to finish before it is killed


Running: TypeAlias = "subprocess.Popen[str]"


class DiedEarly(Exception):
    """A server process ended before it answered."""


@contextmanager
def running(
    arguments: Sequence[str],
    core: int | None = None,
    output: IO[str] | None = None,
    *,
    python: bool = True,
) -> Iterator["subprocess.Popen[str]"]:
    """Run Python with arguments for the length of a block; on one core, when it is named.

    What it prints goes to ``output``, else to a pipe that the caller reads. Without ``python`` the
    arguments begin with a program of their own.
    """
    process = subprocess.Popen(
        [sys.executable, *arguments] if python else list(arguments),
        stdout=output or subprocess.PIPE,
        stderr=output,
        stdin=subprocess.DEVNULL,
        text=True,
        process_group=0,  # Ctrl-C is for whoever measures: what is measured ends after it
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        if core is not None:
            pin(process.pid, core)
        yield process
    finally:
        stop(process)


def stop(process: "subprocess.Popen[str]") -> None:
    """End a process, politely first."""
    process.terminate()
    try:
        process.communicate(timeout=STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def pin(pid: int, core: int) -> None:
    """Keep a process on one core, where the system knows how; 0 is this process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {core})


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """Keep this process on one core for the length of a block."""
    before = cores()
    pin(0, core)
    try:
        yield
    finally:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, before)


def cores() -> list[int]:
    """Return the cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def processor_time(pid: int) -> float:
    """Return the seconds of processor that a process and its children took, user and system."""
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))
