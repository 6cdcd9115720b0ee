"""Password hashes: argon2id with two declared profiles, on threads of their own."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mockportal.domain.secrets import same
from mockportal.usecases.signing_in import Expected

T = TypeVar("T")
Profile = Literal["mock", "reference"]

PROFILES: dict[Profile, PasswordHasher] = {
    # OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
    "reference": PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1),
    # A mock has no password worth a guess; the least that is still the same algorithm.
    "mock": PasswordHasher(time_cost=1, memory_cost=256, parallelism=1),
}


class Hasher:
    """Hashes and compares without holding up the event loop."""

    def __init__(self, threads: int = 2) -> None:
        self.count = 0
        self.seconds = 0.0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="mockportal-argon2")

    async def hash(self, password: str, profile: Profile) -> str:
        """Return the hash of a new password."""
        return await self._timed(PROFILES[profile].hash, password)

    async def matches(self, typed: str, expected: Expected, profile: Profile) -> bool:
        """Compare a password, at the cost of one hash whatever there is to compare with."""
        return await self._timed(_matches, typed, expected, profile)

    async def _timed(self, work: Callable[..., T], *values: object) -> T:
        """Run on a thread, and note for the metrics how long it took there."""

        def timed() -> tuple[T, float]:
            started = time.perf_counter()
            return work(*values), time.perf_counter() - started

        outcome, seconds = await asyncio.get_running_loop().run_in_executor(self._threads, timed)
        self.count += 1
        self.seconds += seconds
        return outcome

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)


def _matches(typed: str, expected: Expected, profile: Profile) -> bool:
    hasher = PROFILES[profile]
    if expected.hash is None:
        hasher.hash(typed)  # the roll's own passwords, and nobody's, cost the same work
        return expected.plain is not None and same(typed, expected.plain)
    try:
        return bool(hasher.verify(expected.hash, typed))
    except (VerificationError, InvalidHashError):
        return False
