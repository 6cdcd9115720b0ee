"""How long something takes, told so that a slow or busy machine is no counterexample."""

import timeit
from collections.abc import Callable
from hashlib import blake2b
from time import process_time
from typing import Any

ROUNDS = 9
HASHED = range(5_000)


def in_hashes(act: Callable[[], Any], *, times: int = 1) -> float:
    """Return what a call costs, in hashes of a short text (BLAKE2b, about 0.5 microseconds).

    Both are measured in turn, in processor time, and the fastest of each counts.
    """
    acts, hashes = list[float](), list[float]()
    for _ in range(ROUNDS):
        acts.append(timeit.timeit(act, timer=process_time, number=times) / times)
        hashes.append(timeit.timeit(_hash, timer=process_time, number=1) / len(HASHED))
    return min(acts) / min(hashes)


def _hash() -> None:
    for number in HASHED:
        blake2b(b"%d" % number).hexdigest()
