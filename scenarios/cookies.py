"""The cookies of one browser, kept and sent back as browsers do."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit


class Cookies:
    """Cookies by host and path; the port does not count, as in browsers."""

    def __init__(self, kept: Iterable[tuple[str, str, str, str]] = ()) -> None:
        """Begin with host, path, name and value of cookies kept elsewhere."""
        self._kept = {(host, path, name): value for host, path, name, value in kept}

    def keep(self, url: str, set_cookies: Iterable[str]) -> None:
        """Keep what an answer sets, forget what it deletes."""
        host = urlsplit(url).hostname or ""
        for text in set_cookies:
            pair, *attributes = text.split(";")
            name, _, value = pair.strip().partition("=")
            told = {key.strip().lower(): word.strip() for key, _, word in _pairs(attributes)}
            place = (host, told.get("path") or "/", name)
            if told.get("max-age") == "0":
                self._kept.pop(place, None)
            else:
                self._kept[place] = value

    def __iter__(self) -> Iterator[tuple[str, str, str, str]]:
        """Give host, path, name and value of each cookie."""
        for place, value in self._kept.items():
            yield *place, value

    def header(self, url: str) -> str:
        """Return what is sent with a request, or nothing."""
        parts = urlsplit(url)
        sent = [
            f"{name}={value}"
            for (host, path, name), value in self._kept.items()
            if host == parts.hostname and _covers(path, parts.path)
        ]
        return "; ".join(sent)


def _pairs(attributes: Iterable[str]) -> list[tuple[str, str, str]]:
    return [attribute.partition("=") for attribute in attributes]


def _covers(cookie_path: str, path: str) -> bool:
    """Tell whether a cookie's path holds an address (RFC 6265, 5.1.4)."""
    return path == cookie_path or path.startswith(cookie_path.rstrip("/") + "/")
