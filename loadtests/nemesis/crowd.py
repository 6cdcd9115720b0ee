"""Voters who never give up: they vote, retry what was not answered, and try what is forbidden."""

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

from loadtests.nemesis.browser import Browser, TurnedDown, refusal
from loadtests.nemesis.ledger import Attempt, Era, Ledger, Outcome, reference
from loadtests.nemesis.wire import Answer, Lost, Wire
from mockportal.electorate import Elector, Electorate

PAUSE = 0.05  # seconds between two tries while nobody answers
LEFT_OPEN = 0.1  # share of unanswered ballots whose voter leaves; the drain comes back for them
DOUBLES = 0.04
FORGED = 0.02
CHOICES = ("ardoise", "boussole", "dune", "falaise", "blanc")
FINAL = frozenset({"already-voted", "unreadable", "no-choice"})
"""Refusals that say of a ballot that it is not in the urn."""


class Crowd:
    """Everybody who votes in one election of a trial."""

    def __init__(
        self, election: str, electors: Electorate, ledger: Ledger, up: asyncio.Event, seed: int
    ) -> None:
        self.election, self.electors, self.ledger = election, electors, ledger
        self.up = up
        self.restoring = False
        self.over = False
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        self.codes: dict[int, str] = {}
        self.ranks: Iterator[int] = count()
        self._ops = count(1)
        self._dice = random.Random(seed)

    async def vote_on(self, where: Callable[[], tuple[str, int]]) -> None:
        """Vote as one elector after another, until the crowd is told to leave."""
        wire = Wire(where)
        while not self.over:
            await self.vote_as(wire, self.electors[next(self.ranks)])
        wire.close()

    async def vote_as(self, wire: Wire, elector: Elector) -> None:
        """Vote in every scrutin of one elector, however often the portal goes away."""
        left = list(elector.scrutins)
        while left and not self.over:
            browser, era = Browser(wire, self.election), self._era()
            try:
                await browser.sign_in(elector)
                await browser.enter_code(self.codes.get(elector.rank, elector.vote_code))
                era = era if era == self._era() else None
                while left and not self.over:
                    choice = self._dice.choice(CHOICES)
                    await browser.pick(left[0], choice)
                    await self._cast(browser, self.attempt(elector.rank, left.pop(0), choice), era)
            except (Lost, TurnedDown) as away:
                await self.rest(away)

    async def settle(self, wire: Wire, attempt: Attempt) -> None:
        """Send a ballot again, with the same form, until its fate is known."""
        while attempt.undecided:
            browser, era = Browser(wire, self.election), self._era()
            elector = self.electors[attempt.rank]
            try:
                await browser.sign_in(elector)
                await browser.enter_code(self.codes.get(elector.rank, elector.vote_code))
                path = f"vote/{attempt.scrutin}"
                await browser.post(path, action="je-veux-voter")
                await browser.post(path, choix=attempt.choice)
                era = era if era == self._era() else None
                await self.send(browser, attempt, era)
            except (Lost, TurnedDown) as away:
                await self.rest(away)

    async def send(self, browser: Browser, attempt: Attempt, era: Era) -> Outcome:
        """Send one ballot and write down what came of it."""
        again = bool(attempt.fates)
        self.ledger.opens(attempt)
        try:
            answer = await browser.post(f"vote/{attempt.scrutin}/confirmation", **attempt.form)
        except Lost as lost:
            self.ledger.closes(attempt, era, "info", str(lost))
            return "info"
        outcome = self._outcome(answer, attempt)
        self.ledger.closes(attempt, era, outcome, refusal(answer))
        self.seen["retried" if again else "sent"] += 1
        if again and outcome == "fail" and attempt.lawful and self._same_era(attempt):
            self.wrong.append(f"I6 op {attempt.op}: retried with its own form, {_said(answer)}")
        return outcome

    def attempt(self, rank: int, scrutin: str, choice: str) -> Attempt:
        """Return a ballot with a nonce and a form of its own."""
        nonce = secrets.token_hex(16)
        ref = reference(self.election, scrutin, choice, nonce)
        return Attempt(next(self._ops), rank, scrutin, choice, nonce, secrets.token_hex(16), ref)

    async def _cast(self, browser: Browser, attempt: Attempt, era: Era) -> None:
        if self._dice.random() < FORGED:
            await self._forge(browser, attempt, era)
        while await self.send(browser, attempt, era) == "info":
            if self.over or self._dice.random() < LEFT_OPEN or self._moved_on(era):
                raise Lost("left without an answer")
            await self.up.wait()
            await asyncio.sleep(PAUSE)
        if attempt.acked_at is not None and self._dice.random() < DOUBLES:
            await self._double(browser, attempt, era)

    async def _double(self, browser: Browser, first: Attempt, era: Era) -> None:
        """Try a second ballot from another form: it must be refused and leave no trace."""
        double = self.attempt(first.rank, first.scrutin, first.choice)
        double.lawful = False
        outcome = await self.send(browser, double, era)
        self.seen["double"] += 1
        if outcome == "ok" and era == self._era():
            self.wrong.append(f"I3 op {double.op}: a second ballot was acknowledged")

    async def _forge(self, browser: Browser, true: Attempt, era: Era) -> None:
        """Try a ballot whose reference is of another choice: refused, without a trace."""
        forged = self.attempt(true.rank, true.scrutin, true.choice)
        forged.lawful = False
        forged.choice = next(one for one in CHOICES if one != true.choice)
        outcome = await self.send(browser, forged, era)
        self.seen["forged"] += 1
        if outcome == "ok":
            self.wrong.append(f"I5 op {forged.op}: a forged reference was acknowledged")

    def _outcome(self, answer: Answer, attempt: Attempt) -> Outcome:
        """Tell what an answer says; a visit that is over says nothing of an earlier try."""
        if answer.leads_to(f"vote/{attempt.scrutin}/accuse"):
            return "ok"
        self._expect_no_crash(answer)
        decided = not attempt.fates or refusal(answer) in FINAL
        return "fail" if answer.status < 500 and decided else "info"

    def _era(self) -> Era:
        return None if self.restoring else self.ledger.era

    def _same_era(self, attempt: Attempt) -> bool:
        return {era for era, _ in attempt.fates} == {self._era()} and not self.restoring

    def _moved_on(self, era: Era) -> bool:
        """Tell whether the election was restored since the voter signed in."""
        return era is None or era != self._era()

    async def rest(self, away: Lost | TurnedDown) -> None:
        """Note why a voter did not get on, and wait until somebody answers again."""
        self._note(away)
        await self.up.wait()
        await asyncio.sleep(PAUSE)

    def _note(self, away: Lost | TurnedDown) -> None:
        self.seen["turned down" if isinstance(away, TurnedDown) else "lost"] += 1
        if isinstance(away, TurnedDown):
            self.seen[str(away)] += 1
            self._expect_no_crash(away.answer)

    def _expect_no_crash(self, answer: Answer) -> None:
        if answer.status == 500:
            self.wrong.append(f"a 500: {_said(answer)}")


def _said(answer: Answer) -> str:
    return f"{answer.status} {refusal(answer)} {answer.location}".strip()
