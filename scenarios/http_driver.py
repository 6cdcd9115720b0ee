"""Steps over bare HTTP: a voter at browsers reduced to requests and words."""

from collections.abc import Mapping

from scenarios.cookies import Cookies
from scenarios.dialect import Dialect
from scenarios.http_browser import HttpBrowser, scan
from scenarios.levers import Stagehand
from scenarios.pages import Page, Request
from scenarios.seen import Seen, Strayed, Words
from scenarios.steps import (
    CloseBrowser,
    Download,
    Follow,
    GoBack,
    Listen,
    Open,
    PressTwice,
    Reload,
    Scan,
    Step,
    Submit,
    UseBrowser,
    UseTab,
    Value,
    check_landing,
)
from scenarios.transport import Answer, Transport


class HttpDriver:
    """A voter at browsers without pictures or scripts."""

    def __init__(
        self, transport: Transport, url: str, stagehand: Stagehand, dialect: Dialect | None = None
    ) -> None:
        """Take the address of an election, such as http://127.0.0.1:8080/electionspro2022."""
        self._transport, self._url, self._stagehand = transport, url.rstrip("/"), stagehand
        self._dialect = dialect
        self._browsers: dict[str, HttpBrowser] = {}
        self._name = ""

    @property
    def page(self) -> Page:
        """The page on screen. Refuses: Strayed, when there is none."""
        return self._browser.page

    @property
    def cookies(self) -> Cookies:
        """The cookies of the browser in use."""
        return self._browser.cookies

    @cookies.setter
    def cookies(self, cookies: Cookies) -> None:
        self._browser.cookies = cookies

    def perform(self, step: Step) -> Seen:
        """Do one step and report what is in view. Refuses: Strayed."""
        spoken = self._dialect.speak(step) if self._dialect else step
        try:
            seen = self._stagehand.perform(step) or self._aside(spoken) or self._navigate(spoken)
        except Strayed as strayed:
            strayed.seen = strayed.seen or (_seen(self.page) if self._browser.shows else None)
            raise
        return check_landing(step, self._dialect.understand(seen) if self._dialect else seen)

    def _navigate(self, step: Step) -> Seen:
        """Do what changes the page on screen, and look at it."""
        browser = self._browser
        match step:
            case Open(path):
                url = self._url + path if path.startswith("/") else path
                browser.go(Request("GET", url))
            case Follow(link, within, first):
                browser.go(Request("GET", self.page.link(link, within, first=first)))
            case Submit(button, fields, within):
                browser.go(self._pressed(button, fields, within))
            case PressTwice(button, fields):
                browser.press_twice(self._pressed(button, fields))
            case Reload():
                browser.go(Request("GET", self.page.url))
            case GoBack():
                browser.go_back()
            case _:
                raise TypeError(f"no such step: {step!r}")
        return _seen(self.page)

    def _aside(self, step: Step) -> Seen | None:
        """Do what leaves the page on screen as it is; tell with None that it does not."""
        match step:
            case UseBrowser(name):
                self._name = name
            case UseTab(name):
                self._browser.use_tab(name)
            case CloseBrowser():
                self._browsers.pop(self._name, None)
            case Listen(name):
                return Seen(heading=self._file(name).header("content-type").partition(";")[0])
            case Download(name):
                words = self._file(name).body.decode()
                return Seen(view=Words(" ".join(words.split())))
            case Scan(link):
                scan(self._transport, link)
            case _:
                return None
        return Seen()

    @property
    def _browser(self) -> HttpBrowser:
        if self._name not in self._browsers:
            self._browsers[self._name] = HttpBrowser(self._transport)
        return self._browsers[self._name]

    def _file(self, name: str) -> Answer:
        """Ask for what is behind a link and leave the page on screen."""
        answer = self._browser.send(Request("GET", self.page.link(name)))
        if answer.status != 200:
            raise Strayed(f"a file behind « {name} », not the status {answer.status}")
        return answer

    def _pressed(self, button: str, fields: Mapping[str, Value], within: str = "") -> Request:
        page, copied = self.page, self._stagehand.copied
        typed = {label: copied(value, page.captcha) for label, value in fields.items()}
        return page.press(button, typed, within)


def _seen(page: Page) -> Seen:
    return Seen(page.heading, page.name, page.refusal, page.url, page.status, view=page)
