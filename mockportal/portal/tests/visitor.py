"""Somebody at the portal over bare HTTP, free to send what no browser would."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from mockportal.election import Election
from mockportal.electorate import Elector, electorate
from mockportal.tests import plain
from mockportal.tests.live import LiveServer

PASSWORD = "Un-mot-de-passe-2022"
MOVING = ("jeton", "cle", "captcha_id", "now_ms")


@dataclass(frozen=True)
class Page:
    """One answer of the portal, as a reader sees it."""

    answer: httpx.Response

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.answer.status_code

    @property
    def source(self) -> str:
        """Return the page's HTML."""
        return self.answer.text

    @property
    def words(self) -> str:
        """Return the page's text on one line."""
        bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", self.source, flags=re.DOTALL)
        return " ".join(html.unescape(bare).split())

    @property
    def name(self) -> str:
        """Return ``data-page``."""
        return self.attribute("data-page")

    @property
    def refusal(self) -> str:
        """Return ``data-refusal``, empty when nothing was refused."""
        return self.attribute("data-refusal")

    @property
    def told(self) -> str:
        """Return the words of the refusal."""
        found = re.search(r'<p [^>]*id="refus"[^>]*>(.*?)</p>', self.source, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    @property
    def goes_to(self) -> str:
        """Return where a redirect leads, below ``portail/``."""
        return self.answer.headers.get("location", "").partition("/portail/")[2]

    def attribute(self, name: str) -> str:
        """Return the first value of an attribute."""
        found = re.search(f'{name}="([^"]*)"', self.source)
        return html.unescape(found[1]) if found else ""

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field; the last form of the page is the one meant."""
        found = re.findall(f'name="{name}" value="([^"]*)"', self.source)
        return html.unescape(found[-1]) if found else ""


class Visitor:
    """A browser at one election: it keeps cookies and follows nothing."""

    def __init__(self, server: LiveServer, election: Election) -> None:
        self.server, self.election = server, election
        self.electors = electorate(election)
        self.client = plain.Client(base_url=f"{server.portal}/{election.id}/portail/")
        self.page = Page(httpx.Response(200))

    def get(self, path: str, **options: Any) -> Page:
        """Open a page."""
        self.page = Page(self.client.get(path, **options))
        return self.page

    def post(self, path: str, fields: Mapping[str, str], **options: Any) -> Page:
        """Send exactly these fields."""
        self.page = Page(self.client.post(path, data=dict(fields), **options))
        return self.page

    def send(self, path: str, /, **fields: str) -> Page:
        """Open a page and send its form, with its own tokens and the CAPTCHA solved."""
        shown = self.get(path)
        return self.answer(path, shown, **fields)

    def answer(self, path: str, shown: Page, /, **fields: str) -> Page:
        """Send the form of a page already open."""
        return self.post(path, {**self.tokens(shown), **fields})

    def tokens(self, shown: Page) -> dict[str, str]:
        """Return what the form of a page carries by itself."""
        carried = {"jeton": shown.hidden("jeton"), "cle": shown.hidden("cle")}
        if challenge := shown.hidden("captcha_id"):
            carried |= {"captcha_id": challenge, "captcha": "1234"}
        return carried

    def identify(self, elector: Elector) -> Page:
        """Say who one is."""
        return self.send("identification", identifiant=elector.identifier)

    def sign_in(self, elector: Elector) -> Page:
        """Sign in with the roll's password."""
        self.identify(elector)
        return self.send("mot-de-passe", mot_de_passe=elector.password)

    def enter_code(self, code: str) -> Page:
        """Type a vote code."""
        return self.send("code-de-vote", code=code)

    def vote_ready(self, elector: Elector) -> None:
        """Sign in and enter the printed code."""
        self.sign_in(elector)
        self.enter_code(elector.vote_code)

    def choose(self, scrutin: str, choice: str = "blanc") -> Page:
        """Go as far as the confirmation, and open it."""
        self.send(f"vote/{scrutin}", action="je-veux-voter")
        self.send(f"vote/{scrutin}", choix=choice)
        return self.get(f"vote/{scrutin}/confirmation")

    def cast(self, scrutin: str, choice: str = "blanc") -> Page:
        """Vote; return the answer to « Je vote »."""
        shown = self.choose(scrutin, choice)
        ballot = {"choix": choice, "nonce": "", "reference": ""}
        return self.answer(f"vote/{scrutin}/confirmation", shown, **ballot)

    def ask_link(self, elector: Elector, **other: str) -> Page:
        """Ask for a link to a new code by SMS, or with some fields filled otherwise."""
        asked = {
            "reponse": elector.secret_answer,
            "numen": elector.numen,
            "canal": "sms",
            "telephone": elector.phone,
            "adresse": "",
        }
        return self.send("reassort/defi", **{**asked, **other})

    def elector(self, population: str = "contractuel", *, active: bool = True) -> Elector:
        """Return an elector of this roll who has a notice."""
        return next(
            one
            for one in self.electors
            if one.population == population and one.activated is active and one.persona is None
        )

    def others(self) -> list[Elector]:
        """Return the active electors with the three scrutins of the tutorial."""
        return [one for one in self.electors if one.activated and one.population == "contractuel"]

    def close(self) -> None:
        """Close the browser."""
        self.client.close()


def steady(page: Page) -> str:
    """Return a page without what changes with each answer: tokens, keys, instants."""
    text = page.source
    for name in MOVING:
        text = re.sub(f'(name="{name}" value=)"[^"]*"', r'\1""', text)
    text = re.sub(r'data-captcha="[^"]*"|captcha/[A-Za-z0-9_-]{27}/', "", text)
    return re.sub(r'data-(now|session)-ms="[^"]*"', "", text)
