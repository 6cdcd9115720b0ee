"""A voter who goes from the portal to the stub and back, over bare HTTP."""

import html
import re
from typing import Any

import httpx

from mockportal.electorate import Elector
from mockportal.franceconnect.tests.browsing import Browser, Stub, node

_LETTERS = """
    SELECT id, kind, recipient, text FROM outbox WHERE world = :world
    UNION SELECT id, kind, recipient, text FROM message WHERE world = :world
"""


class Voter:
    """One browser, at the portal and at the stub."""

    def __init__(self, stub: Stub) -> None:
        self.stub, self.browser = stub, Browser(stub)
        self.http = self.browser.http
        self.portal = f"{stub.portal}/{stub.election.id}/portail"

    def get(self, path: str) -> httpx.Response:
        """Open a page of the portal."""
        return self.http.get(f"{self.portal}/{path}")

    def send(self, path: str, to: str = "", **fields: str) -> httpx.Response:
        """Open a page of the portal and send its last form."""
        page = self.get(path)
        carried = {name: _hidden(page, name) for name in ("jeton", "cle", "captcha_id")}
        if carried["captcha_id"]:
            carried["captcha"] = "1234"
        return self.http.post(f"{self.portal}/{to or path}", data={**carried, **fields})

    def sign_in(self, elector: Elector) -> None:
        """Sign in with the roll's password."""
        self.send("identification", identifiant=elector.identifier)
        self.send("mot-de-passe", mot_de_passe=elector.password)

    def leave(self) -> httpx.Response:
        """Press the button of FranceConnect; return the redirect."""
        return self.send("reassort", to="reassort/franceconnect")

    def connect(self, elector: Elector, provider: str = "impots", login: str = "") -> str:
        """Go to FranceConnect and back; return the address of the callback, not opened."""
        page = self.browser.follow(self.leave())
        if node(page, "[data-testid=providers]") is not None:
            account = next(one for one in elector.franceconnect if one.provider == provider)
            page = self.browser.choose(page, provider)
            page = self.browser.sign_in(page, login or account.login, account.secret or "x")
            page = self._second_factor(page, provider, account)
        return str(self.browser.submit(page, "form.saisie").headers["location"])

    def _second_factor(self, page: httpx.Response, provider: str, account: Any) -> httpx.Response:
        if provider in ("laposte", "yris"):
            approve = "form:has([data-testid=phone-approve])"
            return self.browser.follow(self.browser.submit(page, approve))
        if provider == "mcm":
            code = account.factor
            return self.browser.follow(self.browser.submit(page, "form.saisie", code=code))
        return page

    def come_back(self, elector: Elector, **how: str) -> httpx.Response:
        """Go to FranceConnect and come back to the portal."""
        return self.http.get(self.connect(elector, **how))

    def letters(self, kind: str) -> list[tuple[str, str]]:
        """Return recipient and text of the letters of one kind, on their way or arrived."""
        found = self.stub.ask(lambda tx, now: tx.run(_LETTERS).fetchall())
        return [(to, text) for _, one, to, text in found if one == kind]


def refusal(page: httpx.Response) -> str:
    """Return the name of the refusal on a page."""
    found = re.search(r'data-refusal="([^"]*)"', page.text)
    return found[1] if found else ""


def told(page: httpx.Response) -> str:
    """Return the words of the refusal on a page."""
    found = node(page, "#refus")
    return found.text().strip() if found is not None else ""


def _hidden(page: httpx.Response, name: str) -> str:
    found = re.findall(f'name="{name}" value="([^"]*)"', page.text)
    return html.unescape(found[-1]) if found else ""
