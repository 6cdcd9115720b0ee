"""One writer thread for a database that has one writer: many use cases, one commit.

A commit on disk costs a sync whether it carries one use case or two hundred. The thread takes
what is queued, runs each use case in a savepoint of its own, commits once, and only then answers.
What is queued is never cancelled: a closed browser does not undo a vote.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mockportal.storage.connection import Execute
from mockportal.storage.engine import Unavailable, Work

BATCH_MOST = 256
BATCH_WAIT = 0.002  # seconds; paid only under load, when the last batch had company


@dataclass(slots=True)
class Job:
    """One use case, and whoever waits for it."""

    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    outcome: Any = None
    failure: BaseException | None = None

    def release(self) -> None:
        """Answer whoever waits, on its own loop."""
        if self.future.done():
            return
        if self.failure is not None:
            self.future.set_exception(self.failure)
        else:
            self.future.set_result(self.outcome)


class GroupCommit:
    """The writer thread of one database."""

    def __init__(self, execute: Execute, observe: Callable[[int, float], None]) -> None:
        self._execute = execute
        self._observe = observe
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="mockportal-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[Any]) -> asyncio.Future[Any]:
        """Queue work; the future answers after the commit."""
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._jobs.put(Job(work, loop, future))
        return future

    def depth(self) -> int:
        """Return how many jobs wait."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        batch: list[Job] = []
        while True:
            batch, last = self._gather(linger=len(batch) > 1)
            if batch:
                started = time.perf_counter()
                self._commit(batch)
                self._observe(len(batch), time.perf_counter() - started)
                _release(batch)
            if last:
                return

    def _gather(self, *, linger: bool) -> tuple[list[Job], bool]:
        first = self._jobs.get()
        if first is None:
            return [], True
        if linger and self._jobs.qsize() < BATCH_MOST:
            # Not a get() that waits so long: CPython's, woken late, may wait for ever.
            time.sleep(BATCH_WAIT)
        batch = [first]
        while len(batch) < BATCH_MOST:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _commit(self, batch: list[Job]) -> None:
        nothing: dict[str, Any] = {}
        try:
            self._execute("BEGIN IMMEDIATE", nothing)
            for job in batch:
                self._attempt(job)
            self._execute("COMMIT", nothing)
        except Exception as failure:
            self._abandon()
            for job in batch:
                job.failure = Unavailable(str(failure))

    def _attempt(self, job: Job) -> None:
        nothing: dict[str, Any] = {}
        self._execute("SAVEPOINT one", nothing)
        try:
            job.outcome = job.work(self._execute)
        except Exception as failure:
            job.failure = failure
            self._execute("ROLLBACK TO one", nothing)
        self._execute("RELEASE one", nothing)

    def _abandon(self) -> None:
        try:
            self._execute("ROLLBACK", {})
        except Exception:
            return


def _release(batch: list[Job]) -> None:
    loops = {job.loop for job in batch}
    for loop in loops:
        mine = [job for job in batch if job.loop is loop]
        try:
            loop.call_soon_threadsafe(_answer, mine)
        except RuntimeError:  # the loop is closed: nobody waits any more, the commit stands
            continue


def _answer(jobs: list[Job]) -> None:
    for job in jobs:
        job.release()
