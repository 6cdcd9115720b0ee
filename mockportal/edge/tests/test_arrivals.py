"""Everyone who waits at a door is taken in at once, however long a turn of the loop takes."""

import asyncio
import errno
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from mockportal.edge.arrivals import AT_ONCE, Arrivals
from mockportal.edge.tests.conftest import LOOPS

TURNS = 6  # of the loop, from a connection that waits to its protocol


class Welcome(asyncio.Protocol):
    """Notes who came in."""

    inside: list

    def connection_made(self, transport):
        """Note it."""
        self.inside.append(transport)


@pytest.fixture
def inside():
    """Return the connections that came in."""
    return []


@pytest.fixture
def welcome(inside):
    """Return the protocol of a connection, which notes that it came in."""
    return type("Noted", (Welcome,), {"inside": inside})


@pytest.fixture(params=LOOPS)
def run(request):
    """Return how to run a coroutine on one of the event loops, on a thread of its own."""

    def there(main):
        with asyncio.Runner(loop_factory=LOOPS[request.param]) as runner:
            return runner.run(main)

    def run(main):
        with ThreadPoolExecutor(1) as threads:  # a browser's driver keeps this thread's loop
            return threads.submit(there, main).result(60)

    return run


class Door(socket.socket):
    """A listening socket on a free port; its troubles come before those who wait."""

    def __init__(self, *troubles):
        super().__init__()
        self.troubles = list(troubles)
        self.bind(("127.0.0.1", 0))

    def accept(self):
        """Take one in, or fail as the system does."""
        if self.troubles:
            raise self.troubles.pop(0)
        return super().accept()


def crowd(stack, door, number):
    """Connect so many clients; the system lets them wait."""
    for _ in range(number):
        stack.enter_context(socket.create_connection(door.getsockname(), 10))


async def arrived(door, welcome, number, turns):
    """Return what so many turns of the loop do with so many who wait."""
    arrivals = Arrivals(door, welcome, backlog=2 * AT_ONCE)
    with ExitStack() as stack:
        crowd(stack, door, number)
        for _ in range(turns):
            await asyncio.sleep(0)
        inside = len(welcome.inside)
        for transport in welcome.inside:
            transport.abort()
        arrivals.close()
        await asyncio.sleep(0)
    return inside


@pytest.mark.attack("H16")
def test_all_who_wait_are_in_after_a_few_turns_of_the_loop(run, welcome):
    assert run(arrived(Door(), welcome, AT_ONCE, TURNS)) == AT_ONCE


@pytest.mark.parametrize(
    "trouble", [BlockingIOError(), InterruptedError(), ConnectionAbortedError()], ids=repr
)
def test_somebody_who_left_before_he_was_in_holds_nobody_up(run, welcome, trouble):
    assert run(arrived(Door(trouble), welcome, 3, TURNS)) == 3


def test_short_of_descriptors_it_says_so_and_goes_on_after_a_moment(
    run, welcome, monkeypatch, caplog
):
    monkeypatch.setattr("mockportal.edge.arrivals.SHORT_OF", 0)
    trouble = OSError(errno.EMFILE, "Too many open files")

    assert run(arrived(Door(trouble), welcome, 3, 2 * TURNS)) == 3
    assert "no connection can be taken in: Too many open files" in caplog.text


def test_a_door_that_is_closed_while_short_of_descriptors_stays_closed(run, welcome):
    door = Door(OSError(errno.EMFILE, "Too many open files"))

    assert run(arrived(door, welcome, 3, TURNS)) == 0
    assert door.fileno() == -1
