"""One open console: it follows the class as a trainer's browser does, and notes how late it is."""

import re
import threading
import time
from dataclasses import dataclass

import httpx
from selectolax.lexbor import LexborHTMLParser

_SEEN = re.compile(r"data-real=\"(\d+)\"")


@dataclass(frozen=True)
class Sight:
    """A move of one seat, as the console first showed it: how late, in seconds."""

    seat: int
    late: float


class OpenConsole:
    """A page of the class, kept up to date by server-sent events for the length of a block."""

    def __init__(self, console: str, token: str, election: str) -> None:
        self._http = httpx.Client(base_url=console, timeout=30, trust_env=False)
        self._http.get("/", params={"token": token})
        self._page, self._news = (f"/elections/{election}/{end}" for end in ("classe", "nouvelles"))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._known: dict[int, int] = {}
        self.sights: list[Sight] = []
        self.refreshes = 0

    def __enter__(self) -> "OpenConsole":
        self._refresh()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(15)
        self._http.close()

    def _follow(self) -> None:
        with self._http.stream("GET", self._news) as stream:
            for line in stream.iter_lines():
                if self._over.is_set():
                    return
                if line.startswith("data:"):
                    self._refresh()

    def _refresh(self) -> None:
        """Fetch the page as the console's script does, and note what is new on it.

        Moves and page are dated by the server's clock; the way back is added on this side.
        """
        asked = time.perf_counter()
        page = self._http.get(self._page).text
        back = time.perf_counter() - asked
        found = _SEEN.search(page)
        drawn = int(found[1]) if found else 0
        for row in LexborHTMLParser(page).css("table.eleves tbody tr"):
            mark, since = row.css_first(".numero"), row.css_first("[data-since]")
            if mark is None or since is None:
                continue
            seat, at = int(re.sub(r"\D", "", mark.text())), int(since.attributes["data-since"] or 0)
            if self._known.get(seat) != at:
                self._known[seat] = at
                self.sights.append(Sight(seat, (drawn - at) / 1000 + back))
        self.refreshes += 1
