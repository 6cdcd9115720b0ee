"""The mock as slow as a given system: so many clerks, a queue before them, and a waiting room.

The queue is kept by arithmetic: a timer of the process that comes late delays one answer, and not
everyone behind it.
"""

import math
from collections import deque
from random import Random

from mockportal.domain.refusals import Busy
from mockportal.election.capacity import Capacity


class Clerks:
    """Who serves the requests of one election, first come, first served."""

    def __init__(self, capacity: Capacity, seed: str) -> None:
        self._capacity = capacity
        self._free = [0.0] * capacity.servers
        self._begins: deque[float] = deque()
        self._random = Random(seed)

    def take(self, now: float, page: str, *, newcomer: bool) -> float:
        """Return the instant at which a request that comes now is done, in seconds. Refuses: Busy.

        Refused are all when the queue is full, and newcomers when the waiting room is shut.
        """
        self._let_in(now, newcomer)
        clerk = min(range(len(self._free)), key=self._free.__getitem__)
        begins = max(self._free[clerk], now)
        if begins > now:
            self._begins.append(begins)
        self._free[clerk] = begins + self._service(page)
        return self._free[clerk]

    def _let_in(self, now: float, newcomer: bool) -> None:
        while self._begins and self._begins[0] <= now:
            self._begins.popleft()
        limits = [self._capacity.queue, self._capacity.room if newcomer else None]
        busy = min(self._free) > now
        if busy and any(one is not None and len(self._begins) >= one for one in limits):
            raise Busy

    def _service(self, page: str) -> float:
        mean = self._capacity.steps.get(page, self._capacity.service_ms) / 1000
        match self._capacity.spread:
            case "fixed":
                return mean
            case "exponential":
                return self._random.expovariate(1 / mean) if mean else 0.0
            case _:
                sigma = self._capacity.sigma
                median = mean / math.exp(sigma**2 / 2)
                return median * math.exp(self._random.gauss(0, sigma))
