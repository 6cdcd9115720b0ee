"""Reading cookies without choosing among namesakes."""

from collections.abc import Iterator

from aiohttp import hdrs, web


def cookie_values(request: web.BaseRequest, name: str) -> Iterator[str]:
    """Yield every value sent under a name, in order: the first valid one counts."""
    for line in request.headers.getall(hdrs.COOKIE, ()):
        for pair in line.split(";"):
            found, _, value = pair.strip().partition("=")
            if found == name:
                yield value.strip('"')
