"""Voters who ask for a new vote code: one link, one code, on screen for its time and no longer."""

import asyncio
import json
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from loadtests.nemesis.browser import Browser, TurnedDown, hidden, refusal
from loadtests.nemesis.wire import Lost, Wire
from mockportal.electorate import Elector

WAITS = 10  # seconds for a text message

_CODE = re.compile(rb"<span data-code>([^<]+)</span>")


@dataclass(frozen=True, slots=True)
class Console:
    """The control API over a wire."""

    wire: Wire
    token: str
    election: str

    async def newest_link(self, elector: Elector) -> str:
        """Return the path of the newest link texted to a voter. Refuses: Lost."""
        query = f"voter={elector.identifier}&channel=sms&wait={WAITS}&limit=100"
        path = f"/api/elections/{self.election}/messages?{query}"
        headers = f"Authorization: Bearer {self.token}\r\n"
        answer = await self.wire.request("GET", path, headers=headers)
        found = json.loads(answer.body) if answer.status == 200 else {}
        links = [link for one in found.get("messages", ()) for link in one["links"]]
        if not links:
            raise Lost("no message")
        return str(urlsplit(links[-1]).path).partition("/portail/")[2]


async def ask(browser: Browser, elector: Elector) -> None:
    """Ask for a link by question, NUMEN and text message. Refuses: Lost, TurnedDown."""
    browser.jeton = hidden((await browser.get("reassort/defi")).body)
    answer = await browser.post(
        "reassort/defi",
        reponse=elector.secret_answer,
        numen=elector.numen,
        canal="sms",
        telephone=elector.phone,
    )
    if not answer.leads_to("message-envoye"):
        raise TurnedDown("reassort/defi", answer)


async def press(browser: Browser, link: str, cle: str) -> str:
    """Press the button of a link's page until it answers; return the code on screen.

    Refuses: TurnedDown, when the link has served or the election moved on.
    """
    page = await browser.get(link)
    if page.status != 200:
        raise TurnedDown(link, page)
    browser.jeton = hidden(page.body)
    while True:
        try:
            answer = await browser.post(link, cle=cle)
            break
        except Lost:
            await asyncio.sleep(0.1)
    if not answer.leads_to("reassort/code"):
        raise TurnedDown(link, answer)
    return await read_code(browser)


async def read_code(browser: Browser) -> str:
    """Return the code on this browser's screen. Refuses: Lost, TurnedDown."""
    page = await browser.get("reassort/code")
    found = _CODE.search(page.body)
    if found is None:
        raise TurnedDown("reassort/code", page)
    return found[1].decode().replace("&amp;", "&")


async def renewed(browser: Browser, console: Console, elector: Elector) -> tuple[str, list[str]]:
    """Get a new code, as a voter does; return it, and what was not as promised."""
    await browser.sign_in(elector)
    await ask(browser, elector)
    link = await console.newest_link(elector)
    code = await press(browser, link, secrets.token_hex(16))
    wrong = list[str]()
    again = await browser.post(link, cle=secrets.token_hex(16))
    if again.status not in (410, 503, 409, 403):
        wrong.append(f"I8 rank {elector.rank}: a used link answered {again.status}")
    old = await browser.try_code(elector.vote_code)
    if old.leads_to("scrutins"):
        wrong.append(f"I9 rank {elector.rank}: the replaced code was accepted")
    elif refusal(old) not in ("code-replaced", "out-of-order", "form-expired", "closed", "busy"):
        wrong.append(f"I9 rank {elector.rank}: the replaced code: {old.status} {refusal(old)}")
    return code, wrong
