"""One server for all the processes of a run: started when the first of them asks for it."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from functools import cached_property
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from mockportal.client.own_server import Console, NotServing

CALLERS = 128
"""Processes that may ask at once; more of them wait their turn."""


class Door(NamedTuple):
    """Where the other processes of a run ask, and the word that lets them in."""

    address: str
    key: bytes


class Desk:
    """Gives a run its one server, and ends it with the run."""

    def __init__(self, start: Callable[[], AbstractContextManager[Console]]) -> None:
        self._start, self._alone, self._kept = start, Lock(), ExitStack()
        self._console: Console | None = None

    @property
    def started(self) -> bool:
        """Tell whether anybody asked."""
        return self._console is not None

    def console(self) -> Console:
        """Return the server, started if it is not. Refuses: NotServing."""
        with self._alone:
            if self._console is None:
                self._console = self._kept.enter_context(self._start())
            return self._console

    @cached_property
    def door(self) -> Door:
        """Where other processes ask, until the desk is closed."""
        key = secrets.token_bytes(16)
        listener = Listener(backlog=CALLERS, authkey=key)
        door = Door(str(listener.address), key)
        answering = Thread(target=self._answer, args=[listener], daemon=True)
        answering.start()
        self._kept.callback(listener.close)
        self._kept.callback(answering.join)
        self._kept.callback(_ask, door, stop=True)
        return door

    def wait(self) -> None:
        """Let people look at the server until they press Ctrl-C."""
        url, token = self.console()
        print(f"\nmockportal serves on: {url}/?token={token} (Ctrl-C ends it)", flush=True)
        with suppress(KeyboardInterrupt):
            Event().wait()

    def close(self) -> None:
        """Close the door, end the server."""
        self._kept.close()

    def _answer(self, listener: Listener) -> None:
        stop = False
        while not stop:
            try:
                stop = self._answer_one(listener)
            except (EOFError, OSError, AuthenticationError):
                continue  # whoever asked is gone: the others still come

    def _answer_one(self, listener: Listener) -> bool:
        """Answer whoever comes next; tell whether it was the last."""
        with listener.accept() as line:
            stop: bool = line.recv()
            line.send(None if stop else self._told())
            return stop

    def _told(self) -> Console | NotServing:
        try:
            return self.console()
        except NotServing as failed:
            return failed


def ask(door: Door) -> Console:
    """Return the server of the run, from another process. Refuses: NotServing."""
    told = _ask(door, stop=False)
    if isinstance(told, NotServing):
        raise told
    return Console(*told)


def _ask(door: Door, *, stop: bool) -> Any:
    line: Connection
    with Client(door.address, authkey=door.key) as line:
        line.send(stop)
        return line.recv()
