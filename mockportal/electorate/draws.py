"""Draws that depend on the seed, the rank and a name, and on nothing else."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_UNIT = 1 << 64


class Draws:
    """The dice of one seed: the same question always has the same answer."""

    def __init__(self, seed: int) -> None:
        self.key = hashlib.blake2b(f"mockportal electorate {seed}".encode()).digest()

    def number(self, rank: int, name: str) -> int:
        """Return 64 bits."""
        drawn = hashlib.blake2b(f"{rank}:{name}".encode(), key=self.key, digest_size=8).digest()
        return int.from_bytes(drawn, "little")

    def below(self, rank: int, name: str, end: int) -> int:
        """Return a number of 0 … end - 1."""
        return self.number(rank, name) % end

    def unit(self, rank: int, name: str) -> float:
        """Return a number of [0, 1[."""
        return self.number(rank, name) / _UNIT

    def one_of(self, rank: int, name: str, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.number(rank, name) % len(options)]

    def stream(self, rank: int, name: str) -> "Stream":
        """Return as many draws as are asked for, under one name."""
        seed = hashlib.blake2b(f"{rank}:{name}".encode(), key=self.key, digest_size=64).digest()
        return Stream(int.from_bytes(seed, "little"))


class Stream:
    """Numbers taken one after the other from 512 drawn bits, then from their hash."""

    def __init__(self, bits: int) -> None:
        self._start = self._bits = bits

    def below(self, end: int) -> int:
        """Return the next number of 0 … end - 1."""
        if self._bits < _UNIT * end:
            again = hashlib.blake2b(self._start.to_bytes(64, "little")).digest()
            self._start = self._bits = int.from_bytes(again, "little")
        self._bits, drawn = divmod(self._bits, end)
        return drawn
