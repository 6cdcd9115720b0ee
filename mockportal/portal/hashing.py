"""Password hashes: argon2id with two declared profiles, on threads of their own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mockportal.domain.secrets import same
from mockportal.usecases.signing_in import Expected

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
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="mockportal-argon2")

    async def hash(self, password: str, profile: Profile) -> str:
        """Return the hash of a new password."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, PROFILES[profile].hash, password)

    async def matches(self, typed: str, expected: Expected, profile: Profile) -> bool:
        """Compare a password, at the cost of one hash whatever there is to compare with."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _matches, typed, expected, profile)

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
