"""``python -m mockportal.tests.failing serve …``: the portal, killed at a named point.

``MOCKPORTAL_FAILS_AT=after_urn:37`` kills the process the 37th time it comes by. Only this way
in knows that variable, and tests are not in the wheel: what is served to people cannot fail so.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import psycopg

from mockportal import cli
from mockportal.storage import copying, group_commit, sql_accounts, sql_ballots, store

VARIABLE = "MOCKPORTAL_FAILS_AT"
POINTS = (
    *("before_begin", "after_emargement", "after_urn", "before_commit", "after_commit_before_ack"),
    *("mid_response", "after_link_consume", "during_reveal"),
    *("copy_before_commit", "restore_before_commit", "restore_after_commit"),
)


class Point:
    """A place in the code that may be passed so many times and no more."""

    def __init__(self, name: str, times: int) -> None:
        self.name, self._left = name, times

    def passed(self) -> None:
        """Die when it was the last time."""
        self._left -= 1
        if self._left == 0:
            die()


def die() -> None:
    """End as by a power cut of the process."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(point: Point, what: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that passes a point first."""

    @wraps(what)
    def passing(*args: Any, **kwargs: Any) -> Any:
        point.passed()
        return what(*args, **kwargs)

    return passing


def after(point: Point, what: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that passes a point once it is done."""

    @wraps(what)
    def passing(*args: Any, **kwargs: Any) -> Any:
        done = what(*args, **kwargs)
        point.passed()
        return done

    return passing


def arm(point: Point) -> None:
    """Put a point where its name says."""
    ballots, accounts = sql_ballots.SqlBallots, sql_accounts.SqlAccounts
    match point.name:
        case "before_begin" | "before_commit" | "after_commit_before_ack":
            _around_transactions(point)
        case "after_emargement":
            ballots.add_mark = after(point, ballots.add_mark)
        case "after_urn":
            ballots.add_ballot = after(point, ballots.add_ballot)
        case "after_link_consume":
            accounts.use_link = after(point, accounts.use_link)
        case "during_reveal":
            accounts.save_reveal = after(point, accounts.save_reveal)
        case "copy_before_commit":
            copying.end_copy = after(point, copying.end_copy)
        case "restore_before_commit":
            copying.restore = after(point, copying.restore)
        case "restore_after_commit":
            store.Store.clear = before(point, store.Store.clear)
        case "mid_response":
            _amid_answers(point)
        case unknown:
            raise SystemExit(f"{VARIABLE}: no point {unknown!r}; one of {', '.join(POINTS)}")


def _around_transactions(point: Point) -> None:
    """Watch the words that begin and end the transactions that write."""
    at, late = {
        "before_begin": ("BEGIN", False),
        "before_commit": ("COMMIT", False),
        "after_commit_before_ack": ("COMMIT", True),
    }[point.name]

    def watched(execute: Callable[..., Any]) -> Callable[..., Any]:
        def run(statement: Any, *rest: Any, **options: Any) -> Any:
            text = statement.decode() if isinstance(statement, bytes) else statement
            here = text.startswith(at) and "READ ONLY" not in text
            if here and not late:
                point.passed()
            done = execute(statement, *rest, **options)
            if here and late:
                point.passed()
            return done

        return run

    made = group_commit.GroupCommit.__init__

    def make(self: Any, execute: Callable[..., Any], observe: Any) -> None:
        made(self, watched(execute), observe)

    group_commit.GroupCommit.__init__ = make
    execute = psycopg.Connection.execute
    psycopg.Connection.execute = lambda self, *rest, **options: watched(partial(execute, self))(
        *rest, **options
    )


def _amid_answers(point: Point) -> None:
    """Send half of the answer to a ballot, and die."""
    from mockportal.portal import voting

    cast = voting.cast

    async def half(request: Any) -> Any:
        answer = await cast(request)
        point._left -= 1
        if point._left == 0:
            request.transport.write(b"HTTP/1.1 303 See")
            await asyncio.sleep(0.01)
            die()
        return answer

    voting.cast = half


def main() -> None:
    """Run the command line, once, or for each line of standard input in a process of its own."""
    if sys.argv[1:] == ["--nurse"]:
        nurse()
    else:
        serve()


def serve() -> None:
    """Arm what the environment names, then run the command line."""
    name, _, times = os.environ.get(VARIABLE, "").partition(":")
    if name:
        arm(Point(name, int(times or 1)))
    cli.main()


def nurse() -> None:
    """Start a process for each line: it has all modules at hand, so that it is up at once.

    A line is JSON: ``words``, ``environment``, ``log``. What comes back is ``born`` and its
    number, and later ``ended``, its number and its exit code.
    """
    import mockportal.app  # noqa: F401 - what takes long to load

    threading.Thread(target=_reap, daemon=True).start()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _live(asked)
        _BORN.release()
        print("born", child, flush=True)


_BORN = threading.Semaphore(0)


def _reap() -> None:
    while True:
        _BORN.acquire()
        child, status = os.wait()
        print("ended", child, os.waitstatus_to_exitcode(status), flush=True)


def _live(asked: dict[str, Any]) -> None:
    """Be the portal from here on."""
    os.setsid()
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.environ.update(asked["environment"])
    sys.argv = ["mockportal", *asked["words"]]
    code = 1
    try:
        serve()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
