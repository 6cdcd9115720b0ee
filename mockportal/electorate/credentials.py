"""What an elector knows: password, vote code, NUMEN, secret answer."""

import string

from mockportal.election import Election
from mockportal.election.slugs import slug
from mockportal.electorate.draws import Draws, Stream
from mockportal.electorate.permutation import Permutation
from mockportal.electorate.tables import words

_NUMEN_NUMBERS = (3200, 3125)


class Credentials:
    """The secrets of one election's electors."""

    def __init__(self, election: Election, draws: Draws) -> None:
        self._election, self._draws = election, draws
        self._numbers = Permutation(draws.key, "numen", *_NUMEN_NUMBERS)

    def password(self, rank: int) -> str:
        """Return words and digits that satisfy the rule: « 42-Merlin-givrade »."""
        return self._words(rank, "password")

    def account_password(self, rank: int, provider: str) -> str:
        """Return the password of an account at an identity provider."""
        return self._words(rank, f"account {provider}")

    def _words(self, rank: int, name: str) -> str:
        """Return words and digits, long enough for the rule."""
        rule = self._election.password
        drawn = self._draws.stream(rank, name)
        text = f"{10 + drawn.below(90)}-{_word(drawn).capitalize()}"
        while len(text) < rule.min:
            text += f"-{_word(drawn)}"
        return text[: rule.max]

    def vote_code(self, rank: int) -> str:
        """Return the printed vote code."""
        rule = self._election.vote_code
        drawn = self._draws.stream(rank, "vote code")
        code = [one[drawn.below(len(one))] for one in rule.classes]
        while len(code) < rule.length:
            code.append(rule.alphabet[drawn.below(len(rule.alphabet))])
        for at in range(len(code) - 1, 0, -1):
            other = drawn.below(at + 1)
            code[at], code[other] = code[other], code[at]
        return "".join(code)

    def numen(self, rank: int) -> str:
        """Return a NUMEN of the fictional academy 99; its seven digits are unique."""
        drawn = self._draws.stream(rank, "numen")
        letters = [string.ascii_uppercase[drawn.below(26)] for _ in range(4)]
        return f"99{letters[0]}{self._numbers.forward(rank):07}{''.join(letters[1:])}"

    def question(self, rank: int) -> str:
        """Return the question défi chosen at activation."""
        return self._draws.one_of(rank, "question", self._election.challenge.questions)

    def secret_answer(self, rank: int, question: str, birth_year: int) -> str:
        """Return an answer that fits the question."""
        if "année" in question.casefold():
            return str(birth_year + 17 + self._draws.below(rank, "answer", 4))
        return self._draws.one_of(rank, "answer", words("answers"))


def _word(drawn: Stream) -> str:
    """Return a short plain word."""
    table = words("answers")
    return slug(table[drawn.below(len(table))])
