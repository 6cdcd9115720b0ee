"""Run a server under a sampler of processor time, to see which part of it the time went to.

``python -m loadtests.sampled OUT PACKAGE.MODULE:FUNCTION ARGUMENT…`` runs a command of its own
package as usual. SIGUSR1 begins a measurement, SIGUSR2 ends it and writes OUT: seconds of
processor by part. Each millisecond of processor time the stacks of all threads are looked at, and
the time that each thread took since is given to the innermost part that its stack names.
"""

import importlib
import json
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

EVERY = 0.001  # seconds of processor time between two looks

PARTS = (
    ("/mockportal/franceconnect/signing", "signing"),
    ("/mockportal/franceconnect/minting", "signing"),
    ("/joserfc/", "signing"),
    ("/cryptography/", "signing"),
    ("/mockportal/franceconnect/pages", "rendering"),
    ("/mockportal/portal/render", "rendering"),
    ("/mockportal/portal/choices", "rendering"),
    ("/mockportal/portal/french", "rendering"),
    ("/mockportal/portal/logos", "rendering"),
    ("/mockportal/portal/captcha", "rendering"),
    ("/jinja2/", "rendering"),
    ("/markupsafe/", "rendering"),
    ("/argon2/", "password hashing"),
    ("/mockportal/portal/hashing", "password hashing"),
    ("/mockportal/domain/cookies", "session, CSRF, forms"),
    ("/mockportal/usecases/visits", "session, CSRF, forms"),
    ("/mockportal/edge/forms", "session, CSRF, forms"),
    ("/mockportal/edge/bodies", "session, CSRF, forms"),
    ("/mockportal/edge/cookies", "session, CSRF, forms"),
    ("/mockportal/edge/", "edge checks"),
    ("/mockportal/storage/", "storage"),
    ("/sqlite3/", "storage"),
    ("/psycopg", "storage"),
    ("/mockportal/usecases/", "rules"),
    ("/mockportal/domain/", "rules"),
    ("/mockportal/elect", "rules"),
    ("/mockportal/sinks/", "messages"),
    ("/mockportal/console/", "messages"),  # the inbox, which the harness reads
    ("/aiosmtp", "messages"),
    ("/mockportal/", "handlers"),
    ("/aiohttp/", "aiohttp and event loop"),
    ("/asyncio/", "aiohttp and event loop"),
    ("/loadtests/", "aiohttp and event loop"),  # the loop itself has no frame of its own
)
"""Where a file belongs; the first fragment that its path holds decides."""


def part_of(frame: FrameType | None) -> str:
    """Return the part of the innermost function whose file belongs to one."""
    while frame is not None:
        path = frame.f_code.co_filename
        for fragment, part in PARTS:
            if fragment in path:
                return part
        frame = frame.f_back
    return "Python itself"


class Sampler:
    """Seconds of processor by part, since the last beginning."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._before: dict[int, float] = {}
        self._began = 0.0

    def install(self) -> None:
        """Listen to the three signals; only the main thread may, so later threads are deaf."""
        threading.setprofile(_turn_deaf)
        signal.signal(signal.SIGPROF, self._look)
        signal.signal(signal.SIGUSR1, self._begin)
        signal.signal(signal.SIGUSR2, self._end)

    def _begin(self, *_: object) -> None:
        self._spent.clear()
        self._before = _threads()
        self._began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def _look(self, _: int, frame: FrameType | None) -> None:
        frames = sys._current_frames()
        frames[threading.main_thread().ident or 0] = frame or frames[threading.get_ident()]
        now = _threads()
        for thread, spent in now.items():
            took = spent - self._before.get(thread, 0.0)
            if took > 0 and thread in frames:
                self._spent[part_of(frames[thread])] += took
        self._before = now

    def _end(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        total = time.process_time() - self._began
        written = self._out.with_suffix(".part")
        written.write_text(json.dumps({"total": total, "parts": dict(self._spent)}))
        written.rename(self._out)


def _turn_deaf(*_: object) -> None:
    """Run in each new thread, once: the timer then wakes the main thread, which looks at all."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
    sys.setprofile(None)


def _threads() -> dict[int, float]:
    """Return the seconds of processor that each living thread has taken."""
    spent: dict[int, float] = {}
    for thread in threading.enumerate():
        if thread.ident is not None:
            clock = time.pthread_getcpuclockid(thread.ident)
            spent[thread.ident] = time.clock_gettime(clock)
    return spent


def main(arguments: Sequence[str]) -> None:
    """Install the sampler, then run the command."""
    out, command, *rest = arguments
    module, _, function = command.partition(":")
    Sampler(Path(out)).install()
    sys.argv = [command, *rest]
    getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main(sys.argv[1:])
