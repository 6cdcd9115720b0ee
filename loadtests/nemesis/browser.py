"""A voter's browser, reduced to cookies, the hidden fields of a form and the path of a ballot."""

import re

from loadtests.nemesis.wire import Answer, Lost, Wire
from mockportal.electorate import Elector

CAPTCHA = "1234"

_JETON = re.compile(rb'name="jeton" value="([^"]*)"')
_CAPTCHA = re.compile(rb'data-captcha="([^"]*)"')
_REFUSAL = re.compile(rb'data-refusal="([^"]*)"')


class TurnedDown(Exception):
    """The portal refused a step that leads to the vote, by name."""

    def __init__(self, step: str, answer: Answer) -> None:
        super().__init__(f"{step}: {answer.status} {refusal(answer)} {answer.location}")
        self.answer = answer


def refusal(answer: Answer) -> str:
    """Return the name of a refusal, as its page tells it."""
    found = _REFUSAL.search(answer.body)
    return found[1].decode() if found else ""


def hidden(page: bytes, pattern: re.Pattern[bytes] = _JETON) -> str:
    """Return a hidden value of a page. Refuses: Lost, when the page is not whole."""
    found = pattern.search(page)
    if found is None:
        raise Lost("a page without its form")
    return found[1].decode()


class Browser:
    """One browser in one election."""

    def __init__(self, wire: Wire, election: str) -> None:
        self.wire, self._election = wire, election
        self._cookies: dict[str, str] = {}
        self.jeton = ""

    def tab(self, wire: Wire) -> "Browser":
        """Return another tab of this browser, on a connection of its own."""
        twin = Browser(wire, self._election)
        twin._cookies, twin.jeton = dict(self._cookies), self.jeton
        return twin

    async def get(self, path: str) -> Answer:
        """Open a page. Refuses: Lost."""
        return await self._kept("GET", path, None)

    async def post(self, path: str, **fields: str) -> Answer:
        """Send a form of this visit. Refuses: Lost."""
        return await self._kept("POST", path, {"jeton": self.jeton, **fields})

    async def sign_in(self, elector: Elector) -> None:
        """Say who one is and give the password. Refuses: Lost, TurnedDown."""
        self._cookies.clear()
        page = (await self._page("identification")).body
        self.jeton, captcha = hidden(page), hidden(page, _CAPTCHA)
        fields = {"identifiant": elector.identifier, "captcha_id": captcha, "captcha": CAPTCHA}
        await self._on_to("mot-de-passe", await self.post("identification", **fields))
        password = await self.post("mot-de-passe", mot_de_passe=elector.password)
        await self._on_to("espace", password)

    async def enter_code(self, code: str) -> None:
        """Open the scrutins with a vote code. Refuses: Lost, TurnedDown."""
        await self._on_to("scrutins", await self.try_code(code))
        self.jeton = hidden((await self._page("scrutins")).body)

    async def try_code(self, code: str) -> Answer:
        """Type a vote code, right or wrong. Refuses: Lost, TurnedDown."""
        page = (await self._page("code-de-vote")).body
        self.jeton, captcha = hidden(page), hidden(page, _CAPTCHA)
        return await self.post("code-de-vote", code=code, captcha_id=captcha, captcha=CAPTCHA)

    async def pick(self, scrutin: str, choice: str) -> None:
        """Make the tiles selectable and pick one. Refuses: Lost, TurnedDown."""
        path = f"vote/{scrutin}"
        await self._on_to(path, await self.post(path, action="je-veux-voter"))
        await self._on_to(f"{path}/confirmation", await self.post(path, choix=choice))

    async def _page(self, path: str) -> Answer:
        answer = await self.get(path)
        if answer.status != 200:
            raise TurnedDown(path, answer)
        return answer

    async def _on_to(self, path: str, answer: Answer) -> None:
        if not answer.leads_to(path):
            raise TurnedDown(path, answer)

    async def _kept(self, method: str, path: str, form: dict[str, str] | None) -> Answer:
        told = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = f"Cookie: {told}\r\n" if told else ""
        target = f"/{self._election}/portail/{path}"
        answer = await self.wire.request(method, target, form=form, headers=headers)
        for name, value in answer.cookies:
            if value and "accuse-" not in name:
                self._cookies[name] = value
        return answer
