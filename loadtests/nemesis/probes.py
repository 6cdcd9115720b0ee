"""What one deliberate try decides, in the quiet after the storm: links, codes, two tabs at once."""

import asyncio
import secrets
from collections import Counter
from typing import TYPE_CHECKING

from loadtests.nemesis import renewing, stage
from loadtests.nemesis.browser import Browser, TurnedDown, hidden, refusal
from loadtests.nemesis.wire import Answer, Wire
from mockportal.electorate import Elector

if TYPE_CHECKING:
    from loadtests.nemesis.trial import Trial

RANKS_FROM = 900_000
CLICKS = 100
LOOKS = 20
TABS = 8
GONE = (410, 404)  # until the row of the code is swept away, and after


async def run(trial: "Trial") -> list[str]:
    """Try everything; return what was not as promised."""
    wrong = list[str]()
    for place, probe in enumerate((_one_link, _screen, _old_code, _two_tabs)):
        wrong += await probe(trial, RANKS_FROM + trial.portal.starts.__len__() * 10 + place)
    return wrong


async def _one_link(trial: "Trial", rank: int) -> list[str]:
    """Look at a link many times, then press it a hundred times at once."""
    browser, elector = await _voter(trial, rank)
    await renewing.ask(browser, elector)
    link = await _link(trial, rank)
    pages = [await browser.get(link) for _ in range(LOOKS)]
    wrong = [f"D04: a look answered {one.status}" for one in pages if one.status != 200]
    if wrong:
        return wrong[:1]
    browser.jeton = hidden(pages[-1].body)
    seen = Counter(one.status for one in await _at_once(trial, browser, link, CLICKS))
    if seen != Counter({303: 1, 410: CLICKS - 1}):
        wrong.append(f"I8: {CLICKS} clicks on one link answered {dict(seen)}")
    return wrong


async def _screen(trial: "Trial", rank: int) -> list[str]:
    """Check that a code is on screen for 120 seconds of the election's clock, and not one more."""
    await trial.told(lambda it: it.set_clock(frozen=True))
    try:
        browser, elector = await _voter(trial, rank)
        await renewing.ask(browser, elector)
        code = await renewing.press(browser, await _link(trial, rank), secrets.token_hex(16))
        trial.codes.append(code)
        await trial.told(lambda it: it.advance(seconds=119.9))
        before = (await browser.get("reassort/code")).status
        await trial.told(lambda it: it.advance(seconds=0.1))
        after = await browser.get("reassort/code")
    finally:
        await trial.told(lambda it: it.set_clock(frozen=False))
    wrong = [] if before == 200 else [f"I10: at 119.9 s the screen answered {before}"]
    if after.status not in GONE or code.encode() in after.body:
        wrong.append(f"I10: at 120.0 s the screen answered {after.status}")
    return wrong


async def _old_code(trial: "Trial", rank: int) -> list[str]:
    """Check that a code that once worked is refused as soon as another replaced it."""
    browser, elector = await _voter(trial, rank)
    await browser.enter_code(elector.vote_code)
    asking, _ = await _voter(trial, rank)
    await renewing.ask(asking, elector)
    code = await renewing.press(asking, await _link(trial, rank), secrets.token_hex(16))
    trial.codes.append(code)
    again, _ = await _voter(trial, rank)
    old = await again.try_code(elector.vote_code)
    wrong = list[str]()
    if refusal(old) != "code-replaced":
        wrong.append(f"I9: the replaced code answered {old.status} {refusal(old)}")
    try:
        await again.enter_code(code)
    except TurnedDown as refused:
        wrong.append(f"I9: the new code was refused: {refused}")
    return wrong


async def _two_tabs(trial: "Trial", rank: int) -> list[str]:
    """Cast one voter's ballot from several tabs at once: one gets in."""
    browser, elector = await _voter(trial, rank)
    await browser.enter_code(elector.vote_code)
    era = trial.ledger.era
    await browser.pick(elector.scrutins[0], "dune")
    attempts = [trial.crowd.attempt(rank, elector.scrutins[0], "dune") for _ in range(TABS)]
    tabs = [browser.tab(Wire(lambda: trial.portal.door)) for _ in attempts]
    sent = (trial.crowd.send(tab, one, era) for tab, one in zip(tabs, attempts, strict=True))
    seen = Counter(await asyncio.gather(*sent))
    for tab in tabs:
        tab.wire.close()
    if seen != Counter(ok=1, fail=TABS - 1):
        return [f"I3: {TABS} tabs at once got {dict(seen)}"]
    return []


async def _voter(trial: "Trial", rank: int) -> tuple[Browser, Elector]:
    elector = trial.crowd.electors[rank]
    browser = Browser(Wire(lambda: trial.portal.door), stage.LOUD)
    await browser.sign_in(elector)
    return browser, elector


async def _link(trial: "Trial", rank: int) -> str:
    wire = Wire(trial.console_door)
    try:
        return await trial.console(wire).newest_link(trial.crowd.electors[rank])
    finally:
        wire.close()


async def _at_once(trial: "Trial", browser: Browser, path: str, times: int) -> list[Answer]:
    """Send one form many times at once, each time with a key of its own."""
    tabs = [browser.tab(Wire(lambda: trial.portal.door)) for _ in range(times)]
    answers = await asyncio.gather(*(tab.post(path, cle=secrets.token_hex(16)) for tab in tabs))
    for tab in tabs:
        tab.wire.close()
    return answers
