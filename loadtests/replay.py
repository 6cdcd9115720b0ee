"""Play recorded journeys again, request by request, against a server that knows the answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from loadtests.bare import WHICH
from loadtests.recording import Exchange, TimedTransport

Recorded = Sequence[Sequence[Exchange]]
"""Journeys, each as its exchanges in order."""


class Diverged(AssertionError):
    """The replay did not give the recorded answer."""


def replay(journeys: Recorded, url: str, times: int, at_once: int) -> list[float]:
    """Play ``times`` journeys, round robin, ``at_once`` in parallel; return seconds per answer.

    Every journey has a connection of its own, as a voter's browser has.
    """
    starts = [0]
    for journey in journeys:
        starts.append(starts[-1] + len(journey))

    def one(number: int) -> list[float]:
        place = number % len(journeys)
        return _walk(journeys[place], starts[place], url)

    with ThreadPoolExecutor(at_once) as pool:
        return [took for answers in pool.map(one, range(times)) for took in answers]


def _walk(journey: Sequence[Exchange], first: int, url: str) -> list[float]:
    with closing(TimedTransport()) as transport:
        for number, exchange in enumerate(journey, first):
            method, target, headers = exchange.method, exchange.target, dict(exchange.sent)
            headers[WHICH] = str(number)
            answer = transport.request(method, url + target, headers, exchange.body)
            if (answer.status, len(answer.body)) != (exchange.status, len(exchange.answer)):
                raise Diverged(f"{method} {target}: {answer.status}, {len(answer.body)} bytes")
        return transport.took
