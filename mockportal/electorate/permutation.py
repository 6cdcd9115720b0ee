"""Keyed permutations: numbers shuffled without a table, both ways."""

import hashlib

_WORD = (1 << 64) - 1


class Permutation:
    """A fixed shuffle of the numbers below ``left * right``.

    An unbalanced Feistel network: each round moves one half by a keyed hash of the other, so
    that every step can be undone. Integers only, hence the same on every machine.
    """

    def __init__(self, key: bytes, name: str, left: int, right: int) -> None:
        self.size = left * right
        self._left, self._right = left, right
        digest = hashlib.blake2b(name.encode(), key=key, digest_size=48).digest()
        self._keys = tuple(int.from_bytes(digest[i : i + 8], "little") for i in range(0, 48, 8))

    def forward(self, number: int) -> int:
        """Return where a number goes."""
        x, y = divmod(number, self._right)
        left, right = self._left, self._right
        a, b, c, d, e, f = self._keys
        x = (x + _mixed(y ^ a)) % left
        y = (y + _mixed(x ^ b)) % right
        x = (x + _mixed(y ^ c)) % left
        y = (y + _mixed(x ^ d)) % right
        x = (x + _mixed(y ^ e)) % left
        y = (y + _mixed(x ^ f)) % right
        return x * right + y

    def backward(self, number: int) -> int:
        """Return which number comes here."""
        x, y = divmod(number, self._right)
        left, right = self._left, self._right
        a, b, c, d, e, f = self._keys
        y = (y - _mixed(x ^ f)) % right
        x = (x - _mixed(y ^ e)) % left
        y = (y - _mixed(x ^ d)) % right
        x = (x - _mixed(y ^ c)) % left
        y = (y - _mixed(x ^ b)) % right
        x = (x - _mixed(y ^ a)) % left
        return x * right + y


def _mixed(word: int) -> int:
    """Scatter the bits of a word: multiply, fold, multiply, fold."""
    word = word * 0x9E3779B97F4A7C15 & _WORD
    word = (word ^ word >> 32) * 0xD6E8FEB86659FD93 & _WORD
    return word ^ word >> 32
