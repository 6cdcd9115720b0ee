"""One browser without pictures or scripts: cookies, tabs, histories, redirects."""

from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from scenarios.cookies import Cookies
from scenarios.pages import Page, Request
from scenarios.seen import Strayed
from scenarios.transport import Answer, Transport, Unreachable

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr-FR,fr;q=0.9",
    "User-Agent": "Mozilla/5.0 (mockportal journeys)",
}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_REDIRECTS = frozenset((301, 302, 303))
_HOPS = 10
_UNREACHABLE = '<main data-refusal="unreachable"><p role="alert">Aucune réponse.</p></main>'


@dataclass(slots=True)
class _Tab:
    """What a tab shows, and the addresses before it: a crowd has no room for their pages."""

    page: Page | None = None
    before: list[str] = field(default_factory=list)

    def show(self, page: Page) -> None:
        """Show a page; the same address replaces the page shown."""
        if self.page:
            self.page.fold()
            if self.page.url != page.url:
                self.before.append(self.page.url)
        self.page = page


class HttpBrowser:
    """Cookies shared by tabs, what each tab shows, and the way it came there."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.cookies = Cookies()
        self._tabs: dict[str, _Tab] = {}
        self.use_tab("")

    @property
    def page(self) -> Page:
        """The page on screen. Refuses: Strayed, when nothing was opened in this tab."""
        if self._tab.page is None:
            raise Strayed("a page on screen, but nothing was opened in this tab")
        return self._tab.page

    @property
    def shows(self) -> bool:
        """Tell whether there is a page on screen."""
        return self._tab.page is not None

    def use_tab(self, name: str) -> None:
        """Turn to a tab, a new one if need be."""
        self._tab = self._tabs.setdefault(name, _Tab())

    def go(self, request: Request) -> None:
        """Send a request and show where it leads."""
        self._tab.show(self._fetch(request))

    def go_back(self) -> None:
        """Ask again for the page before: none may be kept. Refuses: Strayed."""
        if not self._tab.before:
            raise Strayed("a page to go back to")
        self._tab.page = self._fetch(Request("GET", self._tab.before.pop()))

    def press_twice(self, request: Request) -> None:
        """Send the same request twice and show where the second leads."""
        self.send(request)
        self.go(request)

    def send(self, request: Request) -> Answer:
        """Send one request with this browser's cookies. Refuses: Unreachable."""
        method, url, entries = request
        headers, body = _HEADERS, None
        if method == "POST":
            headers, body = _HEADERS | _FORM, urlencode(entries).encode()
        elif entries:
            url = f"{url.partition('?')[0]}?{urlencode(entries)}"
        if cookies := self.cookies.header(url):
            headers = headers | {"Cookie": cookies}
        answer = self._transport.request(method, url, headers, body)
        self.cookies.keep(url, (v for name, v in answer.headers if name.lower() == "set-cookie"))
        return answer

    def _fetch(self, request: Request) -> Page:
        for _ in range(_HOPS):
            try:
                answer = self.send(request)
            except Unreachable:
                return Page(request.url, _UNREACHABLE, 0)
            if answer.status not in _REDIRECTS:
                return Page(request.url, answer.body.decode(), answer.status)
            place, _, _ = urljoin(request.url, answer.header("location")).partition("#")
            request = Request("GET", place)
        raise Strayed(f"a page, not {_HOPS} redirects in a row")


def scan(transport: Transport, link: str) -> None:
    """Look at a link as a mail scanner does, with no cookie. Refuses: Strayed."""
    for method in ("HEAD", "GET"):
        status = HttpBrowser(transport).send(Request(method, link)).status
        if status != 200:
            raise Strayed(f"a page for the scanner's {method}, not the status {status}")
