"""One browser without pictures or scripts: cookies, tabs, histories, redirects."""

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


class HttpBrowser:
    """Cookies shared by tabs, and what each tab has shown, the current page last."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._cookies = Cookies()
        self._tabs: dict[str, list[Page]] = {}
        self._history: list[Page] = []
        self.use_tab("")

    @property
    def page(self) -> Page:
        """The page on screen. Refuses: Strayed, when nothing was opened in this tab."""
        if not self._history:
            raise Strayed("a page on screen, but nothing was opened in this tab")
        return self._history[-1]

    @property
    def shows(self) -> bool:
        """Tell whether there is a page on screen."""
        return bool(self._history)

    def use_tab(self, name: str) -> None:
        """Turn to a tab, a new one if need be."""
        self._history = self._tabs.setdefault(name, [])

    def go(self, request: Request) -> None:
        """Send a request and show where it leads; the same address replaces the page shown."""
        page = self._fetch(request)
        if self._history and self._history[-1].url == page.url:
            self._history.pop()
        self._history.append(page)

    def go_back(self) -> None:
        """Ask again for the page before: none may be kept. Refuses: Strayed."""
        if len(self._history) < 2:
            raise Strayed("a page to go back to")
        self._history.pop()
        self._history.append(self._fetch(Request("GET", self._history.pop().url)))

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
        if cookies := self._cookies.header(url):
            headers = headers | {"Cookie": cookies}
        answer = self._transport.request(method, url, headers, body)
        self._cookies.keep(url, (v for name, v in answer.headers if name.lower() == "set-cookie"))
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
