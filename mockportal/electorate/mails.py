"""Private addresses: unique, in reserved domains, and leading back to the rank."""

import re

from mockportal.electorate.draws import Draws
from mockportal.electorate.permutation import Permutation

PERSONAL, CONTACT, POSTAL = "perso.example", "contact.example", "postal.example"
"""The domains of the personal mailbox, of FranceConnect's contact, of La Poste."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"[a-z-]+\.[a-z-]+\.([0-9a-z]{5})@(?:perso|contact|postal)\.example")


class Tokens:
    """Five characters that tell a rank to those who know the seed."""

    def __init__(self, draws: Draws) -> None:
        self._shuffle = Permutation(draws.key, "mails", 6**5, 6**5)

    def of(self, rank: int) -> str:
        """Return the token of a rank."""
        number, token = self._shuffle.forward(rank), ""
        for _ in range(5):
            number, digit = divmod(number, 36)
            token = _DIGITS[digit] + token
        return token

    def rank_of(self, token: str) -> int:
        """Return the rank of a token, below the size or not."""
        return self._shuffle.backward(int(token, 36))

    def rank_in(self, address: str) -> int | None:
        """Return the rank that a private address may tell."""
        found = _TOKEN.fullmatch(address)
        return self.rank_of(found[1]) if found else None
